// A static of more than its budget has.
// expect: failed/out-of-memory
// world: attack
static mut X: [u8; 80 << 20] = [0; 80 << 20];
fn attack() { unsafe { (&raw mut X).cast::<u8>().add(std::hint::black_box(7)).write_volatile(1) } }
