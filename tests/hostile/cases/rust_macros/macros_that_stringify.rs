// Makes a text of a text of a text.
// expect: scored
// score: 1
// world: attack
macro_rules! s { ($($t:tt)*) => { stringify!(s!(s!(s!($($t)*)))) } }
const TEXT: &str = s!("\u{202e}\0");
fn attack() { assert!(!TEXT.is_empty()); }
