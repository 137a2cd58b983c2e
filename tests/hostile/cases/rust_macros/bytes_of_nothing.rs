// Includes a file that there is not, which must look like all others.
// expect: rejected/source-error
// message: a file is not there
// world: attack
pub static BYTES: &[u8] = include_bytes!("/no/such/file");
fn attack() {}
