// Imports a file's opening from the system that its language has not.
// expect: rejected/type
// world: attack
#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" { fn sock_open(a: i32, b: i32) -> i32; }
fn attack() { unsafe { sock_open(1, 2); } }
