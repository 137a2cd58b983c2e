/* Loading the one program that this interpreter speaks for, and calling its functions. */

#include "program.h"

#include <stdlib.h>
#include <string.h>

#include "arguments.h"
#include "failures.h"
#include "names.h"
#include "plain.h"
#include "scorer.h"
#include "streams.h"

/* What was rejected without anybody to handle it, at most this many at a time. */
#define REJECTIONS_MAX 64

typedef struct Rejection {
    JSValue promise, reason;
} Rejection;

/* The program asked for a module that does not exist. */
static bool missed_module;

/* The program, compiled, until its top level runs. */
static JSValue loaded;

static Rejection rejections[REJECTIONS_MAX];
static size_t rejections_count;

static void drop_rejection(size_t index) {
    JS_FreeValue(context, rejections[index].promise);
    JS_FreeValue(context, rejections[index].reason);
    rejections_count--;
    memmove(&rejections[index], &rejections[index + 1], (rejections_count - index) * sizeof *rejections);
}

static void drop_rejections(void) {
    while (0 < rejections_count) drop_rejection(rejections_count - 1);
}

static void forget(JSValueConst promise) {
    for (size_t index = 0; index < rejections_count; index++) {
        if (JS_IsStrictEqual(context, rejections[index].promise, promise)) {
            drop_rejection(index);
            return;
        }
    }
}

static void track(JSContext *caller, JSValueConst promise, JSValueConst reason, bool handled, void *opaque) {
    (void)caller;
    (void)opaque;
    if (handled) {
        forget(promise);
    } else if (rejections_count < REJECTIONS_MAX) {
        rejections[rejections_count++] = (Rejection){
            JS_DupValue(context, promise), JS_DupValue(context, reason),
        };
    }
}

/* Throws the first of what nobody handles, as other hosts of the language do. */
static bool throw_rejection(void) {
    if (rejections_count == 0) return false;
    JSValue reason = JS_DupValue(context, rejections[0].reason);
    drop_rejections();
    JS_Throw(context, reason);
    return true;
}

bool program_await(JSValue *value) {
    if (JS_IsException(*value)) {
        /* One error is enough; what is still queued runs, as it would after any other call. */
        JSValue error = JS_GetException(context);
        engine_run_jobs();
        drop_rejections();
        JS_Throw(context, error);
        return true;
    }
    engine_run_jobs();
    JSPromiseStateEnum state = JS_PromiseState(context, *value);
    if (state == JS_PROMISE_FULFILLED || state == JS_PROMISE_REJECTED) {
        JSValue result = JS_PromiseResult(context, *value);
        forget(*value);
        JS_FreeValue(context, *value);
        *value = state == JS_PROMISE_FULFILLED ? result : JS_Throw(context, result);
    }
    if (!JS_IsException(*value) && throw_rejection()) {
        JS_FreeValue(context, *value);
        *value = JS_EXCEPTION;
    }
    return state != JS_PROMISE_PENDING || JS_IsException(*value);
}

/* Modules: there is none but the evaluator's, and that is there before any program. */
static JSModuleDef *load_module(JSContext *caller, const char *name, void *opaque) {
    (void)opaque;
    missed_module = true;
    JS_ThrowReferenceError(caller, "there is no module '%s' here: a program is one file, and only evaluators can "
        "import 'lazaret'", name);
    return NULL;
}

/* Names stay as they are written, so that a module cannot be meant by a path. */
static char *same_name(JSContext *caller, const char *base, const char *name, void *opaque) {
    (void)base;
    (void)opaque;
    return js_strdup(caller, name);
}

void program_prepare(void) {
    if (context != NULL) return;
    loaded = JS_UNDEFINED;
    engine_prepare();
    JSRuntime *runtime = JS_GetRuntime(context);
    JS_SetModuleLoaderFunc(runtime, same_name, load_module, NULL);
    JS_SetHostPromiseRejectionTracker(runtime, track, NULL);
    streams_prepare();
    scorer_prepare();
    names_prepare();
    engine_settle();
}

