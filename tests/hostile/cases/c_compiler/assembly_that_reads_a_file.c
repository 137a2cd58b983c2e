// Has the assembler read a file of the machine.
// expect: rejected/source-error
// message: inline assembly is disabled
// world: attack
__asm__(".section .data.x,\"\",@\n.incbin \"/etc/hostname\"\n");
void attack(void) {}
