// Exports a function whose name is an option of the linker.
// expect: scored
// score: 1
// world: attack
#[unsafe(export_name = "--export-all")]
pub extern "C" fn mine() {}
fn attack() {}
