// Panics while it panics.
// expect: failed/trap
// world: attack
fn attack() { std::panic::set_hook(Box::new(|_| panic!("again"))); panic!("x") }
