// Runs before it is asked, and answers all the same.
// expect: scored
// score: 1
// world: attack
static int ran;
__attribute__((constructor)) static void before(void) { ran = 1; }
void attack(void) { if (!ran) __builtin_trap(); }
