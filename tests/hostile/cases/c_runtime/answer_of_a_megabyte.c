// Answers with more than a result may have.
// expect: failed/result-limit
#include "candidate.h"
#include <stdlib.h>
#include <string.h>
bool exports_program_call(candidate_string_t *a, exports_program_value_t *b, exports_program_value_t *ret, exports_program_failure_t *d) {
  ret->len = 1 << 20;
  ret->ptr = malloc(ret->len);
  memset(ret->ptr, '1', ret->len);
  return true;
}
