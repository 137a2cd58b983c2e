// Includes the compiler itself, which it has to be able to read.
// expect: rejected/source-error
// message: a file is not there
// world: attack
pub static BYTES: &[u8] = include_bytes!("/proc/self/exe");
fn attack() {}
