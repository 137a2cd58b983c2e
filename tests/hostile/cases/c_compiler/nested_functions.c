// Defines a function inside of a function, which needs memory that can be run.
// expect: rejected/source-error
// world: attack
void attack(void) { int x = 1; int inner(void) { return x; } inner(); }
