// Includes a device whose bytes are others each time.
// expect: rejected/source-error
// message: a file is not there
// world: attack
pub static BYTES: &[u8] = include_bytes!("/dev/urandom");
fn attack() {}
