// Asks the linker for the whole of a library.
// expect: rejected/source-error
// world: attack
#[link(name = "x", kind = "static", modifiers = "+whole-archive")]
unsafe extern "C" {}
fn attack() {}
