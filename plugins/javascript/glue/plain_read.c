/* From JSON texts to values. The texts are the host's, so they are valid; what is checked here only keeps a
 * mistake from becoming another. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dtoa.h"
#include "plain.h"

/* The host sends no deeper texts than 64 levels. */
#define DEPTH_MAX 100

typedef struct Reader {
    const char *at, *end;
    int depth;
} Reader;

/* Values that wait for the end of their array. */
typedef struct Items {
    JSValue *values;
    size_t count, capacity;
} Items;

static JSValue read_value(Reader *reader);

static JSValue not_json(void) {
    return JS_ThrowSyntaxError(context, "the host sent no JSON");
}

static bool take(Reader *reader, char byte) {
    if (reader->at == reader->end || *reader->at != byte) return false;
    reader->at++;
    return true;
}

static bool take_word(Reader *reader, const char *word) {
    size_t length = strlen(word);
    if ((size_t)(reader->end - reader->at) < length || memcmp(reader->at, word, length) != 0) return false;
    reader->at += length;
    return true;
}

static bool is_digit(const Reader *reader) {
    return reader->at < reader->end && '0' <= *reader->at && *reader->at <= '9';
}

/* A whole number that no 64-bit float is sure to hold. Code of the program cannot get in: `BigInt` is not
 * looked up, the number is read as the literal that it is. */
static JSValue read_bigint(const char *digits, size_t length) {
    char *literal = js_malloc(context, length + 2);
    if (literal == NULL) return JS_EXCEPTION;
    memcpy(literal, digits, length);
    literal[length] = 'n';
    literal[length + 1] = '\0';
    JSValue value = JS_Eval(context, literal, length + 1, "<number>", JS_EVAL_TYPE_GLOBAL);
    js_free(context, literal);
    return value;
}

static JSValue read_float(const char *start, size_t length) {
    /* The engine's reader wants a byte after the number that is none of it. */
    char short_copy[64];
    char *copy = length < sizeof short_copy ? short_copy : js_malloc(context, length + 1);
    if (copy == NULL) return JS_EXCEPTION;
    memcpy(copy, start, length);
    copy[length] = '\0';
    JSATODTempMem scratch;
    double value = js_atod(copy, NULL, 10, 0, &scratch);
    if (copy != short_copy) js_free(context, copy);
    return JS_NewFloat64(context, value);
}

static JSValue read_number(Reader *reader) {
    const char *start = reader->at;
    bool negative = take(reader, '-');
    if (take_word(reader, "Infinity")) return JS_NewFloat64(context, negative ? -INFINITY : INFINITY);
    const char *digits = reader->at;
    uint64_t value = 0;
    while (is_digit(reader)) value = value * 10 + (*reader->at++ - '0');
    size_t count = reader->at - digits;
    if (count == 0) return not_json();
    bool whole = true;
    if (take(reader, '.')) {
        whole = false;
        while (is_digit(reader)) reader->at++;
    }
    if (take(reader, 'e') || take(reader, 'E')) {
        whole = false;
        if (!take(reader, '+')) take(reader, '-');
        while (is_digit(reader)) reader->at++;
    }
    if (!whole) return read_float(start, reader->at - start);
    if (count <= 16 && value <= 9007199254740991) {
        return JS_NewInt64(context, negative ? -(int64_t)value : (int64_t)value);
    }
    return read_bigint(start, reader->at - start);
}

static bool read_unit(Reader *reader, uint32_t *unit) {
    if (reader->end - reader->at < 4) return false;
    *unit = 0;
    for (int digit = 0; digit < 4; digit++) {
        char byte = *reader->at++;
        char lower = byte | 0x20;
        if ('0' <= byte && byte <= '9') *unit = *unit << 4 | (byte - '0');
        else if ('a' <= lower && lower <= 'f') *unit = *unit << 4 | (lower - 'a' + 10);
        else return false;
    }
    return true;
}

static bool read_escape(Reader *reader, Text *text) {
    if (reader->at == reader->end) return false;
    char byte = *reader->at++;
    uint32_t unit, second;
    switch (byte) {
        case 'b': text_add_byte(text, '\b'); return true;
        case 'f': text_add_byte(text, '\f'); return true;
        case 'n': text_add_byte(text, '\n'); return true;
        case 'r': text_add_byte(text, '\r'); return true;
        case 't': text_add_byte(text, '\t'); return true;
        case 'u':
            if (!read_unit(reader, &unit)) return false;
            if ((unit & 0xfc00) == 0xd800 && take_word(reader, "\\u")) {
                if (!read_unit(reader, &second)) return false;
                unit = 0x10000 + ((unit & 0x3ff) << 10) + (second & 0x3ff);
            }
            text_add_character(text, unit);
            return true;
        default:
            text_add_byte(text, byte);
            return true;
    }
}

