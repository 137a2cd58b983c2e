// Five layers of macros, ten times as much in each, as one text.
// expect: scored
// score: 1
// world: attack
#define A x x x x x x x x x x
#define B A A A A A A A A A A
#define C B B B B B B B B B B
#define D C C C C C C C C C C
#define E D D D D D D D D D D
#define STRING(...) #__VA_ARGS__
#define S(...) STRING(__VA_ARGS__)
static const char text[] = S(E);
void attack(void) { if (sizeof text != 200000) __builtin_trap(); }
