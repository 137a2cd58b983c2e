// Prints more than it may.
// expect: failed/output-limit
// world: attack
#include <stdio.h>
void attack(void) { for (int i = 0; i < 9999; i++) puts("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"); fflush(stdout); }
