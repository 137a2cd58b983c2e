// Calls a function by a pointer of another type.
// expect: failed/trap
// world: attack
static int f(int x) { return x; }
void attack(void) { void *volatile p = (void *)f; ((double (*)(double, double))p)(1, 2); }
