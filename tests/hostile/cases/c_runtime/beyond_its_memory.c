// Reads one byte beyond its memory.
// expect: failed/trap
// world: attack
void attack(void) { *(volatile char *)(__builtin_wasm_memory_size(0) * 65536u); }
