// Repeats a directive of the assembler without end.
// expect: rejected/source-error
// message: inline assembly is disabled
// world: attack
asm(".rept 1000000000\n.int32 0\n.endr\n");
void attack(void) {}
