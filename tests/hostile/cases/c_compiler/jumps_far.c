// Jumps back to where it has been, over frames.
// expect: rejected/source-error
// world: attack
#include <setjmp.h>
void attack(void) { jmp_buf b; if (!setjmp(b)) longjmp(b, 1); }
