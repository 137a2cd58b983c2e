// Calls what there is not.
// expect: rejected/source-error
// message: undefined symbol: nowhere
// world: attack
void nowhere(void);
void attack(void) { nowhere(); }
