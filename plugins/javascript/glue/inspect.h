/* Values as people read them: for `console.log`, and for what is thrown without being an error. */

#ifndef LAZARET_INSPECT_H
#define LAZARET_INSPECT_H

#include "text.h"

/* Adds a bounded form of any value. Runs no code of the program. */
void inspect(Text *text, JSValueConst value);

/* The same; but a string stands for itself, without quotes. */
void inspect_word(Text *text, JSValueConst value);

#endif
