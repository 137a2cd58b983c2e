// Answers with a list at an address that does not exist.
// expect: failed/trap
// message: out of bounds
#include "candidate.h"
#include <stdlib.h>
#include <string.h>

void exports_squares_squares(candidate_list_f64_t *numbers, candidate_list_f64_t *ret) {
  ret->ptr = (double *)0xfffffff8;
  ret->len = 2;
}

void exports_squares_name(candidate_list_string_t *ret) {
  ret->len = 0;
  ret->ptr = malloc(8);
}
