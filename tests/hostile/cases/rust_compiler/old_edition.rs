// Writes as it was written before modules had their ways.
// expect: rejected/source-error
// world: attack
extern crate core as std2;
fn attack() { let async = 1; }
