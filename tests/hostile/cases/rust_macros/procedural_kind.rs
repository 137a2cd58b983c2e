// Says that it is a procedural macro.
// expect: rejected/source-error
// message: proc-macro
// world: attack
#![crate_type = "proc-macro"]
extern crate proc_macro;
#[proc_macro_derive(D)]
pub fn d(x: proc_macro::TokenStream) -> proc_macro::TokenStream { x }
fn attack() {}
