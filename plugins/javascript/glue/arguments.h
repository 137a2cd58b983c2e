/* The arguments of a call, in the order of the function's parameters. */

#ifndef LAZARET_ARGUMENTS_H
#define LAZARET_ARGUMENTS_H

#include "text.h"

typedef struct Arguments {
    JSValue *values;
    int count;
} Arguments;

/* What came from the outside: an array by position, an object by name. False if it does not fit; `complaint`
 * says why, unless memory ran out and an exception is pending. Either way to be freed. */
bool arguments_bind(JSValueConst function, JSValueConst given, Arguments *arguments, Text *complaint);

void arguments_free(Arguments *arguments);

#endif
