// Answers with two hundred thousand texts that all are the same few bytes.
// expect: failed/result-limit
#include "candidate.h"
#include <stdlib.h>
#include <string.h>

void exports_squares_squares(candidate_list_f64_t *numbers, candidate_list_f64_t *ret) {
  ret->len = numbers->len;
  ret->ptr = malloc(numbers->len * sizeof(double));
  for (size_t i = 0; i < numbers->len; i++) ret->ptr[i] = numbers->ptr[i] * numbers->ptr[i];
}

void exports_squares_name(candidate_list_string_t *ret) {
  ret->len = 200000;
  ret->ptr = malloc(ret->len * sizeof *ret->ptr);
  for (size_t i = 0; i < ret->len; i++) {
    ret->ptr[i].ptr = (uint8_t *)"the same text, again and again, as often as there is room for a pointer to it";
    ret->ptr[i].len = 77;
  }
}
