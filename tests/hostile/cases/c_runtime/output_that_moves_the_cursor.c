// Prints commands to a terminal.
// expect: scored
// score: 1
// world: attack
#include <stdio.h>
void attack(void) { puts("\033[2J\033]0;title\007\r\b\0"); }
