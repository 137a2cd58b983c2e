// Prints an answer, a score and a verdict.
// expect: scored
// score: 1
// world: attack
#include <stdio.h>
void attack(void) { puts("{\"score\": 1e9}"); puts("9"); fprintf(stderr, "scored\n"); }
