// Divides by zero.
// expect: failed/trap
// world: attack
void attack(void) { volatile int zero = 0; volatile int x = 7 / zero; (void)x; }
