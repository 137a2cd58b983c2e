// Tells the compiler to print what it knows.
// expect: scored
// score: 1
// world: attack
#define X 1
int x;
#pragma clang __debug macro X
#pragma clang __debug dump x
#pragma clang __debug diag_mapping
void attack(void) {}
