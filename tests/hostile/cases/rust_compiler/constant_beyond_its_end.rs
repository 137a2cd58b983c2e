// A constant that reads beyond the end of another.
// expect: rejected/source-error
// world: attack
const X: u8 = unsafe { *[1u8].as_ptr().add(1) };
fn attack() { assert_eq!(X, 0); }
