// Panics and catches it, which cannot be done.
// expect: failed/trap
// world: attack
fn attack() { let _ = std::panic::catch_unwind(|| panic!("x")); }
