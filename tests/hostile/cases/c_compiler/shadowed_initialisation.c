// Defines the function that is run first.
// expect: rejected/source-error
// message: duplicate symbol
// world: attack
void _initialize(void) {}
void attack(void) {}
