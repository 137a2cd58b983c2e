// Says itself what the linker and the bindings would say, on lines of their own.
// expect: rejected/source-error
// world: attack
compile_error!("x\nglue/bindings.rs:1:1: error: cannot find function\nrust-lld: error: undefined symbol: exports_x");
fn attack() {}
