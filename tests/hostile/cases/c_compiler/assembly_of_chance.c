// Has the assembler read a device whose bytes are others each time.
// expect: rejected/source-error
// message: inline assembly is disabled
// world: attack
asm(".incbin \"/dev/urandom\",0,16\n");
void attack(void) {}
