/* Texts that grow, and how strings of the program become UTF-8. */

#include "text.h"

#include <stdlib.h>
#include <string.h>

static const char hexadecimal[] = "0123456789abcdef";

/* Room for so many bytes more. */
static char *room(Text *text, size_t length) {
    if (text->failed) return NULL;
    if (text->capacity - text->length < length) {
        size_t capacity = text->capacity < 64 ? 64 : text->capacity;
        while (capacity - text->length < length) {
            if (SIZE_MAX / 4 < capacity) {
                text->failed = true;
                return NULL;
            }
            capacity *= 2;
        }
        char *bytes = realloc(text->bytes, capacity);
        if (bytes == NULL) {
            text->failed = true;
            return NULL;
        }
        text->bytes = bytes;
        text->capacity = capacity;
    }
    return text->bytes + text->length;
}

void text_add(Text *text, const char *bytes, size_t length) {
    char *to = room(text, length);
    if (to == NULL) return;
    memcpy(to, bytes, length);
    text->length += length;
}

void text_add_words(Text *text, const char *words) {
    text_add(text, words, strlen(words));
}

void text_add_byte(Text *text, char byte) {
    char *to = room(text, 1);
    if (to == NULL) return;
    *to = byte;
    text->length++;
}

void text_add_number(Text *text, uint64_t number) {
    char digits[20];
    size_t start = sizeof digits;
    do {
        digits[--start] = '0' + number % 10;
        number /= 10;
    } while (number != 0);
    text_add(text, digits + start, sizeof digits - start);
}

void text_add_character(Text *text, uint32_t character) {
    char *to = room(text, 4);
    if (to == NULL) return;
    char *end = to;
    if (character < 0x80) {
        *end++ = character;
    } else if (character < 0x800) {
        *end++ = 0xc0 | character >> 6;
        *end++ = 0x80 | (character & 0x3f);
    } else if (character < 0x10000) {
        *end++ = 0xe0 | character >> 12;
        *end++ = 0x80 | (character >> 6 & 0x3f);
        *end++ = 0x80 | (character & 0x3f);
    } else {
        *end++ = 0xf0 | character >> 18;
        *end++ = 0x80 | (character >> 12 & 0x3f);
        *end++ = 0x80 | (character >> 6 & 0x3f);
        *end++ = 0x80 | (character & 0x3f);
    }
    text->length += end - to;
}

static void add_escape(Text *text, uint32_t unit, bool quoted) {
    char escape[] = "\\\\uxxxx";
    for (int digit = 0; digit < 4; digit++) escape[3 + digit] = hexadecimal[unit >> (12 - 4 * digit) & 0xf];
    /* In quotes a backslash must be escaped to be shown. */
    if (quoted) text_add(text, escape, 7);
    else text_add(text, escape + 1, 6);
}

/* One unit that stands in quotes and cannot stand for itself. */
static void add_control(Text *text, uint32_t unit) {
    switch (unit) {
        case '"': text_add(text, "\\\"", 2); return;
        case '\\': text_add(text, "\\\\", 2); return;
        case '\n': text_add(text, "\\n", 2); return;
        case '\r': text_add(text, "\\r", 2); return;
        case '\t': text_add(text, "\\t", 2); return;
        default: {
            char escape[] = "\\u00xx";
            escape[4] = hexadecimal[unit >> 4 & 0xf];
            escape[5] = hexadecimal[unit & 0xf];
            text_add(text, escape, 6);
        }
    }
}

static bool stands_for_itself(uint32_t unit, bool quoted) {
    return 0x20 <= unit && unit < 0x80 ? !quoted || (unit != '"' && unit != '\\') : !quoted && unit < 0x80;
}

static void add_latin(Text *text, const uint8_t *units, size_t length, bool quoted) {
    size_t position = 0;
    while (position < length) {
        size_t start = position;
        while (position < length && stands_for_itself(units[position], quoted)) position++;
        text_add(text, (const char *)units + start, position - start);
        if (position == length) break;
        uint32_t unit = units[position++];
        if (unit < 0x80) add_control(text, unit);
        else text_add_character(text, unit);
    }
}

static bool add_wide(Text *text, const uint16_t *units, size_t length, bool quoted, Surrogates surrogates) {
    for (size_t position = 0; position < length; position++) {
        uint32_t unit = units[position];
        if (unit < 0x80) {
            if (stands_for_itself(unit, quoted)) text_add_byte(text, unit);
            else add_control(text, unit);
        } else if (unit < 0xd800 || 0xdfff < unit) {
            text_add_character(text, unit);
        } else if (unit < 0xdc00 && position + 1 < length && (units[position + 1] & 0xfc00) == 0xdc00) {
            text_add_character(text, 0x10000 + ((unit & 0x3ff) << 10) + (units[++position] & 0x3ff));
        } else if (surrogates == SURROGATES_REFUSED) {
            return false;
        } else {
            add_escape(text, unit, quoted);
        }
    }
    return true;
}

static bool add_string(Text *text, JSValueConst string, bool quoted, Surrogates surrogates) {
    Units units;
    if (!engine_units(string, &units)) {
        JS_FreeValue(context, JS_GetException(context));
        text->failed = true;
        return true;
    }
    bool unicode = true;
    if (units.wide) unicode = add_wide(text, units.start, units.length, quoted, surrogates);
    else add_latin(text, units.start, units.length, quoted);
    JS_FreeValue(context, units.flat);
    return unicode;
}

bool text_add_string(Text *text, JSValueConst string, Surrogates surrogates) {
    return add_string(text, string, false, surrogates);
}

bool text_add_quoted(Text *text, JSValueConst string, Surrogates surrogates) {
    text_add_byte(text, '"');
    bool unicode = add_string(text, string, true, surrogates);
    text_add_byte(text, '"');
    return unicode;
}

void text_free(Text *text) {
    free(text->bytes);
    *text = (Text){0};
}

/* Where the text ends after so many characters. */
static size_t cut(const Text *text, size_t characters_max) {
    size_t characters = 0;
    for (size_t position = 0; position < text->length; position++) {
        if ((text->bytes[position] & 0xc0) == 0x80) continue;
        if (characters == characters_max) return position;
        characters++;
    }
    return text->length;
}

interpreter_string_t text_finish(Text *text, size_t characters_max) {
    if (characters_max != TEXT_UNCUT) {
        size_t end = cut(text, characters_max);
        if (end < text->length) {
            text->length = end;
            text_add_words(text, "…");
        }
    }
    interpreter_string_t done = {(uint8_t *)text->bytes, text->length};
    *text = (Text){0};
    return done;
}

interpreter_string_t text_of(const char *words) {
    Text text = {0};
    text_add_words(&text, words);
    return text_finish(&text, TEXT_UNCUT);
}

void *memory_for(size_t count, size_t size) {
    void *memory = calloc(count, size);
    if (memory == NULL && count != 0) abort();
    return memory;
}
