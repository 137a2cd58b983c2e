// Imports the evaluator's own functions.
// expect: rejected/type
// world: attack
#[link(wasm_import_module = "lazaret:evaluator/seed@0.1.0")]
unsafe extern "C" { fn get() -> u64; }
fn attack() { unsafe { get(); } }
