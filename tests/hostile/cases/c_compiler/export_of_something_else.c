// Exports a function that nobody asks for.
// expect: scored
// score: 1
// world: attack
__attribute__((export_name("run"))) int mine(void) { return 1; }
void attack(void) {}
