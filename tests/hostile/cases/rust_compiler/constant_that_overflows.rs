// A constant that is larger than its type.
// expect: rejected/source-error
// world: attack
const X: u8 = 255 + 1;
fn attack() { assert_eq!(X, 0); }
