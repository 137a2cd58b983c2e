// Answers with a list of floats at an address that no float can have.
// expect: failed/trap
// message: aligned
#include "candidate.h"
#include <stdlib.h>
#include <string.h>

void exports_squares_squares(candidate_list_f64_t *numbers, candidate_list_f64_t *ret) {
  ret->ptr = (double *)1001;
  ret->len = 2;
}

void exports_squares_name(candidate_list_string_t *ret) {
  ret->len = 0;
  ret->ptr = malloc(8);
}
