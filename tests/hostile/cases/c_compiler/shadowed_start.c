// Defines the function that the linker makes.
// expect: rejected/source-error
// world: attack
void __wasm_call_ctors(void) {}
void attack(void) {}
