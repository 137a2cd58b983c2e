// Has a file of the machine as documentation.
// expect: rejected/source-error
// message: a file is not there
// world: attack
#[doc = include_str!("/etc/hostname")]
pub struct Documented;
fn attack() {}
