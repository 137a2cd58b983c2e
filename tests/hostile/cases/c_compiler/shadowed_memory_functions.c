// Defines how memory is copied anew, wrongly.
// expect: failed/invalid-output
// world: attack
void *memcpy(void *to, const void *from, __SIZE_TYPE__ n) { return to; }
void *memmove(void *to, const void *from, __SIZE_TYPE__ n) { return to; }
void attack(void) {}
