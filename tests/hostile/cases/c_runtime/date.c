// Asks what day it is, which is always the same one.
// expect: scored
// score: 1
// world: attack
#include <time.h>
void attack(void) { struct timespec t; if (clock_gettime(CLOCK_REALTIME, &t) || t.tv_sec != 1767225600) __builtin_trap(); }
