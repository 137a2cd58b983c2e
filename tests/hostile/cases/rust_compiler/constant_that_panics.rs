// A constant that panics.
// expect: rejected/source-error
// message: out of memory
// world: attack
const X: u8 = panic!("out of memory");
fn attack() { assert_eq!(X, 0); }
