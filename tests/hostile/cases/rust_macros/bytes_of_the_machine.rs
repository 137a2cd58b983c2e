// Includes a file that every machine has and none has alike.
// expect: rejected/source-error
// message: a file is not there
// world: attack
pub static BYTES: &[u8] = include_bytes!("/etc/hostname");
fn attack() {}
