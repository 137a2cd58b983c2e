// Makes the allocator another name of its own function.
// expect: rejected/source-error
// world: attack
void *mine(__SIZE_TYPE__ n) { return (void *)64; }
void *malloc(__SIZE_TYPE__ n) __attribute__((alias("mine_too")));
void attack(void) {}
