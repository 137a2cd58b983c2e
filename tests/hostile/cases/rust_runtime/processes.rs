// Starts a process.
// expect: scored
// score: 1
// world: attack
fn attack() { assert!(std::process::Command::new("id").spawn().is_err()); }
