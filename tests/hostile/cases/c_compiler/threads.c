// Asks for atomic instructions and memory for all.
// expect: rejected/feature
// world: attack
__attribute__((target("atomics"))) void attack(void) {
  static int x;
  __builtin_wasm_memory_atomic_notify(&x, 1);
}
