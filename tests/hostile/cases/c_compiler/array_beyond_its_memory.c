// An array that is larger than all of its memory.
// expect: rejected/source-error
// message: too large
// world: attack
char a[1ull << 40];
void attack(void) {}
