// A function that makes a longer one and calls itself with it.
// expect: rejected/source-error
// message: recursion limit
// world: attack
fn f<F: Fn()>(x: F, n: u32) { if n != 0 { f(|| x(), n - 1) } }
fn attack() { f(|| (), std::hint::black_box(1)) }
