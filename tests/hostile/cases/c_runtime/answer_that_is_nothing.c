// Does not set its answer at all.
// expect: failed/invalid-output
#include "candidate.h"
bool exports_program_call(candidate_string_t *a, exports_program_value_t *b, exports_program_value_t *ret, exports_program_failure_t *d) {
  ret->ptr = 0;
  ret->len = 0;
  return true;
}
