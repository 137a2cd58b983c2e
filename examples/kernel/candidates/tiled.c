// Tiles of four rows by four columns, whose sums stay in locals: half a load for each product instead of two.
#include "candidate.h"
#include <stdlib.h>

#define TILE 4

static void edge(uint32_t i, uint32_t k, uint32_t m, uint32_t p, const uint32_t *a, const uint32_t *b,
                 uint32_t *c) {
  uint32_t sum = 0;
  for (uint32_t j = 0; j < m; j++) sum += a[i * m + j] * b[j * p + k];
  c[i * p + k] = sum;
}

void exports_kernel_multiply(uint32_t n, uint32_t m, uint32_t p, candidate_list_u32_t *left,
                             candidate_list_u32_t *right, candidate_list_u32_t *ret) {
  const uint32_t *a = left->ptr, *b = right->ptr;
  ret->len = (size_t)n * p;
  uint32_t *c = ret->ptr = malloc(ret->len * sizeof(uint32_t));
  uint32_t rows = n - n % TILE, columns = p - p % TILE;
  for (uint32_t i = 0; i < rows; i += TILE)
    for (uint32_t k = 0; k < columns; k += TILE) {
      uint32_t sum[TILE][TILE] = {{0}};
      const uint32_t *row = a + i * m, *column = b + k;
      for (uint32_t j = 0; j < m; j++, row++, column += p)
#pragma clang loop unroll(full)
        for (uint32_t x = 0; x < TILE; x++)
#pragma clang loop unroll(full)
          for (uint32_t y = 0; y < TILE; y++) sum[x][y] += row[x * m] * column[y];
      for (uint32_t x = 0; x < TILE; x++)
        for (uint32_t y = 0; y < TILE; y++) c[(i + x) * p + k + y] = sum[x][y];
    }
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t k = i < rows ? columns : 0; k < p; k++) edge(i, k, m, p, a, b, c);
}
