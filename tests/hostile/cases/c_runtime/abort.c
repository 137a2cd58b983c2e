// Aborts.
// expect: failed/trap
// world: attack
#include <stdlib.h>
void attack(void) { abort(); }
