// Compiles names and dates in that would differ from build to build.
// expect: scored
// score: 1
// world: attack
#include <string.h>
static int is(const char *text, const char *known) { return strcmp(text, known) == 0; }
void attack(void) {
  if (!is(__DATE__, "Jan  1 1970") || !is(__TIME__, "00:00:00")) __builtin_trap();
  if (!is(__TIMESTAMP__, "Thu Jan  1 00:00:00 1970")) __builtin_trap();
  if (!is(__FILE__, "source/candidate.c") || !is(__BASE_FILE__, "source/candidate.c")) __builtin_trap();
  if (!is(__builtin_FILE(), "source/candidate.c") || !is(__FILE_NAME__, "candidate.c")) __builtin_trap();
}
