// Has itself as a module, for ever.
// expect: rejected/source-error
// world: attack
#[path = "candidate.rs"]
mod again;
fn attack() {}
