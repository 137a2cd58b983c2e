// A constant that calls a function that calls itself.
// expect: rejected/source-error
// world: attack
const fn f(n: u64) -> u64 { f(n + 1) + 1 }
const X: u64 = f(0);
fn attack() { assert_eq!(X, 0); }
