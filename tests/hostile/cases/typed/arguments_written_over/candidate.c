// Writes over its arguments and far beyond them, in the hope that they are the evaluator's own.
// expect: scored
// score: 0
#include "candidate.h"
#include <stdlib.h>
#include <string.h>

void exports_squares_squares(candidate_list_f64_t *numbers, candidate_list_f64_t *ret) {
  numbers->ptr[0] = 0;
  memset(numbers->ptr, 0, 4096);
  ret->ptr = numbers->ptr;
  ret->len = 2;
}

void exports_squares_name(candidate_list_string_t *ret) {
  ret->len = 0;
  ret->ptr = malloc(8);
}