/* The bytes of a string, either where they lie or, if it has escapes, in `text`. */
static bool read_bytes(Reader *reader, Text *text, const char **bytes, size_t *length) {
    if (!take(reader, '"')) return false;
    const char *start = reader->at;
    while (reader->at < reader->end && *reader->at != '"' && *reader->at != '\\') reader->at++;
    if (reader->at < reader->end && *reader->at == '"') {
        *bytes = start;
        *length = reader->at - start;
        reader->at++;
        return true;
    }
    text->length = 0;
    text_add(text, start, reader->at - start);
    while (reader->at < reader->end && *reader->at != '"') {
        if (take(reader, '\\')) {
            if (!read_escape(reader, text)) return false;
            continue;
        }
        const char *from = reader->at;
        while (reader->at < reader->end && *reader->at != '"' && *reader->at != '\\') reader->at++;
        text_add(text, from, reader->at - from);
    }
    *bytes = text->bytes;
    *length = text->length;
    return !text->failed && take(reader, '"');
}

static JSValue read_string(Reader *reader) {
    Text text = {0};
    const char *bytes;
    size_t length;
    JSValue value = read_bytes(reader, &text, &bytes, &length) ? JS_NewStringLen(context, bytes, length)
        : text.failed ? JS_ThrowOutOfMemory(context) : not_json();
    text_free(&text);
    return value;
}

static bool keep(Items *items, JSValue value) {
    if (JS_IsException(value)) return false;
    if (items->count == items->capacity) {
        size_t capacity = items->capacity == 0 ? 16 : items->capacity * 2;
        JSValue *values = js_realloc(context, items->values, capacity * sizeof *values);
        if (values == NULL) {
            JS_FreeValue(context, value);
            return false;
        }
        items->values = values;
        items->capacity = capacity;
    }
    items->values[items->count++] = value;
    return true;
}

static JSValue read_array(Reader *reader) {
    Items items = {0};
    JSValue array = JS_UNDEFINED;
    if (!take(reader, ']')) {
        do {
            if (!keep(&items, read_value(reader))) goto failed;
        } while (take(reader, ','));
        if (!take(reader, ']')) {
            not_json();
            goto failed;
        }
    }
    /* It takes the values over, also if it fails. */
    array = JS_NewArrayFrom(context, items.count, items.values);
    js_free(context, items.values);
    return array;
failed:
    for (size_t index = 0; index < items.count; index++) JS_FreeValue(context, items.values[index]);
    js_free(context, items.values);
    return JS_EXCEPTION;
}

/* One key with its value. */
static bool read_member(Reader *reader, JSValueConst object, Text *text) {
    const char *bytes;
    size_t length;
    if (!read_bytes(reader, text, &bytes, &length)) {
        not_json();
        return false;
    }
    JSAtom key = JS_NewAtomLen(context, bytes, length);
    if (key == JS_ATOM_NULL) return false;
    bool added = false;
    if (take(reader, ':')) {
        JSValue value = read_value(reader);
        /* Defined and not assigned, so that `__proto__` is a key like any other and no setter runs. */
        added = !JS_IsException(value)
            && 0 <= JS_DefinePropertyValue(context, object, key, value, JS_PROP_C_W_E);
    } else {
        not_json();
    }
    JS_FreeAtom(context, key);
    return added;
}

static JSValue read_object(Reader *reader) {
    JSValue object = JS_NewObject(context);
    if (JS_IsException(object) || take(reader, '}')) return object;
    Text text = {0};
    bool complete = true;
    do {
        complete = read_member(reader, object, &text);
    } while (complete && take(reader, ','));
    text_free(&text);
    if (complete && take(reader, '}')) return object;
    if (complete) not_json();
    JS_FreeValue(context, object);
    return JS_EXCEPTION;
}

static JSValue read_value(Reader *reader) {
    if (reader->at == reader->end || DEPTH_MAX < reader->depth) return not_json();
    JSValue value;
    switch (*reader->at) {
        case '"': return read_string(reader);
        case 'n': return take_word(reader, "null") ? JS_NULL : not_json();
        case 't': return take_word(reader, "true") ? JS_TRUE : not_json();
        case 'f': return take_word(reader, "false") ? JS_FALSE : not_json();
        case 'N': return take_word(reader, "NaN") ? JS_NAN : not_json();
        case '[':
        case '{':
            reader->depth++;
            value = *reader->at++ == '[' ? read_array(reader) : read_object(reader);
            reader->depth--;
            return value;
        default: return read_number(reader);
    }
}

JSValue plain_read(interpreter_string_t text) {
    Reader reader = {(const char *)text.ptr, (const char *)text.ptr + text.len, 0};
    JSValue value = read_value(&reader);
    if (reader.at == reader.end || JS_IsException(value)) return value;
    JS_FreeValue(context, value);
    return not_json();
}
