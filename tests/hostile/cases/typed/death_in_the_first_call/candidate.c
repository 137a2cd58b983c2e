// Traps in a typed call, under an evaluator that forgives everything.
// expect: failed/trap
#include "candidate.h"
#include <stdlib.h>
#include <string.h>

void exports_squares_squares(candidate_list_f64_t *numbers, candidate_list_f64_t *ret) {
  __builtin_trap();
}

void exports_squares_name(candidate_list_string_t *ret) {
  ret->len = 0;
  ret->ptr = malloc(8);
}
