// Has the assembler read its own messages.
// expect: rejected/source-error
// message: inline assembly is disabled
// world: attack
asm(".incbin \"/proc/self/fd/2\"\n");
void attack(void) {}
