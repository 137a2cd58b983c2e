// Reads beyond its memory.
// expect: failed/trap
// world: attack
fn attack() { unsafe { ((core::arch::wasm32::memory_size(0) << 16) as *const u8).read_volatile(); } }
