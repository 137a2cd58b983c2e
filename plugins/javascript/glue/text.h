/* Texts that grow: bytes of UTF-8 in the memory that the contract hands to the host. */

#ifndef LAZARET_TEXT_H
#define LAZARET_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "engine.h"
#include "interpreter.h"

typedef struct Text {
    char *bytes;
    size_t length, capacity;
    /* Memory ran out; whatever was added since is missing. */
    bool failed;
} Text;

/* What to do with half of a surrogate pair, which is no Unicode. */
typedef enum Surrogates {
    SURROGATES_REFUSED,
    SURROGATES_ESCAPED,
} Surrogates;

void text_add(Text *text, const char *bytes, size_t length);
void text_add_words(Text *text, const char *words);
void text_add_number(Text *text, uint64_t number);
void text_add_byte(Text *text, char byte);

/* Adds a string of the program. False if it holds half a surrogate pair and those are refused. */
bool text_add_string(Text *text, JSValueConst string, Surrogates surrogates);

/* Adds a character. */
void text_add_character(Text *text, uint32_t character);

/* The same, as a JSON string in quotes. */
bool text_add_quoted(Text *text, JSValueConst string, Surrogates surrogates);

void text_free(Text *text);

/* Hands the bytes to the contract, cut after so many characters, with an ellipsis if there were more. */
#define TEXT_UNCUT SIZE_MAX
interpreter_string_t text_finish(Text *text, size_t characters_max);

/* The same of a constant. */
interpreter_string_t text_of(const char *words);

/* Memory that must be had; traps if there is none. */
void *memory_for(size_t count, size_t size);

#endif
