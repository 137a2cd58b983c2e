// Counts with the compiler, which is the same each time.
// expect: scored
// score: 1
// world: attack
#define C __COUNTER__ + __COUNTER__ + __COUNTER__
static const int counted = C + C;
void attack(void) { if (counted != 15) __builtin_trap(); }
