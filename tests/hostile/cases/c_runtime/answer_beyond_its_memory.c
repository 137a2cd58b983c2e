// Answers with a text that lies beyond its memory.
// expect: failed/trap
#include "candidate.h"
bool exports_program_call(candidate_string_t *a, exports_program_value_t *b, exports_program_value_t *ret, exports_program_failure_t *d) {
  ret->ptr = (uint8_t *)(__builtin_wasm_memory_size(0) * 65536u - 1);
  ret->len = 2;
  return true;
}
