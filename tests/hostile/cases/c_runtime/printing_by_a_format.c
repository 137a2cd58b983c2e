// Prints by a format that is not its own to write.
// expect: scored
// score: 1
// world: attack
#include <stdio.h>
void attack(void) { char b[64]; volatile const char *f = "%n%x%x%s"; int n; snprintf(b, 64, (const char *)f, &n, 1, 2, "x"); }
