// Allocates and writes until there is no more.
// expect: failed/out-of-memory
// world: attack
#include <stdlib.h>
void attack(void) { for (;;) { char *p = malloc(1 << 20); if (!p) __builtin_trap(); *(volatile char *)p = 1; } }
