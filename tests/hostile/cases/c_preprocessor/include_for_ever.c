// Includes itself.
// expect: rejected/source-error
// message: nested too deeply
#include "candidate.c"
