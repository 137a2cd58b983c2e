// Pastes a name to itself, doubling it twenty times.
// expect: rejected/source-error
#define P(a, b) a##b
#define D(a) P(a, a)
#define D2(a) D(a) D(a)
int D(D(D(D(x)))) = ;
