// Exports a function whose name asks the linker for a library.
// expect: rejected/source-error
// world: attack
#[unsafe(export_name = "-lc")]
pub extern "C" fn mine() {}
fn attack() {}
