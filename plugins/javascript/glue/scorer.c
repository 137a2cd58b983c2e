/* What the host asks of an evaluator. The sense of the answers is in `lazaret.js`; here they become what the
 * contract wants. */

#include "scorer.h"

#include <stdlib.h>
#include <string.h>

#include "bridge.h"
#include "failures.h"
#include "plain.h"

/* The bytes of `lazaret.js`, with a final zero; made while the plugin is built. */
extern const char lazaret_js[];
extern const size_t lazaret_js_length;

#define IDENTITY_CHARACTERS_MAX 100

/* In the order of the contract's variant. */
enum { CANDIDATE_FAILED, INVALID_OUTPUT, EXCEPTION, INVALID };

/* The generator of the bindings numbers interfaces of the same name as it likes, so these types are taken from
 * where they are used. */
typedef __typeof__(*((exports_evaluator_description_t *)NULL)->metrics.ptr) Metric;
typedef __typeof__(((Metric *)NULL)->minimum) Bound;

/* What `lazaret.js` returned: an object of functions. */
static JSValue library = JS_UNDEFINED;

static JSValue member(JSValueConst object, const char *name) {
    return JS_GetPropertyStr(context, object, name);
}

static JSValue item(JSValueConst array, uint32_t index) {
    return JS_GetPropertyUint32(context, array, index);
}

static size_t length_of(JSValueConst array) {
    int64_t length = 0;
    JS_GetLength(context, array, &length);
    return length;
}

void scorer_prepare(void) {
    JSValue make = JS_Eval(context, lazaret_js, lazaret_js_length, "<lazaret>", JS_EVAL_TYPE_GLOBAL);
    JSValue bridge = bridge_make();
    library = JS_Call(context, make, JS_UNDEFINED, 1, &bridge);
    if (JS_IsException(library)) abort();
    bridge_use_error(member(library, "CandidateError"));
    JS_FreeValue(context, bridge);
    JS_FreeValue(context, make);
}

/* The names that the module offers. */
static bool offered_names(JSValueConst offered, JSPropertyEnum **names, uint32_t *count) {
    return 0 <= JS_GetOwnPropertyNames(context, names, count, offered, JS_GPN_STRING_MASK);
}

static int fill_module(JSContext *caller, JSModuleDef *module) {
    JSValue offered = member(library, "offered");
    JSPropertyEnum *names;
    uint32_t count;
    if (!offered_names(offered, &names, &count)) return -1;
    for (uint32_t index = 0; index < count; index++) {
        const char *name = JS_AtomToCString(caller, names[index].atom);
        JS_SetModuleExport(caller, module, name, JS_GetProperty(caller, offered, names[index].atom));
        JS_FreeCString(caller, name);
    }
    JS_SetModuleExport(caller, module, "default", offered);
    JS_FreePropertyEnum(caller, names, count);
    return 0;
}

