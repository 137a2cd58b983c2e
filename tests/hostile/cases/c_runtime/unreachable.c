// Goes where the compiler was told that it never goes.
// expect: failed/trap
// world: attack
void attack(void) { volatile int x = 1; if (x) __builtin_trap(); }
