/* The functions that `lazaret.js` gets. */

#ifndef LAZARET_BRIDGE_H
#define LAZARET_BRIDGE_H

#include "engine.h"

/* An object of them. */
JSValue bridge_make(void);

/* What makes an error of a candidate's failure: a constructor. Takes it over. */
void bridge_use_error(JSValue constructor);

/* A string of what the contract hands over. */
JSValue bridge_string(const uint8_t *bytes, size_t length);

#endif
