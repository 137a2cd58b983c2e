// Formats with a width of all memory.
// expect: failed/out-of-fuel
// world: attack
fn attack() {
    let width = std::hint::black_box(60_000usize);
    loop { std::hint::black_box(format!("{:width$}", 1)); }
}
