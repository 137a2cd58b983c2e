// Has a file of the machine as a module.
// expect: rejected/source-error
// message: a file is not there
// world: attack
#[path = "/etc/ld.so.cache"]
mod outside;
fn attack() {}
