// Calls itself until there is no more stack of its own.
// expect: failed/trap
// world: attack
__attribute__((noinline)) static int deep(volatile int n) { volatile char frame[64]; frame[n & 63] = 1; return deep(n + 1) + frame[0]; }
void attack(void) { deep(0); }
