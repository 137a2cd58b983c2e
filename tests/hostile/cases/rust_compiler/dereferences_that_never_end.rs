// A pointer that points to a longer one.
// expect: rejected/source-error
// world: attack
struct W<T>(T);
impl<T> std::ops::Deref for W<T> { type Target = W<W<T>>; fn deref(&self) -> &Self::Target { loop {} } }
fn attack() { W(1).nothing(); }
