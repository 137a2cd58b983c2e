// Says that it is a program for the machine.
// expect: scored
// score: 1
// world: attack
#![crate_type = "bin"]
fn attack() {}
