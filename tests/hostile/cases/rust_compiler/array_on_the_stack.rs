// An array on the stack that is larger than the stack.
// expect: failed/trap
// world: attack
fn attack() { let x = std::hint::black_box([1u8; 8 << 20]); assert_eq!(x[5], 1); }
