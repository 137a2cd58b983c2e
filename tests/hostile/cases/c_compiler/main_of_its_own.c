// Has a `main`, which nobody calls.
// expect: scored
// score: 1
// world: attack
int main(void) { __builtin_trap(); }
void attack(void) {}
