// Exports its answer under the name of the contract by hand, beside the generated one.
// expect: rejected/type
// message: duplicate export name
// world: attack
__attribute__((export_name("lazaret:candidate/program@0.1.0#call"))) int mine(int a, int b, int c, int d) { return 1; }
void attack(void) {}
