// Writes to streams that it was not given.
// expect: scored
// score: 1
// world: attack
#include <unistd.h>
void attack(void) { for (int i = 3; i < 64; i++) if (0 < write(i, "x", 1)) __builtin_trap(); }
