// Calls a number as if it were a function.
// expect: failed/trap
// world: attack
void attack(void) { volatile unsigned at = 123456; ((void (*)(void))at)(); }
