// A type of twice itself, thirty times over, whose name no memory holds.
// expect: rejected/source-error
// world: attack
trait T { type N; }
struct A<X>(X);
impl<X> T for A<X> { type N = A<(X, X)>; }
fn f<X>(n: u32) { if n != 0 { f::<A<(X, X)>>(n - 1) } }
fn attack() { f::<u8>(std::hint::black_box(3)) }
