// An array of a hundred megabytes of nothing, which the compiler writes out.
// expect: rejected/compile-limit
// message: room for one file
// world: attack
char a[100 << 20];
void attack(void) { a[(unsigned)(__SIZE_TYPE__)&attack] = 1; }
