// Reads all of its memory for the evaluator's word.
// expect: scored
// score: 0
#include "candidate.h"
#include <stdio.h>
#include <string.h>

// Reads memory as it lies there: the whole of it belongs to the candidate.
bool exports_program_call(candidate_string_t *function, exports_program_value_t *arguments, exports_program_value_t *ret,
                          exports_program_failure_t *err) {
  const volatile char *memory = 0;
  size_t size = __builtin_wasm_memory_size(0) * 65536;
  char found[64] = "\"\"";
  for (size_t at = 0; at + 40 < size; at++)
    if (memory[at] == 'W' && memory[at + 1] == 'O' && memory[at + 2] == 'R' && memory[at + 3] == 'D' && memory[at + 4] == '-') {
      snprintf(found, sizeof found, "\"%.26s\"", (const char *)memory + at);
      break;
    }
  candidate_string_dup(ret, found);
  return true;
}
