// Switches on features of the machine that are off.
// expect: rejected/feature
// world: attack
#include <wasm_simd128.h>
__attribute__((target("simd128"))) void attack(void) {
  volatile v128_t a = wasm_i32x4_splat(3);
  if (wasm_i32x4_extract_lane(a, 0) != 3) __builtin_trap();
}
