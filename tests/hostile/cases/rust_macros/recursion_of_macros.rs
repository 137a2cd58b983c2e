// A macro that doubles what it was given and calls itself.
// expect: rejected/source-error
// message: recursion limit
// world: attack
macro_rules! m { ($($t:tt)*) => { m!($($t)* x); } }
m!();
fn attack() {}
