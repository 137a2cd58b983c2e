// Waits for a lock that it holds itself.
// expect: failed/trap
// world: attack
fn attack() { let lock = std::sync::Mutex::new(1); let _a = lock.lock(); let _b = lock.lock(); }