/* What the build calls before it takes the snapshot. */
__attribute__((__export_name__("prepare"))) void prepare(void) {
    program_prepare();
}

/* A text with a final zero, as the engine wants it. */
static char *terminated(interpreter_string_t text) {
    char *copy = memory_for(text.len + 1, 1);
    if (text.len != 0) memcpy(copy, text.ptr, text.len);
    return copy;
}

static bool has_suffix(const char *text, const char *suffix) {
    size_t length = strlen(text), suffix_length = strlen(suffix);
    return suffix_length <= length && strcmp(text + length - suffix_length, suffix) == 0;
}

static const char *skip_blanks(const char *at) {
    while (*at == ' ' || *at == '\t' || *at == '\r' || *at == ';') at++;
    return at;
}

/* Whether a line begins as only a module's can. No searching functions of the C library here: those of this one
 * look for the end of the whole text each time. */
static bool begins_module(const char *line) {
    line = skip_blanks(line);
    if (strncmp(line, "import", 6) != 0 && strncmp(line, "export", 6) != 0) return false;
    const char *next = skip_blanks(line + 6);
    bool is_word = ('a' <= *next && *next <= 'z') || ('A' <= *next && *next <= 'Z') || *next == '_' || *next == '$';
    /* `import(...)` is allowed in scripts, too, and `exports` is a name like any other. */
    return *next == '{' || *next == '*' || *next == '"' || *next == '\'' || (is_word && next != line + 6);
}

static bool looks_like_module(const char *source) {
    bool at_start = true;
    for (const char *at = source; *at != '\0'; at++) {
        if (at_start && begins_module(at)) return true;
        at_start = *at == '\n';
    }
    return false;
}

static JSValue compile(const char *source, size_t length, int type) {
    return JS_Eval(context, source, length, program_file, type | JS_EVAL_FLAG_COMPILE_ONLY);
}

/* What can be a script is one: nothing with an import or export at its top level can. Anything else is a module, if
 * it can be. If it can be neither, the error that is told is the one of what it looks like. */
static JSValue compile_program(const char *source, size_t length) {
    if (has_suffix(program_file, ".mjs")) return compile(source, length, JS_EVAL_TYPE_MODULE);
    JSValue code = compile(source, length, JS_EVAL_TYPE_GLOBAL);
    if (!JS_IsException(code)) return code;
    JSValue error = JS_GetException(context);
    code = compile(source, length, JS_EVAL_TYPE_MODULE);
    if (!JS_IsException(code) || missed_module || looks_like_module(source)) {
        JS_FreeValue(context, error);
        return code;
    }
    JS_FreeValue(context, JS_GetException(context));
    return JS_Throw(context, error);
}

/* Runs the top level; true if it came to its end. */
static bool run(JSValue code) {
    JSModuleDef *module = JS_IsModule(code) ? JS_VALUE_GET_PTR(code) : NULL;
    JSValue result = JS_EvalFunction(context, code);
    /* The value of a script's last expression is nobody's business, not even as a promise. */
    if (module == NULL && !JS_IsException(result)) {
        JS_FreeValue(context, result);
        result = JS_UNDEFINED;
    }
    if (!program_await(&result)) {
        JS_FreeValue(context, result);
        result = JS_ThrowInternalError(context, "the top level waits for something that never happens");
    }
    if (JS_IsException(result)) return false;
    JS_FreeValue(context, result);
    if (module != NULL) {
        JSValue exports = JS_GetModuleNamespace(context, module);
        if (JS_IsException(exports)) return false;
        names_use_module(exports);
    }
    return true;
}

