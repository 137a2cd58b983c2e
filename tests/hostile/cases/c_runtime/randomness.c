// Asks for chance without end.
// expect: failed/hostcall-limit
// world: attack
#include <unistd.h>
void attack(void) { static char b[256]; for (;;) getentropy(b, sizeof b); }
