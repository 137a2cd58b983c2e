// Jumps to addresses that it computes.
// expect: scored
// score: 1
// world: attack
void attack(void) {
  static void *ways[] = { &&a, &&b };
  volatile int i = 1;
  goto *ways[i];
a:
  __builtin_trap();
b:
  return;
}
