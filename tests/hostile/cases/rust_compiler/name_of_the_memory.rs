// Exports a function under the name of the memory.
// expect: rejected/type
// message: duplicate export name
// world: attack
#[unsafe(no_mangle)]
pub extern "C" fn memory() {}
fn attack() {}
