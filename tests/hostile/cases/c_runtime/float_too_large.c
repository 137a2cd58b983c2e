// Makes a whole number of a float that is larger than any.
// expect: scored
// score: 1
// world: attack
void attack(void) { volatile double d = 1e300; volatile int x = (int)d; (void)x; }
