/* What the evaluator's side in JavaScript asks of the host and of the engine. In the roles of a candidate these
 * functions do not exist, and the host would refuse them. */

#include "bridge.h"

#include <stdlib.h>
#include <string.h>

#include "failures.h"
#include "inspect.h"
#include "names.h"
#include "plain.h"
#include "program.h"

#define LINE_CHARACTERS_MAX 100000

/* Stands for a promise that nothing will settle. */
static JSValue pending = JS_UNDEFINED;

static JSValue candidate_error = JS_UNDEFINED;

void bridge_use_error(JSValue constructor) {
    candidate_error = constructor;
}

JSValue bridge_string(const uint8_t *bytes, size_t length) {
    return JS_NewStringLen(context, (const char *)bytes, length);
}

/* A text as a value of the program, or an exception. Frees the text. */
static JSValue string_of(Text *text) {
    JSValue string = text->failed ? JS_ThrowOutOfMemory(context) : JS_NewStringLen(context, text->bytes, text->length);
    text_free(text);
    return string;
}

static void add_message(Text *text, interpreter_string_t kind, interpreter_string_t message) {
    text_add(text, (const char *)kind.ptr, kind.len);
    text_add_words(text, ": ");
    text_add(text, (const char *)message.ptr, message.len);
}

/* The code, the message and, if there is one, the kind of a candidate's failure. */
static void throw_failure(const types_failure_t *failure) {
    static const char *const codes[] = {
        "source-error", "exception", "out-of-memory", "no-such-function", "bad-arguments", "invalid-output", "exit",
    };
    Text message = {0};
    const interpreter_string_t *kind = NULL;
    switch (failure->tag) {
        case TYPES_FAILURE_SOURCE_ERROR:
            kind = &failure->val.source_error.kind;
            add_message(&message, *kind, failure->val.source_error.message);
            break;
        case TYPES_FAILURE_EXCEPTION:
        case TYPES_FAILURE_OUT_OF_MEMORY:
            kind = &failure->val.exception.kind;
            add_message(&message, *kind, failure->val.exception.message);
            break;
        case TYPES_FAILURE_NO_SUCH_FUNCTION:
            text_add_words(&message, "the candidate has no function '");
            text_add(&message, (const char *)failure->val.no_such_function.function.ptr,
                     failure->val.no_such_function.function.len);
            text_add_byte(&message, '\'');
            break;
        case TYPES_FAILURE_EXIT:
            text_add_words(&message, "the candidate exited");
            break;
        default:
            text_add(&message, (const char *)failure->val.invalid_output.ptr, failure->val.invalid_output.len);
            break;
    }
    JSValue values[] = {
        JS_NewString(context, codes[failure->tag]), string_of(&message),
        kind == NULL ? JS_NULL : bridge_string(kind->ptr, kind->len),
    };
    JSValue error = JS_CallConstructor(context, candidate_error, 3, values);
    for (size_t index = 0; index < 3; index++) JS_FreeValue(context, values[index]);
    if (!JS_IsException(error)) JS_Throw(context, error);
}

/* call(name, arguments): the candidate's answer. */
static JSValue call(JSContext *caller, JSValueConst this, int count, JSValueConst *values) {
    (void)this;
    if (count < 2 || !JS_IsString(values[0])) {
        return JS_ThrowTypeError(caller, "the name of a candidate's function must be a string");
    }
    if (!JS_IsArray(values[1]) && !engine_is_plain_object(values[1])) {
        return JS_ThrowTypeError(caller, "named arguments must be an object");
    }
    Text name = {0}, text = {0}, complaint = {0};
    text_add_string(&name, values[0], SURROGATES_ESCAPED);
    bool plain = plain_write(&text, values[1], "arguments", &complaint);
    JSValue answer = JS_EXCEPTION;
    if (!plain) {
        text_add_byte(&complaint, '\0');
        JS_ThrowTypeError(caller, "%s", complaint.failed ? "arguments are not plain data" : complaint.bytes);
    } else if (name.failed || text.failed) {
        JS_ThrowOutOfMemory(caller);
    } else {
        interpreter_string_t function = {(uint8_t *)name.bytes, name.length};
        interpreter_string_t arguments = {(uint8_t *)text.bytes, text.length};
        interpreter_string_t result;
        types_failure_t failure;
        if (candidate_call(&function, &arguments, &result, &failure)) {
            answer = plain_read(result);
            interpreter_string_free(&result);
        } else {
            throw_failure(&failure);
            types_failure_free(&failure);
        }
    }
    text_free(&name);
    text_free(&text);
    text_free(&complaint);
    return answer;
}

/* A whole number as plain data would carry it. */
static JSValue whole(uint64_t number) {
    return number <= 9007199254740991 ? JS_NewInt64(context, number) : JS_NewBigUint64(context, number);
}

static JSValue usage(JSContext *caller, JSValueConst this, int count, JSValueConst *values) {
    (void)this, (void)count, (void)values;
    candidate_consumption_t used;
    candidate_usage(&used);
    JSValue object = JS_NewObject(caller);
    JS_DefinePropertyValueStr(caller, object, "fuel", whole(used.fuel), JS_PROP_C_W_E);
    JS_DefinePropertyValueStr(caller, object, "memoryBytesPeak", whole(used.memory_bytes_peak), JS_PROP_C_W_E);
    JS_DefinePropertyValueStr(caller, object, "calls", whole(used.calls), JS_PROP_C_W_E);
    return object;
}

