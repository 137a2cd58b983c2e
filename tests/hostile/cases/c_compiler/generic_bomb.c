// Chooses by type inside of a choice by type, twenty layers of two.
// expect: scored
// score: 1
// world: attack
#define G0(x) _Generic((x), int: 1, default: 0)
#define G1(x) _Generic((x), int: G0(x), default: G0(x))
#define G2(x) _Generic((x), int: G1(x), default: G1(x))
#define G3(x) _Generic((x), int: G2(x), default: G2(x))
#define G4(x) _Generic((x), int: G3(x), default: G3(x))
#define G5(x) _Generic((x), int: G4(x), default: G4(x))
#define G6(x) _Generic((x), int: G5(x), default: G5(x))
static const int g = G6(1);
void attack(void) { if (g != 1) __builtin_trap(); }
