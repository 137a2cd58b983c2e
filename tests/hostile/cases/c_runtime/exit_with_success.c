// Ends as if all were well.
// expect: failed/exit
// world: attack
#include <stdlib.h>
void attack(void) { exit(0); }
