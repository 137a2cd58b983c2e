// Warns about everything, in the hope of filling the messages.
// expect: scored
// score: 1
// world: attack
#pragma GCC diagnostic warning "-Weverything"
#define W _Pragma("GCC warning \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"")
#define W8 W W W W W W W W
#define W64 W8 W8 W8 W8 W8 W8 W8 W8
W64 W64 W64 W64
void attack(void) {}
