// Frees its arguments, writes to them and answers by them.
// expect: failed/invalid-output
#include "candidate.h"
#include <stdlib.h>
bool exports_program_call(candidate_string_t *a, exports_program_value_t *b, exports_program_value_t *ret, exports_program_failure_t *d) {
  free(b->ptr);
  b->ptr[0] = 'x';
  *ret = *b;
  return true;
}
