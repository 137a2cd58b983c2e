// Two names, each of which is the other.
// expect: rejected/source-error
// world: attack
void a(void) __attribute__((alias("b")));
void b(void) __attribute__((alias("a")));
void attack(void) {}
