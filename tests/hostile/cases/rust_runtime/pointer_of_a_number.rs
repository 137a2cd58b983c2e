// Calls a number as if it were a function.
// expect: failed/trap
// world: attack
fn attack() { let f: fn() = unsafe { std::mem::transmute(std::hint::black_box(123_456usize)) }; f() }
