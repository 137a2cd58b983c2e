// Calls whatever stands in its table, one after the other.
// expect: failed/trap
// world: attack
void attack(void) { for (volatile unsigned i = 0;; i++) ((void (*)(void))i)(); }
