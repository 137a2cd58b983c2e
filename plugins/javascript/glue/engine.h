/* The engine: QuickJS-NG with one runtime and one context, and the few doors into it that its public header
 * lacks. Everything else here sees JavaScript values through this header only. */

#ifndef LAZARET_ENGINE_H
#define LAZARET_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "quickjs.h"

/* The one context of this instance; null before `engine_prepare`. */
extern JSContext *context;

/* Makes runtime and context, unless they are there already. Reads no clock and no randomness, so that it may
 * run while the plugin is built. */
void engine_prepare(void);

/* To be called once all that is the same in every sandbox has been made. */
void engine_settle(void);

/* To be called at the entry from the host: notes where the stack begins, and keeps some memory back. */
void engine_enter(void);

/* From here on clocks tell the host's time, and random numbers are those of the host's seed. */
void engine_start(void);

/* Runs what promises have queued, until nothing is left. */
void engine_run_jobs(void);

/* Whether memory was refused since the last time this was asked. If so, some is released for the report. */
bool engine_ran_out_of_memory(void);

/* The object that holds the top-level `let`, `const` and `class` of scripts; borrowed. */
JSValueConst engine_lexical(void);

/* Whether the value is an object of no class but `Object`, or of none. */
bool engine_is_plain_object(JSValueConst value);

/* Whether the value is an array of no class but `Array`. */
bool engine_is_plain_array(JSValueConst value);

/* The same for typed arrays and the classes that the language has for them. */
bool engine_is_plain_typed(JSValueConst value);

/* The items of an array that has no holes and no odd properties; null if it has. Borrowed, and only until
 * any code of the program runs. */
const JSValue *engine_items(JSValueConst array, uint32_t *count);

/* How many items a typed array has; false if its buffer is gone. */
bool engine_typed_count(JSValueConst array, uint32_t *count);

/* The value of an own data property, or of one in the chain of prototypes; without running any code of the
 * program. Undefined if there is none, or if it is an accessor. To be freed. */
JSValue engine_own_data(JSValueConst object, JSAtom name);
JSValue engine_data(JSValueConst object, JSAtom name);

/* The units of a string: bytes of Latin-1, or UTF-16 if `wide`. They live as long as `flat`, which whoever
 * asked must free. */
typedef struct Units {
    JSValue flat;
    const void *start;
    size_t length;
    bool wide;
} Units;

/* Fails, with an exception pending, only if memory runs out. */
bool engine_units(JSValueConst string, Units *units);

/* The text that the engine has noted in an error when it was made; undefined if the value is no error.
 * Borrowed. */
JSValueConst engine_stack(JSValueConst error);

/* How many parameters a function has, and how many of them must be given; false if it is not written in
 * JavaScript. */
bool engine_parameters(JSValueConst function, int *count, int *required);

/* The name of one of them, borrowed; `JS_ATOM_NULL` if it is a pattern. */
JSAtom engine_parameter(JSValueConst function, int index);

/* An upper bound of the decimal digits of a `BigInt`. */
size_t engine_digits_max(JSValueConst bigint);

/* The name of the value's type: of its class, for an object. At most `size` bytes with the final zero. */
void engine_type_name(JSValueConst value, char *name, size_t size);

#endif
