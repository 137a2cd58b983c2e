// Looks for an environment and for arguments.
// expect: scored
// score: 1
// world: attack
#include <stdlib.h>
extern char **environ;
void attack(void) { if (getenv("PATH") || getenv("TMPDIR") || (environ && *environ)) __builtin_trap(); }
