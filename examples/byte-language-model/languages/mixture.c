// `../candidates/mixture.py` in C: the same model, and the same score to the last bit.
#include "candidate.h"

#include <stdlib.h>

#define ORDERS 5
static const double DOUBTS[ORDERS] = {1, 10, 30, 100, 300};

// How often each byte followed each context: a table with open addresses, which ten texts would not fill. A key is a
// context of up to four bytes, a byte and the context's length, and never 0.
#define SLOTS ((uint64_t)1 << 19)
static uint64_t keys[SLOTS];
static double counts[SLOTS];

static uint32_t recent;
static int length;

// Where the count of a byte after the last `order` bytes is, or would be.
static uint64_t find(int order, uint8_t byte, uint64_t *key) {
  uint64_t context = order < 4 ? recent & ((1u << 8 * order) - 1) : recent;
  *key = (context << 8 | byte) << 8 | (order + 1);
  uint64_t slot = *key * 0x9E3779B97F4A7C15u >> 45;
  while (keys[slot] != 0 && keys[slot] != *key) slot = (slot + 1) % SLOTS;
  return slot;
}

void exports_language_model_observe(uint8_t byte) {
  for (int order = 0; order < ORDERS && order <= length; order++) {
    uint64_t key, slot = find(order, byte, &key);
    keys[slot] = key;
    counts[slot] += 1;
  }
  recent = recent << 8 | byte;
  length++;
}

void exports_language_model_train(candidate_list_u8_t *text) {
  for (size_t i = 0; i < text->len; i++) exports_language_model_observe(text->ptr[i]);
  candidate_list_u8_free(text);
}

void exports_language_model_predict(candidate_list_u32_t *ret) {
  double weights[256], seen[256];
  for (int byte = 0; byte < 256; byte++) weights[byte] = 1.0 / 256;
  for (int order = 0; order < ORDERS && order <= length; order++) {
    double total = 0;
    for (int byte = 0; byte < 256; byte++) {
      uint64_t key;
      total += seen[byte] = counts[find(order, byte, &key)];
    }
    if (total == 0) break;
    double trust = total / (total + DOUBTS[order]);
    for (int byte = 0; byte < 256; byte++) {
      weights[byte] *= 1 - trust;
      if (seen[byte] > 0) weights[byte] += trust * seen[byte] / total;
    }
  }
  ret->len = 256;
  ret->ptr = malloc(256 * sizeof(uint32_t));
  if (ret->ptr == NULL) abort();
  for (int byte = 0; byte < 256; byte++) ret->ptr[byte] = weights[byte] * 1e9;
}
