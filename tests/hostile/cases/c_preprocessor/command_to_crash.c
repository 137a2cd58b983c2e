// Tells the compiler to break down.
// expect: scored
// score: 1
// world: attack
#pragma clang __debug crash
#pragma clang __debug overflow_stack
#pragma clang __debug llvm_fatal_error
#pragma clang __debug llvm_unreachable
#pragma clang __debug parser_crash
#pragma clang __debug assert
void attack(void) {}
