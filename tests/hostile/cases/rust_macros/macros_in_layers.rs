// Eight layers of macros, ten times as much in each.
// expect: rejected/source-error
// world: attack
macro_rules! a { ($($t:tt)*) => { $($t)* $($t)* $($t)* $($t)* $($t)* $($t)* $($t)* $($t)* } }
macro_rules! b { ($($t:tt)*) => { a!{ a!{ a!{ $($t)* } } } } }
b!{ mod x {} }
fn attack() {}
