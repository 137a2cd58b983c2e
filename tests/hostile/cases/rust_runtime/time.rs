// Asks what time it is, in a language that has no clock.
// expect: failed/trap
// world: attack
fn attack() { std::hint::black_box(std::time::Instant::now()); }
