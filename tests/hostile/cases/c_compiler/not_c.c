// A program in another language.
// expect: rejected/source-error
// world: attack
class x { public: int y; };
void attack(void) {}
