// A type that holds itself.
// expect: rejected/source-error
// message: infinite size
// world: attack
struct A(A);
fn attack() {}
