// Gives itself another name.
// expect: rejected/source-error
// world: attack
#![crate_name = "std"]
fn attack() {}
