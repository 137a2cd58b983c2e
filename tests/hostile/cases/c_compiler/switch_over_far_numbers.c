// A choice among numbers that are far apart.
// expect: scored
// score: 1
// world: attack
#define C(x) case (x) * 7919: return x;
#define C4(x) C(x) C(x + 1) C(x + 2) C(x + 3)
#define C16(x) C4(x) C4(x + 4) C4(x + 8) C4(x + 12)
static int f(int x) { switch (x) { C16(0) C16(16) C16(32) } return -1; }
void attack(void) { volatile int x = 7919 * 40; if (f(x) != 40) __builtin_trap(); }
