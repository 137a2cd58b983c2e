// Raises the limit of macros to a number that no stack has.
// expect: rejected/compile-limit
// world: attack
#![recursion_limit = "1000000"]
macro_rules! m { ($($t:tt)*) => { m!{ [$($t)*] } } }
m!{}
fn attack() {}
