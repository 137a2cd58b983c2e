// Registers what is to run at the end, and ends.
// expect: failed/exit
// world: attack
#include <stdlib.h>
static void again(void) { _Exit(3); }
void attack(void) { atexit(again); exit(0); }
