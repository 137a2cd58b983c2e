// Divides the smallest number by minus one.
// expect: failed/trap
// world: attack
void attack(void) { volatile int a = -2147483647 - 1, b = -1; volatile int x = a / b; (void)x; }
