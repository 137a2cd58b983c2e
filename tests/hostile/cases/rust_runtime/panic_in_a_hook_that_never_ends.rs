// Never ends while it panics.
// expect: failed/out-of-fuel
// world: attack
fn attack() { std::panic::set_hook(Box::new(|_| loop { std::hint::spin_loop() })); panic!("x") }
