// Includes what the kernel shows of the compiler.
// expect: rejected/source-error
// message: a file is not there
#include "/proc/self/maps"
