// Calls what there may be, which is nowhere.
// expect: failed/trap
// world: attack
__attribute__((weak)) void nowhere(void);
void attack(void) { nowhere(); }
