// Has modules of the names that the generated ones have.
// expect: rejected/source-error
// world: attack
pub mod bindings {}
pub mod rt {}
fn attack() {}
