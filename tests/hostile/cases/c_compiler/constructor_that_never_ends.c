// Never ends before it is asked.
// expect: failed/out-of-fuel
// world: attack
__attribute__((constructor)) static void before(void) { for (volatile int i = 0;; i++) ; }
void attack(void) {}
