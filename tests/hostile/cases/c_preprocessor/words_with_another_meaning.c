// Gives words of the generated header another meaning.
// expect: rejected/source-error
#define typedef extern
#define bool struct nothing
#include "candidate.h"
