// An array of a gigabyte with one value at its end.
// expect: rejected/compile-limit
// message: memory
// world: attack
int a[1 << 28] = { [(1 << 28) - 1] = 1 };
void attack(void) {}
