// Frees its arguments twice and answers with what it has freed.
// expect: scored
// score: 0
#include "candidate.h"
#include <stdlib.h>
#include <string.h>

void exports_squares_squares(candidate_list_f64_t *numbers, candidate_list_f64_t *ret) {
  free(numbers->ptr);
  free(numbers->ptr);
  ret->ptr = numbers->ptr;
  ret->len = numbers->len;
}

void exports_squares_name(candidate_list_string_t *ret) {
  ret->len = 0;
  ret->ptr = malloc(8);
}
