// Panics with a text of its own.
// expect: failed/trap
// world: attack
fn attack() { panic!("scored 1e9") }
