// Opens a file by the names that its C library has for it.
// expect: scored
// score: 1
// world: attack
#include <stdio.h>
void attack(void) {
  if (fopen("/etc/passwd", "r") || fopen("/dev/urandom", "r") || fopen("candidate.c", "r")) __builtin_trap();
}
