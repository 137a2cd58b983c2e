// A table of methods that is a number.
// expect: failed/trap
// world: attack
fn attack() {
    let parts = std::hint::black_box((8usize, 1usize));
    let f: &dyn Fn() = unsafe { std::mem::transmute(parts) };
    f()
}
