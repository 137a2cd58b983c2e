// Keeps a reference in a variable.
// expect: scored
// score: 1
// world: attack
__externref_t kept;
void attack(void) {}
