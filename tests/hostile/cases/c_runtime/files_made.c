// Makes a file, a folder and a link.
// expect: scored
// score: 1
// world: attack
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
void attack(void) { if (fopen("x", "w") || !mkdir("y", 0700) || !symlink("/etc/passwd", "z") || !unlink("/etc/passwd")) __builtin_trap(); }
