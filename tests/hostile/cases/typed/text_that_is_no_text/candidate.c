// Answers with a text of bytes that are no UTF-8.
// expect: failed/trap
// message: utf-8
#include "candidate.h"
#include <stdlib.h>
#include <string.h>

void exports_squares_squares(candidate_list_f64_t *numbers, candidate_list_f64_t *ret) {
  ret->len = numbers->len;
  ret->ptr = malloc(numbers->len * sizeof(double));
  for (size_t i = 0; i < numbers->len; i++) ret->ptr[i] = numbers->ptr[i] * numbers->ptr[i];
}

void exports_squares_name(candidate_list_string_t *ret) {
  ret->len = 1;
  ret->ptr = malloc(sizeof *ret->ptr);
  ret->ptr->ptr = (uint8_t *)"\xf0\x28\x8c\xbc";
  ret->ptr->len = 4;
}
