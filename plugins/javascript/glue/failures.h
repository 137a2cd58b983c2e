/* Errors of the loaded program, as the host wants them: bounded, and without the plugin's own frames. */

#ifndef LAZARET_FAILURES_H
#define LAZARET_FAILURES_H

#include "text.h"

/* A model reads these texts, and so do people in a terminal. */
#define MESSAGE_CHARACTERS_MAX 2000
#define NAME_CHARACTERS_MAX 200

/* Under this name the program is compiled; only frames with it are told. */
extern char *program_file;

/* Takes the pending exception. */
JSValue failures_take(void);

/* The failure of a text that does not compile. Frees the error. */
void failures_of_compilation(JSValue error, types_failure_t *failure);

/* The failure of a program that threw an error. Frees the error. */
void failures_of_run(JSValue error, types_failure_t *failure);

/* The error with the part of its trace that lies in the program's own file. */
types_raised_t failures_raised(JSValueConst error);

/* Memory ran out in the plugin's own code. */
void failures_of_memory(types_failure_t *failure);

/* The message of an error, or a short form of what was thrown instead of one. */
interpreter_string_t failures_message(JSValueConst error);

#endif
