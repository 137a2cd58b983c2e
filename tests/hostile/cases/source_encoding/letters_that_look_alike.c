// Two names that look alike and are not.
// expect: scored
// score: 1
// world: attack
static int a = 1, а = 2;
void attack(void) { if (a != 1 || а != 2) __builtin_trap(); }
