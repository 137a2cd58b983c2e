// Fails an assertion, which names its own file and nothing of the build.
// expect: failed/trap
// world: attack
#include <assert.h>
void attack(void) { volatile int x = 0; assert(x); }
