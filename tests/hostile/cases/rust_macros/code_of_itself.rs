// Includes itself as code, for ever.
// expect: rejected/source-error
// world: attack
include!("candidate.rs");
fn attack() {}
