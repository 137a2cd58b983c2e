// A program as it was written fifty years ago.
// expect: scored
// score: 1
// world: attack
int add(a, b) int a; int b; { return a + b; }
void attack(void) { if (add(1, 2) != 3) __builtin_trap(); }
