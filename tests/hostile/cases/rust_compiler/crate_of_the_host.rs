// Asks for a crate that the compiler brings for itself.
// expect: rejected/source-error
// world: attack
extern crate libc;
fn attack() {}
