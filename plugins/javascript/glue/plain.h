/* Plain data in and out: the values that cross between sandboxes, as JSON texts.
 *
 * Plain are null, booleans, numbers, strings, arrays, typed arrays (which arrive as lists) and objects of no
 * class but `Object`: an object of a class could carry behaviour that the text would drop in silence. Reading
 * and writing run no code of the program, whatever it has done to `JSON`, to prototypes or to the object. */

#ifndef LAZARET_PLAIN_H
#define LAZARET_PLAIN_H

#include "text.h"

/* The value of a text that the host has written. An exception is pending if memory runs out. */
JSValue plain_read(interpreter_string_t text);

/* Writes a value. If it is not plain, false; `complaint` says where and why, and calls the value `what`. */
bool plain_write(Text *text, JSValueConst value, const char *what, Text *complaint);

#endif
