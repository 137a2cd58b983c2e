// A list with a capacity of more than all memory.
// expect: failed/out-of-memory
// world: attack
fn attack() { std::hint::black_box(Vec::<u64>::with_capacity(usize::MAX / 16)); }
