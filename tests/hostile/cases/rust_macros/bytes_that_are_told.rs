// Includes a file of the machine and lets an error quote it.
// expect: rejected/source-error
// message: a file is not there
// world: attack
const TEXT: &[u8] = include_bytes!("/etc/ld.so.cache");
const _: [(); 0] = [(); TEXT.len()];
fn attack() {}
