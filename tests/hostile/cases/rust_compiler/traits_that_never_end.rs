// A condition that asks for a longer one.
// expect: rejected/source-error
// message: overflow
// world: attack
trait T {}
impl<X> T for X where Vec<X>: T {}
fn f<X: T>() {}
fn attack() { f::<u8>() }
