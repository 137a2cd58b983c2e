// Includes the list of libraries of the machine, which the loader has to read.
// expect: rejected/source-error
// message: a file is not there
// world: attack
pub static BYTES: &[u8] = include_bytes!("/etc/ld.so.cache");
fn attack() {}
