// Three letters that were one, and are three.
// expect: scored
// score: 1
// world: attack
void attack(void) { const char t[] = "??/"; if (sizeof t != 4) __builtin_trap(); }
