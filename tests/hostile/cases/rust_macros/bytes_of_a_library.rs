// Includes the standard library as bytes, by a name through the kernel.
// expect: rejected/source-error
// message: a file is not there
// world: attack
pub static BYTES: &[u8] = include_bytes!("/proc/self/exe/../../lib/libstd.so");
fn attack() {}
