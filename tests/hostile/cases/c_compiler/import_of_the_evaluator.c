// Imports the evaluator's own functions.
// expect: rejected/type
// world: attack
__attribute__((import_module("lazaret:evaluator/seed@0.1.0"), import_name("get"))) long long get(void);
void attack(void) { get(); }
