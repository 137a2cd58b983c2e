/* A short form of any value, as a console would show it. */

#include "inspect.h"

#include <math.h>

/* Enough to see what a value is. */
#define DEPTH_MAX 3
#define ITEMS_MAX 100
#define TEXT_BYTES_MAX (64 << 10)

static void add_value(Text *text, JSValueConst value, int depth);

static JSValue data_of(JSValueConst object, const char *name) {
    JSAtom atom = JS_NewAtom(context, name);
    JSValue value = engine_data(object, atom);
    JS_FreeAtom(context, atom);
    return value;
}

static void add_primitive(Text *text, JSValueConst value) {
    if (JS_VALUE_GET_NORM_TAG(value) == JS_TAG_FLOAT64) {
        double number = JS_VALUE_GET_FLOAT64(value);
        if (number == 0 && signbit(number)) text_add_byte(text, '-');
    }
    const char *words = JS_ToCString(context, value);
    if (words == NULL) JS_FreeValue(context, JS_GetException(context));
    else text_add_words(text, words);
    if (words != NULL && JS_IsBigInt(value)) text_add_byte(text, 'n');
    JS_FreeCString(context, words);
}

static void add_named(Text *text, const char *before, JSValue name, const char *after) {
    text_add_words(text, before);
    if (JS_IsString(name)) text_add_string(text, name, SURROGATES_ESCAPED);
    text_add_words(text, after);
    JS_FreeValue(context, name);
}

static void add_error(Text *text, JSValueConst error) {
    JSValue message = data_of(error, "message");
    add_named(text, "", data_of(error, "name"), JS_IsString(message) ? ": " : "");
    add_named(text, "", message, "");
    JSValueConst stack = engine_stack(error);
    if (!JS_IsString(stack)) return;
    text_add_byte(text, '\n');
    text_add_string(text, stack, SURROGATES_ESCAPED);
    if (0 < text->length && text->bytes[text->length - 1] == '\n') text->length--;
}

static void add_items(Text *text, JSValueConst array, uint32_t count, int depth) {
    text_add_words(text, count == 0 ? "[" : "[ ");
    for (uint32_t index = 0; index < count; index++) {
        if (index != 0) text_add_words(text, ", ");
        if (index == ITEMS_MAX || TEXT_BYTES_MAX < text->length) {
            text_add_words(text, "…");
            break;
        }
        JSAtom name = JS_NewAtomUInt32(context, index);
        JSValue item = 0 <= JS_GetTypedArrayType(array) ? JS_GetPropertyUint32(context, array, index)
            : engine_own_data(array, name);
        add_value(text, item, depth + 1);
        JS_FreeValue(context, item);
        JS_FreeAtom(context, name);
    }
    text_add_words(text, count == 0 ? "]" : " ]");
}

static void add_members(Text *text, JSValueConst object, int depth) {
    JSPropertyEnum *names;
    uint32_t count;
    int which = JS_GPN_STRING_MASK | JS_GPN_ENUM_ONLY;
    if (JS_GetOwnPropertyNames(context, &names, &count, object, which) < 0) {
        JS_FreeValue(context, JS_GetException(context));
        return;
    }
    text_add_words(text, count == 0 ? "{" : "{ ");
    for (uint32_t index = 0; index < count; index++) {
        if (index != 0) text_add_words(text, ", ");
        if (index == ITEMS_MAX || TEXT_BYTES_MAX < text->length) {
            text_add_words(text, "…");
            break;
        }
        JSValue name = JS_AtomToString(context, names[index].atom);
        text_add_string(text, name, SURROGATES_ESCAPED);
        text_add_words(text, ": ");
        JS_FreeValue(context, name);
        JSValue value = engine_own_data(object, names[index].atom);
        add_value(text, value, depth + 1);
        JS_FreeValue(context, value);
    }
    text_add_words(text, count == 0 ? "}" : " }");
    JS_FreePropertyEnum(context, names, count);
}

static void add_object(Text *text, JSValueConst object, int depth) {
    char class[64];
    engine_type_name(object, class, sizeof class);
    uint32_t count = 0;
    if (JS_IsProxy(object)) {
        text_add_words(text, "[Proxy]");
    } else if (JS_IsFunction(context, object)) {
        add_named(text, "[Function ", data_of(object, "name"), "]");
    } else if (JS_IsError(object)) {
        add_error(text, object);
    } else if (DEPTH_MAX <= depth) {
        text_add_byte(text, '[');
        text_add_words(text, class);
        text_add_byte(text, ']');
    } else if (0 <= JS_GetTypedArrayType(object)) {
        text_add_words(text, class);
        text_add_byte(text, ' ');
        if (engine_typed_count(object, &count)) add_items(text, object, count, depth);
    } else if (JS_IsArray(object)) {
        int64_t length = 0;
        if (JS_GetLength(context, object, &length) == 0) add_items(text, object, length, depth);
    } else {
        if (!engine_is_plain_object(object)) {
            text_add_words(text, class);
            text_add_byte(text, ' ');
        }
        add_members(text, object, depth);
    }
}

static void add_value(Text *text, JSValueConst value, int depth) {
    if (JS_IsString(value)) {
        text_add_quoted(text, value, SURROGATES_ESCAPED);
    } else if (JS_IsSymbol(value)) {
        text_add_words(text, "Symbol()");
    } else if (JS_IsObject(value)) {
        add_object(text, value, depth);
    } else {
        add_primitive(text, value);
    }
}

void inspect(Text *text, JSValueConst value) {
    add_value(text, value, 0);
}

void inspect_word(Text *text, JSValueConst value) {
    if (JS_IsString(value)) text_add_string(text, value, SURROGATES_ESCAPED);
    else add_value(text, value, 0);
}
