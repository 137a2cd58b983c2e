// Names that are written as numbers.
// expect: scored
// score: 1
// world: attack
static int \u00fc = 7;
void attack(void) { if (ü != 7) __builtin_trap(); }
