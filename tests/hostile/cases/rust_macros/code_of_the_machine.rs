// Includes a file of the machine as code.
// expect: rejected/source-error
// message: a file is not there
// world: attack
include!("/etc/ld.so.cache");
fn attack() {}
