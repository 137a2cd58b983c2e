// Imports the functions by which evaluators read the task's data.
// expect: rejected/type
// message: lazaret:evaluator/dataset
#include "candidate.h"

__attribute__((import_module("lazaret:evaluator/dataset@0.1.0"), import_name("names"))) void names(int at);

bool exports_program_call(candidate_string_t *function, exports_program_value_t *arguments, exports_program_value_t *ret,
                          exports_program_failure_t *err) {
  names(65536);
  return false;
}
