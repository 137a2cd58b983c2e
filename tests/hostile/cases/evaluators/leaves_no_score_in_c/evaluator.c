#include "evaluator.h"

bool exports_evaluator_describe(exports_evaluator_description_t *ret, exports_evaluator_problem_t *err) {
  ret->metrics.ptr = (void *)0xfffffff0;
  ret->metrics.len = 0x7fffffff;
  return true;
}

bool exports_evaluator_cases(evaluator_string_t *split, exports_evaluator_list_trial_case_t *ret,
                             exports_evaluator_problem_t *err) {
  return false;
}

bool exports_evaluator_evaluate(exports_evaluator_trial_case_t *input, exports_evaluator_report_t *ret,
                                exports_evaluator_problem_t *err) {
  return false;
}

bool exports_evaluator_summarize(exports_evaluator_list_report_t *reports,
                                 exports_evaluator_list_measurement_t *ret, exports_evaluator_problem_t *err) {
  return false;
}
