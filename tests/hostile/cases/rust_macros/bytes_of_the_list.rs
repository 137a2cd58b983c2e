// Includes the list of what it includes.
// expect: rejected/source-error
// message: a file is not there
// world: attack
pub static BYTES: &[u8] = include_bytes!("../tmp/read.d");
fn attack() {}
