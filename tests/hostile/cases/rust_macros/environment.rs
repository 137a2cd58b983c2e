// Compiles the environment of its compiler in.
// expect: rejected/source-error
// message: PATH
// world: attack
pub const PATH: &str = env!("PATH");
fn attack() {}
