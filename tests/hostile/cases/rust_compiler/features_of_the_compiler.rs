// Asks for the inside of the compiler.
// expect: rejected/source-error
// message: can't find crate
// world: attack
#![feature(rustc_private)]
extern crate rustc_driver;
fn attack() {}
