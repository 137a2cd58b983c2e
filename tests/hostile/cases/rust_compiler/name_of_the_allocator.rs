// Exports a function under the name of the generated allocator.
// expect: rejected/type
// message: cabi_realloc
// world: attack
#[unsafe(no_mangle)]
pub extern "C" fn cabi_realloc() {}
fn attack() {}
