// Reads a file by assembly inside of a function.
// expect: rejected/source-error
// message: inline assembly is disabled
// world: attack
void attack(void) { __asm__ volatile(".incbin \"../view.json\""); }
