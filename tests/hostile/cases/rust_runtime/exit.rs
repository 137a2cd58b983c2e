// Ends as if all were well, in a language that has no end.
// expect: failed/trap
// world: attack
fn attack() { std::process::exit(0) }
