// Text that is shown in another order than it is read.
// expect: scored
// score: 1
// world: attack
static int f(void) { /* ‮ } ⁦ if (0) ⁩ ⁦ { */ return 7; }
void attack(void) { if (f() != 7) __builtin_trap(); }
