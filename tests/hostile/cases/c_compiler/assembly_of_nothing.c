// An empty assembly, which only keeps a value, and is allowed.
// expect: scored
// score: 1
// world: attack
void attack(void) {
  int x = 1;
  __asm__ volatile("" : "+r"(x)::"memory");
  if (x != 1) __builtin_trap();
}
