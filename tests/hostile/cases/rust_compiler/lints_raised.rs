// Raises every warning to an error, in code that is not its own as well.
// expect: scored
// score: 1
// world: attack
#![deny(warnings, clippy::all, unused, missing_docs)]
fn unused() {}
fn attack() {}
