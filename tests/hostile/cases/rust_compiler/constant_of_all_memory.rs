// A constant of more than all memory.
// expect: rejected/source-error
// world: attack
static X: [u8; 1 << 40] = [0; 1 << 40];
fn attack() { assert_eq!(std::hint::black_box(&X)[5], 0); }
