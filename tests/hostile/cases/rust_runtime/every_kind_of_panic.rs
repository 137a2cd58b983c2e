// Overflows, divides, indexes, unwraps: the first ends it.
// expect: failed/trap
// world: attack
fn attack() {
    let zero = std::hint::black_box(0usize);
    let list = [1, 2, 3];
    let _ = list[zero + 3] / zero;
}
