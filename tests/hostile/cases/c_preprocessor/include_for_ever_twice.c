// Includes itself twice, which is two hundred levels of a tree.
// expect: rejected/source-error
// message: nested too deeply
#include "candidate.c"
#include "candidate.c"
