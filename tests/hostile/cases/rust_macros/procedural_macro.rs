// Is a procedural macro, which would run in the compiler.
// expect: rejected/source-error
// message: proc-macro
// world: attack
extern crate proc_macro;
#[proc_macro]
pub fn m(x: proc_macro::TokenStream) -> proc_macro::TokenStream { x }
fn attack() {}
