// Exports a function under the name of the memory.
// expect: rejected/type
// message: duplicate export name
// world: attack
__attribute__((export_name("memory"))) int mine(void) { return 1; }
void attack(void) {}
