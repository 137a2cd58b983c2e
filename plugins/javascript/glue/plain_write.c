/* From values to JSON texts, or to the reason why there is none. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dtoa.h"
#include "plain.h"

/* Levels of containers in containers. The host refuses deeper texts, too. */
#define DEPTH_MAX 64

/* The host refuses longer ones, too. */
#define DIGITS_MAX 4300

/* Of a key that is shown in a complaint. */
#define KEY_CHARACTERS_MAX 40

#define TYPE_NAME_BYTES 200

/* Where a value stands: in which container, and there at which index or, if that is negative, key. */
typedef struct Place {
    const struct Place *above;
    int64_t index;
    JSAtom key;
} Place;

typedef struct Writer {
    Text *text, *complaint;
    const char *what;
    int depth;
} Writer;

static bool write_value(Writer *writer, JSValueConst value, const Place *place);

static bool is_name(const char *text) {
    for (const char *at = text; *at != '\0'; at++) {
        char lower = *at | 0x20;
        bool letter = ('a' <= lower && lower <= 'z') || *at == '_' || *at == '$';
        bool digit = '0' <= *at && *at <= '9';
        if (!letter && !(digit && at != text)) return false;
    }
    return *text != '\0';
}

static void add_key(Text *text, JSAtom key) {
    JSValue string = JS_AtomToString(context, key);
    Text name = {0};
    text_add_string(&name, string, SURROGATES_ESCAPED);
    text_add_byte(&name, '\0');
    if (!name.failed && is_name(name.bytes)) {
        text_add_byte(text, '.');
        text_add(text, name.bytes, name.length - 1);
    } else {
        Text quoted = {0};
        text_add_quoted(&quoted, string, SURROGATES_ESCAPED);
        interpreter_string_t cut = text_finish(&quoted, KEY_CHARACTERS_MAX);
        text_add_byte(text, '[');
        text_add(text, (const char *)cut.ptr, cut.len);
        text_add_byte(text, ']');
        free(cut.ptr);
    }
    text_free(&name);
    JS_FreeValue(context, string);
}

static void add_place(Writer *writer, const Place *place) {
    if (place == NULL) {
        text_add_words(writer->complaint, writer->what);
        return;
    }
    add_place(writer, place->above);
    if (place->index < 0) {
        add_key(writer->complaint, place->key);
    } else {
        text_add_byte(writer->complaint, '[');
        text_add_number(writer->complaint, place->index);
        text_add_byte(writer->complaint, ']');
    }
}

/* Always false, for whoever returns it. */
static bool complain(Writer *writer, const Place *place, const char *words) {
    add_place(writer, place);
    text_add_byte(writer->complaint, ' ');
    text_add_words(writer->complaint, words);
    return false;
}

static bool complain_of_type(Writer *writer, const Place *place, JSValueConst value) {
    char name[TYPE_NAME_BYTES];
    engine_type_name(value, name, sizeof name);
    complain(writer, place, JS_IsUndefined(value) ? "is " : "is of type ");
    text_add_words(writer->complaint, name);
    text_add_words(writer->complaint, "; plain data is null, booleans, numbers, strings, arrays, typed arrays "
        "and objects, and none of a class of its own");
    return false;
}

static void write_float(Text *text, double value) {
    if (isnan(value)) {
        text_add_words(text, "NaN");
    } else if (isinf(value)) {
        text_add_words(text, value < 0 ? "-Infinity" : "Infinity");
    } else if (value == 0 && signbit(value)) {
        text_add_words(text, "-0.0");
    } else if (value == trunc(value) && fabs(value) <= 9007199254740991) {
        if (value < 0) text_add_byte(text, '-');
        text_add_number(text, (uint64_t)fabs(value));
    } else {
        char digits[40];
        JSDTOATempMem scratch;
        size_t length = js_dtoa(digits, value, 10, 0, JS_DTOA_FORMAT_FREE, &scratch);
        text_add(text, digits, length);
        /* Without these it would read as a whole number, which it is too large to be for sure. */
        if (memchr(digits, '.', length) == NULL && memchr(digits, 'e', length) == NULL) {
            text_add_words(text, ".0");
        }
    }
}

static bool write_bigint(Writer *writer, JSValueConst value, const Place *place) {
    const char *too_long = "is a whole number of more than 4,300 digits";
    if (DIGITS_MAX + 20 < engine_digits_max(value)) return complain(writer, place, too_long);
    size_t length;
    const char *digits = JS_ToCStringLen(context, &length, value);
    if (digits == NULL) {
        JS_FreeValue(context, JS_GetException(context));
        writer->text->failed = true;
        return true;
    }
    bool fits = length - (digits[0] == '-') <= DIGITS_MAX;
    if (fits) text_add(writer->text, digits, length);
    JS_FreeCString(context, digits);
    return fits || complain(writer, place, too_long);
}

/* The value of one own property, which must not be an accessor. */
static bool write_property(Writer *writer, JSValueConst container, JSAtom name, const Place *place) {
    JSPropertyDescriptor found;
    int status = JS_GetOwnProperty(context, &found, container, name);
    if (status < 0) {
        JS_FreeValue(context, JS_GetException(context));
        writer->text->failed = true;
        return true;
    }
    if (status == 0) return complain(writer, place, "is a hole in the array; plain data has a value there");
    if (found.flags & JS_PROP_GETSET) {
        JS_FreeValue(context, found.getter);
        JS_FreeValue(context, found.setter);
        return complain(writer, place, "is a getter; plain data has a value there");
    }
    bool plain = write_value(writer, found.value, place);
    JS_FreeValue(context, found.value);
    return plain;
}

