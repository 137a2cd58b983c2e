// Exports another allocator than the generated one.
// expect: rejected/type
// message: duplicate export name
// world: attack
__attribute__((export_name("cabi_realloc"))) void *mine(void *p, unsigned a, unsigned b, unsigned c) { return (void *)1; }
void attack(void) {}
