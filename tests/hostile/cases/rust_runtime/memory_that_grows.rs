// Grows its memory by hand until it may not.
// expect: scored
// score: 1
// world: attack
fn attack() { while core::arch::wasm32::memory_grow(0, 256) != usize::MAX {} }
