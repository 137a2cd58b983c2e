/* The one program that this interpreter speaks for. */

#ifndef LAZARET_PROGRAM_H
#define LAZARET_PROGRAM_H

#include "engine.h"

/* Makes the interpreter as every sandbox shall find it. */
void program_prepare(void);

/* Waits for a value: of a promise its result, of anything else itself. Takes the value over. An exception if the
 * promise was rejected, or another one was that nobody handles. False if it can never be known. */
bool program_await(JSValue *value);

#endif