bool exports_script_load(interpreter_string_t *source, interpreter_string_t *file, exports_script_role_t role,
                         exports_script_failure_t *failure) {
    program_prepare();
    engine_enter();
    engine_start();
    if (role == EXPORTS_SCRIPT_ROLE_EVALUATOR) scorer_grant();
    program_file = terminated(*file);
    char *text = terminated(*source);
    JSValue code = compile_program(text, source->len);
    free(text);
    interpreter_string_free(source);
    interpreter_string_free(file);
    if (!JS_IsException(code)) {
        loaded = code;
        return true;
    }
    if (missed_module) failures_of_run(failures_take(), failure);
    else failures_of_compilation(failures_take(), failure);
    return false;
}

bool exports_script_run(exports_script_failure_t *failure) {
    engine_enter();
    JSValue code = loaded;
    loaded = JS_UNDEFINED;
    if (run(code)) return true;
    failures_of_run(failures_take(), failure);
    return false;
}

static bool fail_with(exports_program_failure_t *failure, uint8_t tag, Text *text) {
    failure->tag = tag;
    interpreter_string_t words = text_finish(text, MESSAGE_CHARACTERS_MAX);
    if (tag == TYPES_FAILURE_BAD_ARGUMENTS) failure->val.bad_arguments = words;
    else failure->val.invalid_output = words;
    return false;
}

/* Writes the result of a call, or the reason why there is none. Takes the result over. */
static bool write_result(JSValue result, exports_program_value_t *value, exports_program_failure_t *failure) {
    Text text = {0}, complaint = {0};
    if (!program_await(&result)) {
        JS_FreeValue(context, result);
        text_add_words(&complaint, "result is a promise that nothing will ever settle");
        return fail_with(failure, TYPES_FAILURE_INVALID_OUTPUT, &complaint);
    }
    if (JS_IsException(result)) {
        failures_of_run(failures_take(), failure);
        return false;
    }
    bool plain = plain_write(&text, JS_IsUndefined(result) ? JS_NULL : result, "result", &complaint);
    JS_FreeValue(context, result);
    if (plain && !text.failed) {
        *value = text_finish(&text, TEXT_UNCUT);
        return true;
    }
    text_free(&text);
    if (!plain) return fail_with(failure, TYPES_FAILURE_INVALID_OUTPUT, &complaint);
    failures_of_memory(failure);
    return false;
}

static void fail_with_missing(interpreter_string_t name, exports_program_failure_t *failure) {
    Text function = {0};
    text_add(&function, (const char *)name.ptr, name.len);
    failure->tag = TYPES_FAILURE_NO_SUCH_FUNCTION;
    failure->val.no_such_function = (types_missing_t){
        text_finish(&function, NAME_CHARACTERS_MAX), names_available(),
    };
}

static bool call(JSValueConst target, JSValueConst given, exports_program_value_t *value,
                 exports_program_failure_t *failure) {
    Arguments arguments;
    Text complaint = {0};
    bool bound = arguments_bind(target, given, &arguments, &complaint);
    if (!bound && JS_HasException(context)) {
        failures_of_run(failures_take(), failure);
    } else if (!bound) {
        fail_with(failure, TYPES_FAILURE_BAD_ARGUMENTS, &complaint);
    } else {
        JSValue result = JS_Call(context, target, JS_UNDEFINED, arguments.count, arguments.values);
        bound = write_result(result, value, failure);
    }
    arguments_free(&arguments);
    return bound;
}

bool exports_program_call(interpreter_string_t *function, exports_program_value_t *arguments,
                          exports_program_value_t *value, exports_program_failure_t *failure) {
    engine_enter();
    JSValue target = names_find(*function);
    bool callable = JS_IsFunction(context, target);
    JSValue given = callable ? plain_read(*arguments) : JS_UNDEFINED;
    bool answered = false;
    if (JS_IsException(target) || JS_IsException(given)) failures_of_run(failures_take(), failure);
    else if (callable) answered = call(target, given, value, failure);
    else fail_with_missing(*function, failure);
    JS_FreeValue(context, given);
    JS_FreeValue(context, target);
    interpreter_string_free(function);
    interpreter_string_free(arguments);
    return answered;
}
