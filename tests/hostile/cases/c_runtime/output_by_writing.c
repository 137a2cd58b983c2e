// Writes more to the other stream than it may, past its library.
// expect: failed/output-limit
// world: attack
#include <unistd.h>
void attack(void) { for (int i = 0; i < 999; i++) write(2, "aaaaaaaaaaaaaaaa", 16); }
