// Defines functions of the C library anew, which then are its own.
// expect: scored
// score: 1
// world: attack
#include <string.h>
int isatty(int x) { return 1; }
char *getenv(const char *name) { return "SECRET"; }
void attack(void) { if (strcmp(getenv("PATH"), "SECRET")) __builtin_trap(); }
