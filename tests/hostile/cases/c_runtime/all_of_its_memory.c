// Reads all of its memory, which holds nothing of others.
// expect: scored
// score: 1
// world: attack
void attack(void) {
  unsigned size = __builtin_wasm_memory_size(0) * 65536u;
  unsigned sum = 0;
  for (unsigned at = 0; at < size; at += 64) sum += *(volatile unsigned char *)at;
  (void)sum;
}
