// Lists the folder that it is in, and that of the machine.
// expect: scored
// score: 1
// world: attack
#include <dirent.h>
void attack(void) { if (opendir(".") || opendir("/") || opendir("/proc/self/fd")) __builtin_trap(); }
