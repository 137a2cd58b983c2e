// Starts a thread.
// expect: failed/trap
// world: attack
fn attack() { std::thread::spawn(|| loop {}).join().unwrap() }
