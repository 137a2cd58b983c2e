// Asks the linker for a file in its own folder by a way through the kernel.
// expect: rejected/source-error
// world: attack
#[link(name = ":../../../../../../../../../../proc/self/cwd/source/candidate.rs", modifiers = "+verbatim")]
unsafe extern "C" { fn x(); }
fn attack() { unsafe { x() } }
