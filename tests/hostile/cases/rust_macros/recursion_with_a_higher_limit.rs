// Raises the limit of macros and reaches it.
// expect: rejected/source-error
// message: recursion limit
// world: attack
#![recursion_limit = "600"]
macro_rules! m { ($($t:tt)*) => { m!{ [$($t)*] } } }
m!{}
fn attack() {}
