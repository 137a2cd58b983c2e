// Answers with bytes that are no text.
// expect: failed/trap
#include "candidate.h"
bool exports_program_call(candidate_string_t *a, exports_program_value_t *b, exports_program_value_t *ret, exports_program_failure_t *d) {
  candidate_string_dup(ret, "\xff\xfe");
  return true;
}
