// Answers with all of its memory as a list of floats.
// expect: failed/result-limit
#include "candidate.h"
#include <stdlib.h>
#include <string.h>

void exports_squares_squares(candidate_list_f64_t *numbers, candidate_list_f64_t *ret) {
  ret->ptr = (double *)0;
  ret->len = __builtin_wasm_memory_size(0) * 8192;
}

void exports_squares_name(candidate_list_string_t *ret) {
  ret->len = 0;
  ret->ptr = malloc(8);
}
