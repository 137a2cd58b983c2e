// Writes to nowhere, which is the end of its stack.
// expect: scored
// score: 1
// world: attack
void attack(void) { *(volatile int *)0 = 7; }
