// Has the assembler include a file of the machine.
// expect: rejected/source-error
// message: inline assembly is disabled
// world: attack
__asm__(".include \"/etc/passwd\"\n");
void attack(void) {}
