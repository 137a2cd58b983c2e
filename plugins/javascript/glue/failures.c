/* How errors of the program become what the host wants to know. Nothing here runs code of the program: an error
 * with a getter for its message has none. */

#include "failures.h"

#include <stdlib.h>
#include <string.h>

#include "inspect.h"

#define FRAMES_MAX 16

char *program_file = "";

JSValue failures_take(void) {
    return JS_GetException(context);
}

static JSValue data_of(JSValueConst object, const char *name) {
    JSAtom atom = JS_NewAtom(context, name);
    JSValue value = engine_data(object, atom);
    JS_FreeAtom(context, atom);
    return value;
}

/* The error's `name`, or the name of its class if that says more. */
static interpreter_string_t kind_of(JSValueConst error) {
    char class[NAME_CHARACTERS_MAX];
    engine_type_name(error, class, sizeof class);
    Text text = {0};
    if (JS_IsError(error)) {
        JSValue name = data_of(error, "name");
        if (JS_IsString(name)) text_add_string(&text, name, SURROGATES_ESCAPED);
        JS_FreeValue(context, name);
        /* Whoever extends `Error` without giving it a name means the name of the class. */
        bool general = text.length == 5 && memcmp(text.bytes, "Error", 5) == 0;
        if (general) text.length = 0;
    }
    if (text.length == 0) text_add_words(&text, class);
    return text_finish(&text, NAME_CHARACTERS_MAX);
}

interpreter_string_t failures_message(JSValueConst error) {
    Text text = {0};
    if (JS_IsError(error)) {
        JSValue message = data_of(error, "message");
        if (JS_IsString(message)) text_add_string(&text, message, SURROGATES_ESCAPED);
        else if (!JS_IsUndefined(message)) inspect(&text, message);
        JS_FreeValue(context, message);
    } else if (JS_IsString(error)) {
        text_add_string(&text, error, SURROGATES_ESCAPED);
    } else {
        inspect(&text, error);
    }
    return text_finish(&text, MESSAGE_CHARACTERS_MAX);
}

/* One line of an error's stack, split: `    at function (file:line:column)` or `    at file:line:column`. */
typedef struct Step {
    const char *function;
    size_t function_length;
    uint32_t line, column;
} Step;

static uint32_t number_before(const char *start, const char **end) {
    const char *digits = *end;
    while (start < digits && '0' <= digits[-1] && digits[-1] <= '9') digits--;
    uint64_t number = 0;
    for (const char *at = digits; at < *end && number <= UINT32_MAX; at++) number = number * 10 + (*at - '0');
    if (digits == *end || digits == start || digits[-1] != ':' || UINT32_MAX < number) return 0;
    *end = digits - 1;
    return number;
}

static bool parse_step(const char *line, const char *end, Step *step) {
    static const char prefix[] = "    at ";
    size_t prefix_length = sizeof prefix - 1;
    if ((size_t)(end - line) < prefix_length || memcmp(line, prefix, prefix_length) != 0) return false;
    line += prefix_length;
    bool in_brackets = line < end && end[-1] == ')';
    if (in_brackets) end--;
    step->column = number_before(line, &end);
    step->line = number_before(line, &end);
    size_t file_length = strlen(program_file);
    if ((size_t)(end - line) < file_length) return false;
    const char *file = end - file_length;
    if (step->line == 0 || memcmp(file, program_file, file_length) != 0) return false;
    if (!in_brackets) {
        step->function_length = 0;
        return file == line;
    }
    /* Before the name of the file stand a space and a bracket. */
    if (file - line < 2 || file[-1] != '(') return false;
    step->function = line;
    step->function_length = file - 2 - line;
    return true;
}

/* What the top level is called in a trace. */
static interpreter_string_t function_name(const Step *step) {
    static const char top_level[] = "<eval>";
    bool is_top = step->function_length == 0
        || (step->function_length == strlen(top_level) && memcmp(step->function, top_level, strlen(top_level)) == 0);
    if (is_top) return text_of("<top level>");
    Text text = {0};
    text_add(&text, step->function, step->function_length);
    return text_finish(&text, NAME_CHARACTERS_MAX);
}

static size_t parse_stack(const Text *stack, Step *steps, size_t steps_max) {
    size_t count = 0;
    const char *at = stack->bytes, *end = stack->bytes + stack->length;
    while (at < end && count < steps_max) {
        const char *newline = memchr(at, '\n', end - at);
        const char *line_end = newline == NULL ? end : newline;
        if (parse_step(at, line_end, &steps[count])) count++;
        at = newline == NULL ? end : newline + 1;
    }
    return count;
}

/* The steps of an error, innermost first; the text stays with the caller. */
static size_t steps_of(JSValueConst error, Text *stack, Step *steps) {
    JSValueConst text = engine_stack(error);
    if (!JS_IsString(text)) return 0;
    text_add_string(stack, text, SURROGATES_ESCAPED);
    return parse_stack(stack, steps, FRAMES_MAX);
}

types_raised_t failures_raised(JSValueConst error) {
    Text stack = {0};
    Step steps[FRAMES_MAX];
    size_t count = steps_of(error, &stack, steps);
    types_frame_t *frames = memory_for(count, sizeof *frames);
    types_raised_t raised = {kind_of(error), failures_message(error), {frames, count}};
    for (size_t index = 0; index < count; index++) {
        const Step *step = &steps[count - 1 - index];
        raised.traceback.ptr[index] = (types_frame_t){function_name(step), step->line};
    }
    text_free(&stack);
    return raised;
}

/* Whether this is the engine's own way to say that memory was refused. */
static bool is_of_memory(JSValueConst error) {
    if (JS_IsNull(error) || JS_IsUninitialized(error)) return true;
    if (!JS_IsError(error)) return false;
    interpreter_string_t message = failures_message(error);
    static const char words[] = "out of memory";
    bool same = message.len == strlen(words) && memcmp(message.ptr, words, message.len) == 0;
    free(message.ptr);
    return same;
}

void failures_of_compilation(JSValue error, types_failure_t *failure) {
    if (engine_ran_out_of_memory() && is_of_memory(error)) {
        JS_FreeValue(context, error);
        failures_of_memory(failure);
        return;
    }
    Text stack = {0};
    Step steps[FRAMES_MAX];
    size_t count = steps_of(error, &stack, steps);
    types_position_t at = {0};
    if (0 < count) at = (types_position_t){steps[0].line, steps[0].column};
    text_free(&stack);
    failure->tag = TYPES_FAILURE_SOURCE_ERROR;
    failure->val.source_error = (types_diagnostic_t){kind_of(error), failures_message(error), at};
    JS_FreeValue(context, error);
}

void failures_of_run(JSValue error, types_failure_t *failure) {
    /* Asked first, for it makes room for all that follows. */
    bool memory = engine_ran_out_of_memory() && is_of_memory(error);
    types_raised_t raised = failures_raised(error);
    failure->tag = memory ? TYPES_FAILURE_OUT_OF_MEMORY : TYPES_FAILURE_EXCEPTION;
    if (memory) failure->val.out_of_memory = raised;
    else failure->val.exception = raised;
    JS_FreeValue(context, error);
}

void failures_of_memory(types_failure_t *failure) {
    failure->tag = TYPES_FAILURE_OUT_OF_MEMORY;
    failure->val.out_of_memory = (types_raised_t){
        text_of("InternalError"), text_of("out of memory"), {NULL, 0},
    };
}
