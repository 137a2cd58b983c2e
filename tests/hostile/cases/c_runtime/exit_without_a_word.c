// Ends past everything that is to be done at the end.
// expect: failed/exit
// world: attack
#include <unistd.h>
void attack(void) { _exit(0); }