void scorer_grant(void) {
    JSValue offered = member(library, "offered");
    JSModuleDef *module = JS_NewCModule(context, "lazaret", fill_module);
    JSPropertyEnum *names;
    uint32_t count;
    if (module == NULL || !offered_names(offered, &names, &count)) abort();
    for (uint32_t index = 0; index < count; index++) {
        const char *name = JS_AtomToCString(context, names[index].atom);
        JS_AddModuleExport(context, module, name);
        JS_FreeCString(context, name);
    }
    JS_AddModuleExport(context, module, "default");
    JS_FreePropertyEnum(context, names, count);
    JSValue global = JS_GetGlobalObject(context);
    JS_DefinePropertyValueStr(context, global, "lazaret", offered, JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
    JS_FreeValue(context, global);
}

/* The pending exception as a problem, with the right blame. Always false, for whoever returns it. */
static bool problem_of_error(exports_evaluator_problem_t *problem) {
    JSValue error = failures_take();
    JSValue blame = member(library, "blame");
    JSValue answer = JS_Call(context, blame, JS_UNDEFINED, 1, &error);
    int32_t tag = EXCEPTION;
    if (JS_IsException(answer)) JS_FreeValue(context, failures_take());
    else JS_ToInt32(context, &tag, answer);
    problem->tag = tag;
    switch (tag) {
        case CANDIDATE_FAILED: break;
        case INVALID_OUTPUT: problem->val.invalid_output = failures_message(error); break;
        case INVALID: problem->val.invalid = failures_message(error); break;
        default: problem->val.exception = failures_raised(error); break;
    }
    JS_FreeValue(context, answer);
    JS_FreeValue(context, blame);
    JS_FreeValue(context, error);
    return false;
}

static bool problem_of_words(exports_evaluator_problem_t *problem, Text *words) {
    problem->tag = INVALID;
    problem->val.invalid = text_finish(words, MESSAGE_CHARACTERS_MAX);
    return false;
}

/* Calls a function of the library; takes the argument over. */
static JSValue ask(const char *name, JSValue argument) {
    engine_enter();
    JSValue function = member(library, name);
    JSValue answer = JS_IsException(argument) ? JS_EXCEPTION : JS_Call(context, function, JS_UNDEFINED, 1, &argument);
    JS_FreeValue(context, function);
    JS_FreeValue(context, argument);
    return answer;
}

/* The string at an index of an array. */
static interpreter_string_t string_at(JSValueConst array, uint32_t index, size_t characters_max) {
    JSValue value = item(array, index);
    Text text = {0};
    text_add_string(&text, value, SURROGATES_ESCAPED);
    JS_FreeValue(context, value);
    return text_finish(&text, characters_max);
}

/* The number at an index of an array; `number` stays as it is if there is none. */
static bool number_at(JSValueConst array, uint32_t index, double *number) {
    JSValue value = item(array, index);
    bool is_number = JS_IsNumber(value);
    if (is_number) JS_ToFloat64(context, number, value);
    JS_FreeValue(context, value);
    return is_number;
}

static Bound bound_at(JSValueConst array, uint32_t index) {
    Bound bound = {0};
    bound.is_some = number_at(array, index, &bound.val);
    return bound;
}

static Metric metric_of(JSValueConst about) {
    JSValue maximized = item(about, 1);
    Metric metric = {
        .name = string_at(about, 0, NAME_CHARACTERS_MAX),
        /* `minimize` comes first in the contract. */
        .goal = JS_ToBool(context, maximized) == 1,
        .unit = string_at(about, 2, NAME_CHARACTERS_MAX),
        .minimum = bound_at(about, 3),
        .maximum = bound_at(about, 4),
    };
    JS_FreeValue(context, maximized);
    return metric;
}

bool exports_evaluator_describe(exports_evaluator_description_t *description, exports_evaluator_problem_t *problem) {
    JSValue answer = ask("describe", JS_UNDEFINED);
    if (JS_IsException(answer)) return problem_of_error(problem);
    JSValue metrics = item(answer, 0), splits = item(answer, 1);
    description->metrics.len = length_of(metrics);
    description->metrics.ptr = memory_for(description->metrics.len, sizeof *description->metrics.ptr);
    for (size_t index = 0; index < description->metrics.len; index++) {
        JSValue about = item(metrics, index);
        description->metrics.ptr[index] = metric_of(about);
        JS_FreeValue(context, about);
    }
    description->splits.len = length_of(splits);
    description->splits.ptr = memory_for(description->splits.len, sizeof *description->splits.ptr);
    for (size_t index = 0; index < description->splits.len; index++) {
        description->splits.ptr[index] = string_at(splits, index, NAME_CHARACTERS_MAX);
    }
    JS_FreeValue(context, metrics);
    JS_FreeValue(context, splits);
    JS_FreeValue(context, answer);
    return true;
}

/* One case; false, with words for the problem, if its data is not plain. */
static bool case_of(JSValueConst given, exports_evaluator_trial_case_t *made, Text *complaint) {
    double stage = 0;
    number_at(given, 1, &stage);
    made->id = string_at(given, 0, IDENTITY_CHARACTERS_MAX);
    made->stage = stage;
    Text what = {0}, data = {0};
    text_add_words(&what, "the data of case ");
    text_add(&what, (const char *)made->id.ptr, made->id.len);
    text_add_byte(&what, '\0');
    JSValue value = item(given, 2);
    bool plain = plain_write(&data, value, what.failed ? "a case" : what.bytes, complaint);
    if (plain && data.failed) text_add_words(complaint, "the cases do not fit into memory");
    plain = plain && !data.failed;
    JS_FreeValue(context, value);
    text_free(&what);
    made->data = text_finish(&data, TEXT_UNCUT);
    return plain;
}

bool exports_evaluator_cases(interpreter_string_t *split, exports_evaluator_list_trial_case_t *cases,
                             exports_evaluator_problem_t *problem) {
    JSValue answer = ask("cases", bridge_string(split->ptr, split->len));
    if (JS_IsException(answer)) return problem_of_error(problem);
    Text complaint = {0};
    cases->len = length_of(answer);
    cases->ptr = memory_for(cases->len, sizeof *cases->ptr);
    bool plain = true;
    for (size_t index = 0; plain && index < cases->len; index++) {
        JSValue given = item(answer, index);
        plain = case_of(given, &cases->ptr[index], &complaint);
        JS_FreeValue(context, given);
    }
    JS_FreeValue(context, answer);
    if (plain) return true;
    exports_evaluator_list_trial_case_free(cases);
    return problem_of_words(problem, &complaint);
}

static exports_evaluator_list_measurement_t measurements_of(JSValueConst answer) {
    exports_evaluator_list_measurement_t list = {0};
    list.len = length_of(answer);
    list.ptr = memory_for(list.len, sizeof *list.ptr);
    for (size_t index = 0; index < list.len; index++) {
        JSValue measured = item(answer, index);
        list.ptr[index].name = string_at(measured, 0, NAME_CHARACTERS_MAX);
        number_at(measured, 1, &list.ptr[index].value);
        JS_FreeValue(context, measured);
    }
    return list;
}

bool exports_evaluator_evaluate(exports_evaluator_trial_case_t *input, exports_evaluator_report_t *report,
                                exports_evaluator_problem_t *problem) {
    JSValue answer = ask("evaluate", plain_read(input->data));
    exports_evaluator_trial_case_free(input);
    if (JS_IsException(answer)) return problem_of_error(problem);
    exports_evaluator_list_measurement_t measured = measurements_of(answer);
    report->measurements.ptr = measured.ptr;
    report->measurements.len = measured.len;
    JS_FreeValue(context, answer);
    return true;
}

/* Reports as objects from names to values. */
static JSValue objects_of(const exports_evaluator_list_report_t *reports) {
    JSValue array = JS_NewArray(context);
    for (size_t index = 0; index < reports->len; index++) {
        JSValue object = JS_NewObject(context);
        for (size_t other = 0; other < reports->ptr[index].measurements.len; other++) {
            const exports_evaluator_measurement_t *measured = &reports->ptr[index].measurements.ptr[other];
            JSAtom name = JS_NewAtomLen(context, (const char *)measured->name.ptr, measured->name.len);
            /* A whole number is one in the engine's eyes, too, as if it had come as plain data. */
            JS_DefinePropertyValue(context, object, name, JS_NewNumber(context, measured->value), JS_PROP_C_W_E);
            JS_FreeAtom(context, name);
        }
        JS_DefinePropertyValueUint32(context, array, index, object, JS_PROP_C_W_E);
    }
    return array;
}

bool exports_evaluator_summarize(exports_evaluator_list_report_t *reports, exports_evaluator_list_measurement_t *list,
                                 exports_evaluator_problem_t *problem) {
    JSValue answer = ask("summarize", objects_of(reports));
    exports_evaluator_list_report_free(reports);
    if (JS_IsException(answer)) return problem_of_error(problem);
    *list = measurements_of(answer);
    JS_FreeValue(context, answer);
    return true;
}

/* The generated bindings refer to an object file that the host does not make: it adds the type of the world to
 * the finished module. */
void __component_type_object_force_link_interpreter(void) {}
