// Aborts.
// expect: failed/trap
// world: attack
fn attack() { std::process::abort() }
