// Panics while a value goes.
// expect: failed/trap
// world: attack
struct D;
impl Drop for D { fn drop(&mut self) { panic!("d") } }
fn attack() { let _d = D; }
