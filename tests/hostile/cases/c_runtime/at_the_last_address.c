// Reads four bytes at the last address that there is.
// expect: failed/trap
// world: attack
void attack(void) { *(volatile int *)0xfffffffcu; }
