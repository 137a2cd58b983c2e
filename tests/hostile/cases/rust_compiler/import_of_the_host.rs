// Imports a function from a module that there is not.
// expect: rejected/type
// message: env
// world: attack
#[link(wasm_import_module = "env")]
unsafe extern "C" { fn system(text: *const u8) -> i32; }
fn attack() { unsafe { system(c"id".as_ptr().cast()); } }
