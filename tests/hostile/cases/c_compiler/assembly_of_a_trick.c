// Hides a directive in the name of a symbol.
// expect: scored
// score: 1
// world: attack
extern int strange __asm__("a\n.incbin \"/etc/passwd\"");
int strange = 7;
void attack(void) { if (strange != 7) __builtin_trap(); }
