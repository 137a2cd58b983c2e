// Forbids the unsafe code that the generated code has.
// expect: scored
// score: 1
// world: attack
#![forbid(unsafe_code)]
#![deny(warnings)]
fn attack() {}
