// Best fit in C: the bin that keeps the least room.
//
// `candidate.h` is generated from `task.wit`. Lists that come in are the program's to free; what it hands
// out must come from `malloc`, and is freed for it.
#include "candidate.h"

#include <stdlib.h>

void exports_heuristic_priority(double item, candidate_list_f64_t *bins, candidate_list_f64_t *ret) {
  ret->len = bins->len;
  ret->ptr = malloc(bins->len * sizeof(double));
  if (ret->ptr == NULL) abort();
  for (size_t i = 0; i < bins->len; i++) ret->ptr[i] = item - bins->ptr[i];
  candidate_list_f64_free(bins);
}
