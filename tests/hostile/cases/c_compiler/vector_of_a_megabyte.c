// Divides vectors that no machine has.
// expect: rejected/compile-limit
// world: attack
typedef int v __attribute__((vector_size(1 << 20)));
v f(v a, v b) { return a * b / a; }
void attack(void) {}
