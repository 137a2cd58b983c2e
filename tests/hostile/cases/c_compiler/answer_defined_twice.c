// Defines its answer twice.
// expect: rejected/source-error
// message: redefinition
// world: attack
void attack(void) {}
#include "candidate.h"
bool exports_program_call(candidate_string_t *a, exports_program_value_t *b, exports_program_value_t *c, exports_program_failure_t *d) { return true; }
