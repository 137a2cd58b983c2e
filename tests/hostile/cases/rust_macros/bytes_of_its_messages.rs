// Includes its own standard error, so that the compiler waits for itself.
// expect: rejected/source-error
// message: a file is not there
// world: attack
pub static BYTES: &[u8] = include_bytes!("/proc/self/fd/2");
fn attack() {}
