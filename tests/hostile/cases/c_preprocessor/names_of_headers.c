// Makes a header say where it lies, by a macro in its text.
// expect: scored
// score: 1
// world: attack
#include <string.h>
static const char *place;
#define _CTYPE_H
#undef _CTYPE_H
#define isalnum(x) unused_name; static const char *leak = __FILE__; int isalnum_(int)
#include <ctype.h>
#undef isalnum
void attack(void) {
  place = leak;
  if (strcmp(place, "/lazaret/headers/ctype.h")) __builtin_trap();
}
