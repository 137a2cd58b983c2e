// Goes without the standard library that the generated code needs.
// expect: rejected/source-error
// world: attack
#![no_std]
fn attack() {}
