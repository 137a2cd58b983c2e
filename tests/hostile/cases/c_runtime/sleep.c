// Sleeps for a year, which takes no time.
// expect: scored
// score: 1
// world: attack
#include <time.h>
void attack(void) { struct timespec t = { 31536000, 0 }; nanosleep(&t, 0); }