static JSValue names(JSContext *caller, JSValueConst this, int count, JSValueConst *values) {
    (void)this, (void)count, (void)values;
    interpreter_list_string_t list;
    dataset_names(&list);
    JSValue array = JS_NewArray(caller);
    for (size_t index = 0; index < list.len; index++) {
        JSValue name = bridge_string(list.ptr[index].ptr, list.ptr[index].len);
        JS_DefinePropertyValueUint32(caller, array, index, name, JS_PROP_C_W_E);
    }
    interpreter_list_string_free(&list);
    return array;
}

static JSValue read(JSContext *caller, JSValueConst this, int count, JSValueConst *values) {
    (void)this;
    if (count < 1 || !JS_IsString(values[0])) {
        return JS_ThrowTypeError(caller, "the name of a data file must be a string");
    }
    Text text = {0};
    text_add_string(&text, values[0], SURROGATES_ESCAPED);
    if (text.failed) return JS_ThrowOutOfMemory(caller);
    interpreter_string_t name = {(uint8_t *)text.bytes, text.length};
    interpreter_list_u8_t bytes;
    JSValue array = JS_UNDEFINED;
    if (dataset_read(&name, &bytes)) {
        array = JS_NewUint8ArrayCopy(caller, bytes.ptr, bytes.len);
        interpreter_list_u8_free(&bytes);
    }
    text_free(&text);
    return array;
}

static JSValue decode(JSContext *caller, JSValueConst this, int count, JSValueConst *values) {
    (void)this, (void)count;
    size_t length;
    uint8_t *bytes = JS_GetUint8Array(caller, &length, values[0]);
    if (bytes == NULL && JS_HasException(caller)) return JS_EXCEPTION;
    return bridge_string(bytes, length);
}

static JSValue find(JSContext *caller, JSValueConst this, int count, JSValueConst *values) {
    (void)caller, (void)this, (void)count;
    Text text = {0};
    text_add_string(&text, values[0], SURROGATES_ESCAPED);
    interpreter_string_t name = {(uint8_t *)text.bytes, text.length};
    JSValue found = names_find(name);
    text_free(&text);
    return found;
}

static JSValue await_value(JSContext *caller, JSValueConst this, int count, JSValueConst *values) {
    (void)this, (void)count;
    JSValue value = JS_DupValue(caller, values[0]);
    if (program_await(&value)) return value;
    JS_FreeValue(caller, value);
    return JS_DupValue(caller, pending);
}

static JSValue is_plain_object(JSContext *caller, JSValueConst this, int count, JSValueConst *values) {
    (void)this, (void)count;
    return JS_NewBool(caller, engine_is_plain_object(values[0]));
}

static JSValue type(JSContext *caller, JSValueConst this, int count, JSValueConst *values) {
    (void)this, (void)count;
    char name[NAME_CHARACTERS_MAX];
    engine_type_name(values[0], name, sizeof name);
    return JS_NewString(caller, name);
}

static JSValue parameters(JSContext *caller, JSValueConst this, int values_count, JSValueConst *values) {
    (void)this, (void)values_count;
    JSValue array = JS_NewArray(caller);
    int count, required;
    if (!engine_parameters(values[0], &count, &required)) return array;
    for (int index = 0; index < count; index++) {
        JSAtom name = engine_parameter(values[0], index);
        JSValue value = name == JS_ATOM_NULL ? JS_NULL : JS_AtomToString(caller, name);
        JS_DefinePropertyValueUint32(caller, array, index, value, JS_PROP_C_W_E);
    }
    return array;
}

static JSValue seed(JSContext *caller, JSValueConst this, int count, JSValueConst *values) {
    (void)caller, (void)this, (void)count, (void)values;
    return whole(seed_get());
}

static JSValue show(JSContext *caller, JSValueConst this, int count, JSValueConst *values) {
    (void)caller, (void)this, (void)count;
    Text text = {0};
    inspect(&text, values[0]);
    return string_of(&text);
}

static JSValue write_log(JSContext *caller, JSValueConst this, int count, JSValueConst *values) {
    (void)this, (void)count;
    Text text = {0};
    int64_t length = 0;
    JS_GetLength(caller, values[0], &length);
    for (int64_t index = 0; index < length; index++) {
        if (index != 0) text_add_byte(&text, ' ');
        JSValue word = JS_GetPropertyInt64(caller, values[0], index);
        inspect_word(&text, word);
        JS_FreeValue(caller, word);
    }
    if (text.failed) {
        text_free(&text);
        return JS_ThrowOutOfMemory(caller);
    }
    interpreter_string_t line = text_finish(&text, LINE_CHARACTERS_MAX);
    log_write(&line);
    free(line.ptr);
    return JS_UNDEFINED;
}

static const JSCFunctionListEntry functions[] = {
    JS_CFUNC_DEF("call", 2, call),
    JS_CFUNC_DEF("usage", 0, usage),
    JS_CFUNC_DEF("names", 0, names),
    JS_CFUNC_DEF("read", 1, read),
    JS_CFUNC_DEF("decode", 1, decode),
    JS_CFUNC_DEF("find", 1, find),
    JS_CFUNC_DEF("wait", 1, await_value),
    JS_CFUNC_DEF("isPlainObject", 1, is_plain_object),
    JS_CFUNC_DEF("type", 1, type),
    JS_CFUNC_DEF("parameters", 1, parameters),
    JS_CFUNC_DEF("seed", 0, seed),
    JS_CFUNC_DEF("show", 1, show),
    JS_CFUNC_DEF("log", 1, write_log),
};

JSValue bridge_make(void) {
    JSValue bridge = JS_NewObjectProto(context, JS_NULL);
    JS_SetPropertyFunctionList(context, bridge, functions, sizeof functions / sizeof *functions);
    pending = JS_NewObject(context);
    JS_DefinePropertyValueStr(context, bridge, "pending", JS_DupValue(context, pending), JS_PROP_C_W_E);
    return bridge;
}
