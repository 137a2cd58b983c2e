// A constant that reads the memory of the compiler by a number.
// expect: rejected/source-error
// world: attack
const X: u8 = unsafe { *(0x400000 as *const u8) };
fn attack() { assert_eq!(X, 0); }
