// Exports what it likes by directives of the assembler.
// expect: rejected/source-error
// message: inline assembly is disabled
// world: attack
asm(".export_name attack, memory\n");
void attack(void) {}
