// Asks for a crate that would have to be fetched.
// expect: rejected/source-error
// message: rand
// world: attack
use rand::Rng;
fn attack() {}
