// Answers with a text of four gigabytes.
// expect: failed/trap
#include "candidate.h"
bool exports_program_call(candidate_string_t *a, exports_program_value_t *b, exports_program_value_t *ret, exports_program_failure_t *d) {
  ret->ptr = (uint8_t *)0;
  ret->len = 0xffffffff;
  return true;
}
