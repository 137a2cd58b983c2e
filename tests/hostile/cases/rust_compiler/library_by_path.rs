// Asks the linker for a file by a way through the kernel.
// expect: rejected/source-error
// world: attack
#[link(name = "../../../../../../../../etc/ld.so.cache", kind = "static", modifiers = "+verbatim")]
unsafe extern "C" {}
fn attack() {}
