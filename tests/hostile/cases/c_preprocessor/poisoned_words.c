// Poisons words that the generated header needs.
// expect: rejected/source-error
#pragma GCC poison uint8_t size_t bool
#include "candidate.h"
