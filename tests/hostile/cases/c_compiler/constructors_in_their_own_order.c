// Asks to run before what the C library does first.
// expect: scored
// score: 1
// world: attack
static int order;
__attribute__((constructor(0))) static void first(void) { order = order * 10 + 1; }
__attribute__((constructor(65535))) static void last(void) { order = order * 10 + 2; }
void attack(void) { if (order != 12) __builtin_trap(); }
