/* The names of the program: which functions it has. */

#ifndef LAZARET_NAMES_H
#define LAZARET_NAMES_H

#include "text.h"

/* Notes what the global object holds before the program is loaded, and gives it `module.exports`. */
void names_prepare(void);

/* From here on names are looked up among the exports of this module. Takes the value over. */
void names_use_module(JSValue exports);

/* What the program calls so; undefined if it has no such name. To be freed. An exception if looking for it
 * threw one. */
JSValue names_find(interpreter_string_t name);

/* The functions that can be called, sorted. */
interpreter_list_string_t names_available(void);

#endif
