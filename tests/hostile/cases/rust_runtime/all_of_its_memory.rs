// Reads all of its memory, which holds nothing of others.
// expect: scored
// score: 1
// world: attack
fn attack() {
    let end = core::arch::wasm32::memory_size(0) << 16;
    let mut sum = 0u32;
    for at in (64..end).step_by(64) { sum = sum.wrapping_add(unsafe { (at as *const u8).read_volatile() }.into()); }
    std::hint::black_box(sum);
}
