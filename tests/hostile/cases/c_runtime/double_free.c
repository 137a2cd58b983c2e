// Frees the same memory twice and goes on.
// expect: scored
// score: 1
// world: attack
#include <stdlib.h>
void attack(void) { volatile char *p = malloc(16); free((void *)p); free((void *)p); }
