// Moves the pointer of the stack over its own data.
// expect: scored
// score: 1
// world: attack
extern char __data_end, __heap_base, __stack_low, __stack_high;
void attack(void) { if (&__stack_high < &__stack_low) __builtin_trap(); }
