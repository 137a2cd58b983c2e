// Asks for another memory and for a table.
// expect: scored
// score: 1
// world: attack
static __externref_t table[0];
void attack(void) {}
