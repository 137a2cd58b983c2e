// Embeds its own text, which is its to read, and finds nothing but that.
// expect: scored
// score: 1
// world: attack
static const char text[] = {
#embed "candidate.c"
};
void attack(void) {
  for (unsigned at = 0; at + 4 < sizeof text; at++)
    if (text[at] == '/' && text[at + 1] == 't' && text[at + 2] == 'm' && text[at + 3] == 'p' + 1) __builtin_trap();
}
