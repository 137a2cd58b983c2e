// Answers with a thousand texts of no length at addresses that do not exist.
// expect: failed/trap
// message: out of bounds
#include "candidate.h"
#include <stdlib.h>
#include <string.h>

void exports_squares_squares(candidate_list_f64_t *numbers, candidate_list_f64_t *ret) {
  ret->len = numbers->len;
  ret->ptr = malloc(numbers->len * sizeof(double));
  for (size_t i = 0; i < numbers->len; i++) ret->ptr[i] = numbers->ptr[i] * numbers->ptr[i];
}

void exports_squares_name(candidate_list_string_t *ret) {
  ret->len = 1000;
  ret->ptr = malloc(ret->len * sizeof *ret->ptr);
  memset(ret->ptr, 0, ret->len * sizeof *ret->ptr);
  for (size_t i = 0; i < ret->len; i++) ret->ptr[i].ptr = (uint8_t *)0xffffffff;
}
