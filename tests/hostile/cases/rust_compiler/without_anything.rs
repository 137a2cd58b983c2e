// Goes without the language itself.
// expect: rejected/source-error
// world: attack
#![no_core]
fn attack() {}
