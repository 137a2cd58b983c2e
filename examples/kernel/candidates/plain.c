// The product as it is defined: for each number of the answer, a row times a column.
#include "candidate.h"
#include <stdlib.h>

void exports_kernel_multiply(uint32_t n, uint32_t m, uint32_t p, candidate_list_u32_t *a,
                             candidate_list_u32_t *b, candidate_list_u32_t *ret) {
  ret->len = (size_t)n * p;
  ret->ptr = malloc(ret->len * sizeof(uint32_t));
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t k = 0; k < p; k++) {
      uint32_t sum = 0;
      for (uint32_t j = 0; j < m; j++) sum += a->ptr[i * m + j] * b->ptr[j * p + k];
      ret->ptr[i * p + k] = sum;
    }
}
