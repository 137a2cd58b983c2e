// Remembers in a variable what it was asked before.
// expect: scored
// score: 1
// world: attack
static int asked;
void attack(void) { if (asked++) __builtin_trap(); }
