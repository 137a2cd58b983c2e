// Panics with a value that is no text.
// expect: failed/trap
// world: attack
fn attack() { std::panic::panic_any(7u8) }
