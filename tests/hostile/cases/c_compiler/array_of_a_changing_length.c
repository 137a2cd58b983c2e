// An array on the stack whose length is the largest number.
// expect: failed/trap
// world: attack
void attack(void) {
  volatile unsigned n = 0x7fffffff;
  volatile char a[n];
  a[0] = 1;
  a[n - 1] = 1;
}
