// Throws by the instruction of the machine.
// expect: rejected/source-error
// message: __cpp_exception
// world: attack
__attribute__((target("exception-handling"))) void attack(void) { __builtin_wasm_throw(0, 0); }
