
#include "candidate.h"
#include <stdio.h>
#include <stdlib.h>

// Attacks, and then answers as an honest program does.
bool exports_program_call(candidate_string_t *function, exports_program_value_t *arguments,
                          exports_program_value_t *ret, exports_program_failure_t *err) {
  attack();
  long long n = strtoll((const char *)arguments->ptr + 1, 0, 10);
  char answer[32];
  snprintf(answer, sizeof answer, "%lld", n * n);
  candidate_string_dup(ret, answer);
  return true;
}
