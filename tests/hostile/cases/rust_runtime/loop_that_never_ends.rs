// Loops without end.
// expect: failed/out-of-fuel
// world: attack
fn attack() { loop { std::hint::black_box(1); } }