static bool write_array(Writer *writer, JSValueConst array, const Place *above) {
    uint32_t count;
    const JSValue *items = engine_items(array, &count);
    int64_t length = count;
    if (items == NULL && JS_GetLength(context, array, &length) < 0) {
        JS_FreeValue(context, JS_GetException(context));
        writer->text->failed = true;
        return true;
    }
    text_add_byte(writer->text, '[');
    for (int64_t index = 0; index < length && !writer->text->failed; index++) {
        Place place = {above, index, JS_ATOM_NULL};
        if (index != 0) text_add_byte(writer->text, ',');
        bool plain;
        if (items != NULL) {
            plain = write_value(writer, items[index], &place);
        } else {
            JSAtom name = JS_NewAtomUInt32(context, index);
            plain = write_property(writer, array, name, &place);
            JS_FreeAtom(context, name);
        }
        if (!plain) return false;
    }
    text_add_byte(writer->text, ']');
    return true;
}

static bool write_typed_array(Writer *writer, JSValueConst array, const Place *above) {
    uint32_t count;
    if (!engine_typed_count(array, &count)) return complain(writer, above, "is a typed array without its buffer");
    text_add_byte(writer->text, '[');
    for (uint32_t index = 0; index < count && !writer->text->failed; index++) {
        Place place = {above, index, JS_ATOM_NULL};
        if (index != 0) text_add_byte(writer->text, ',');
        JSValue item = JS_GetPropertyUint32(context, array, index);
        bool plain = write_value(writer, item, &place);
        JS_FreeValue(context, item);
        if (!plain) return false;
    }
    text_add_byte(writer->text, ']');
    return true;
}

static bool write_member(Writer *writer, JSValueConst object, JSAtom key, const Place *place) {
    JSValue name = JS_AtomToString(context, key);
    bool unicode = text_add_quoted(writer->text, name, SURROGATES_REFUSED);
    JS_FreeValue(context, name);
    if (!unicode) return complain(writer, place, "is under a key with a lone surrogate, which is not Unicode");
    text_add_byte(writer->text, ':');
    return write_property(writer, object, key, place);
}

static bool write_object(Writer *writer, JSValueConst object, const Place *above) {
    JSPropertyEnum *names;
    uint32_t count;
    int which = JS_GPN_STRING_MASK | JS_GPN_ENUM_ONLY;
    if (JS_GetOwnPropertyNames(context, &names, &count, object, which) < 0) {
        JS_FreeValue(context, JS_GetException(context));
        writer->text->failed = true;
        return true;
    }
    bool plain = true;
    text_add_byte(writer->text, '{');
    for (uint32_t index = 0; plain && index < count; index++) {
        Place place = {above, -1, names[index].atom};
        if (index != 0) text_add_byte(writer->text, ',');
        plain = write_member(writer, object, names[index].atom, &place);
    }
    text_add_byte(writer->text, '}');
    JS_FreePropertyEnum(context, names, count);
    return plain;
}

static bool write_container(Writer *writer, JSValueConst value, const Place *place) {
    bool is_array = engine_is_plain_array(value);
    bool is_typed = !is_array && engine_is_plain_typed(value);
    if (!is_array && !is_typed && !engine_is_plain_object(value)) return complain_of_type(writer, place, value);
    if (DEPTH_MAX <= writer->depth) {
        text_add_words(writer->complaint, writer->what);
        text_add_words(writer->complaint, " is nested more than 64 levels deep, or holds itself");
        return false;
    }
    writer->depth++;
    bool plain = is_array ? write_array(writer, value, place)
        : is_typed ? write_typed_array(writer, value, place) : write_object(writer, value, place);
    writer->depth--;
    return plain;
}

static bool write_value(Writer *writer, JSValueConst value, const Place *place) {
    switch (JS_VALUE_GET_NORM_TAG(value)) {
        case JS_TAG_INT: {
            int64_t number = JS_VALUE_GET_INT(value);
            if (number < 0) text_add_byte(writer->text, '-');
            text_add_number(writer->text, number < 0 ? -number : number);
            return true;
        }
        case JS_TAG_FLOAT64:
            write_float(writer->text, JS_VALUE_GET_FLOAT64(value));
            return true;
        case JS_TAG_BOOL:
            text_add_words(writer->text, JS_VALUE_GET_BOOL(value) ? "true" : "false");
            return true;
        case JS_TAG_NULL:
            text_add_words(writer->text, "null");
            return true;
        case JS_TAG_STRING:
        case JS_TAG_STRING_ROPE:
            return text_add_quoted(writer->text, value, SURROGATES_REFUSED)
                || complain(writer, place, "is a string with a lone surrogate, which is not Unicode");
        case JS_TAG_BIG_INT:
        case JS_TAG_SHORT_BIG_INT:
            return write_bigint(writer, value, place);
        case JS_TAG_OBJECT:
            return write_container(writer, value, place);
        default:
            return complain_of_type(writer, place, value);
    }
}

bool plain_write(Text *text, JSValueConst value, const char *what, Text *complaint) {
    Writer writer = {text, complaint, what, 0};
    return write_value(&writer, value, NULL);
}
