// The candidate traps, and the evaluator would give full marks to anybody.
// expect: failed/trap
#include "candidate.h"

bool exports_program_call(candidate_string_t *function, exports_program_value_t *arguments, exports_program_value_t *ret,
                          exports_program_failure_t *err) {
  __builtin_trap();
}
