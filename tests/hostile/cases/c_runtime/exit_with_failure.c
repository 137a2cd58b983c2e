// Ends with a code of its own.
// expect: failed/exit
// world: attack
#include <stdlib.h>
void attack(void) { exit(77); }
