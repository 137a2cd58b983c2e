// Calls itself until there is no more stack.
// expect: failed/trap
// world: attack
fn deep(n: u64) -> u64 { let frame = std::hint::black_box([n; 16]); deep(n + 1) + frame[3] }
fn attack() { std::hint::black_box(deep(0)); }
