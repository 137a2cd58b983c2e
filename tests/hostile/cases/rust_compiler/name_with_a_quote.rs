// Exports a function whose name ends an argument of the linker.
// expect: scored
// score: 1
// world: attack
#[unsafe(export_name = "a\" \"-lc\" \"")]
pub extern "C" fn mine() {}
fn attack() {}
