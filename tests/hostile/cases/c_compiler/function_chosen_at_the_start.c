// Asks for a function that is chosen when the program starts.
// expect: scored
// score: 1
// world: attack
static void *choose(void) { return 0; }
void mine(void) __attribute__((ifunc("choose")));
void attack(void) {}
