// Scores a candidate by how near it comes to a curve.
//
// The candidate runs in a sandbox of its own, a fresh one for each case, and sees nothing of this file: no
// point that it is not asked for, and no score. `evaluator.h` is generated: what this file must define is
// called `exports_evaluator_...` there, and the candidate's functions are those of `task.wit`. All that is
// handed out comes from `malloc`, and is freed for it.
#include "evaluator.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int STARTS[] = {-4, 0, 4};
#define CASES 3
#define POINTS 10

static void *allocate(size_t size) {
  void *memory = calloc(1, size);
  if (memory == NULL) abort();
  return memory;
}

// One measurement, as the only one of a list.
static evaluator_types_list_measurement_t measured(double error) {
  evaluator_types_list_measurement_t list = {allocate(sizeof *list.ptr), 1};
  evaluator_string_dup(&list.ptr->name, "error");
  list.ptr->value = error;
  return list;
}

// What is measured. The first metric ranks candidates.
bool exports_evaluator_describe(exports_evaluator_description_t *ret, exports_evaluator_problem_t *err) {
  ret->metrics.len = 1;
  ret->metrics.ptr = allocate(sizeof *ret->metrics.ptr);
  evaluator_string_dup(&ret->metrics.ptr->name, "error");
  ret->metrics.ptr->goal = EVALUATOR_TYPES_GOAL_MINIMIZE;
  ret->metrics.ptr->minimum.is_some = true;
  ret->splits.len = 1;
  ret->splits.ptr = allocate(sizeof *ret->splits.ptr);
  evaluator_string_dup(ret->splits.ptr, "search");
  return true;
}

// The inputs, one sandbox each: here, where ten points begin. A case that fails fails the candidate.
bool exports_evaluator_cases(evaluator_string_t *split, exports_evaluator_list_trial_case_t *ret,
                             exports_evaluator_problem_t *err) {
  ret->len = CASES;
  ret->ptr = allocate(CASES * sizeof *ret->ptr);
  for (size_t i = 0; i < CASES; i++) {
    char text[32];
    snprintf(text, sizeof text, "from-%d", STARTS[i]);
    evaluator_string_dup(&ret->ptr[i].id, text);
    evaluator_string_dup(&ret->ptr[i].data, text + strlen("from-"));
  }
  return true;
}

static double curve(double x) { return x / (1 + x * x); }

// The mean distance from the curve over ten points. `model_predict` is a call into the sandbox.
bool exports_evaluator_evaluate(exports_evaluator_trial_case_t *input, exports_evaluator_report_t *ret,
                                exports_evaluator_problem_t *err) {
  char text[32] = "";
  if (input->data.len < sizeof text) memcpy(text, input->data.ptr, input->data.len);
  double start = strtod(text, NULL);
  double distance = 0;
  for (int step = 0; step < POINTS; step++) {
    double x = start + 0.25 * step;
    double height = model_predict(x);
    if (!isfinite(height)) {
      err->tag = EVALUATOR_TYPES_PROBLEM_INVALID_OUTPUT;
      evaluator_string_dup(&err->val.invalid_output, "a height must be finite");
      return false;
    }
    distance += fabs(height - curve(x));
  }
  ret->measurements = measured(distance / POINTS);
  return true;
}

// The mean over all cases.
bool exports_evaluator_summarize(exports_evaluator_list_report_t *reports,
                                 exports_evaluator_list_measurement_t *ret, exports_evaluator_problem_t *err) {
  double sum = 0;
  for (size_t i = 0; i < reports->len; i++) sum += reports->ptr[i].measurements.ptr[0].value;
  evaluator_types_list_measurement_t mean = measured(sum / reports->len);
  ret->ptr = mean.ptr;
  ret->len = mean.len;
  return true;
}
