// Gives macros of the library another meaning.
// expect: scored
// score: 1
// world: attack
macro_rules! vec { ($($t:tt)*) => { compile_error!("mine") } }
macro_rules! panic { ($($t:tt)*) => { compile_error!("mine") } }
fn attack() {}
