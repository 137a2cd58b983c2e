// Loops in C, with a value that the compiler may not take away.
// expect: failed/out-of-fuel
// world: attack
void attack(void) { for (volatile int i = 0;; i++) ; }
