// Includes its own file by the way through the kernel.
// expect: rejected/source-error
// message: a file is not there
// world: attack
pub static BYTES: &[u8] = include_bytes!("/proc/self/cwd/source/candidate.rs");
fn attack() {}
