// Traps before it is asked.
// expect: failed/trap
// world: attack
__attribute__((constructor)) static void before(void) { __builtin_trap(); }
void attack(void) {}
