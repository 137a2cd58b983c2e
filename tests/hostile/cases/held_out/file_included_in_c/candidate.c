// Includes the task's data while it is compiled.
// expect: rejected/source-error
// message: a file is not there
#include "candidate.h"

static const char answers[] = {
#embed "../../data/answers.json"
};

bool exports_program_call(candidate_string_t *function, exports_program_value_t *arguments, exports_program_value_t *ret,
                          exports_program_failure_t *err) {
  candidate_string_dup(ret, answers);
  return true;
}
