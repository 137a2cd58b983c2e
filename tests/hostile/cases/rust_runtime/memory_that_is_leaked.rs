// Forgets what it has allocated.
// expect: failed/out-of-memory
// world: attack
fn attack() { loop { std::mem::forget(std::hint::black_box(vec![1u8; 1 << 20])); } }
