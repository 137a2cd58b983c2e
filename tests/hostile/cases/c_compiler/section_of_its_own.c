// Puts data into sections with the names of the component model.
// expect: scored
// score: 1
// world: attack
__attribute__((section("component-type"), used)) const char a[] = "x";
__attribute__((section(".custom_section.component-type:candidate"), used)) const char b[] = "x";
__attribute__((section("producers"), used)) const char d[] = "x";
void attack(void) {}
