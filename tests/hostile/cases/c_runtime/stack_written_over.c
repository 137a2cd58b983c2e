// Writes over all of its own stack below itself.
// expect: scored
// score: 1
// world: attack
void attack(void) { volatile char here; for (volatile char *p = 0; p < &here - 4096; p++) *p = 0x55; }
