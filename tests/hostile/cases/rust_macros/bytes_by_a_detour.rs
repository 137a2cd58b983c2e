// Includes a file of the machine by a name that macros make.
// expect: rejected/source-error
// message: a file is not there
// world: attack
macro_rules! read { ($($part:literal)*) => { include_bytes!(concat!($($part),*)) }; }
pub static BYTES: &[u8] = read!("/e" "tc/" "ld.so." "cache");
fn attack() {}
