// Defines the function that the linker makes.
// expect: rejected/source-error
// world: attack
#[unsafe(no_mangle)]
pub extern "C" fn __wasm_call_ctors() {}
fn attack() {}
