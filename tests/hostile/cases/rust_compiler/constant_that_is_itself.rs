// A constant that is itself.
// expect: rejected/source-error
// message: cycle
// world: attack
const X: u64 = X;
fn attack() { assert_eq!(X, 0); }
