// A constant of C23 that would be computed by a call.
// expect: rejected/source-error
#pragma clang diagnostic error "-Wall"
constexpr int f(void) { return f(); }
constexpr int x = f();
