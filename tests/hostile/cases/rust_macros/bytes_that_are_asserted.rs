// Includes a file of the machine and lets the compiler say what is in it.
// expect: rejected/source-error
// message: a file is not there
// world: attack
const _: () = assert!(include_bytes!("/etc/ld.so.cache")[0] == 0, "it begins otherwise");
fn attack() {}
