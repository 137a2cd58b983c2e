// Switches on instructions of the machine that are off.
// expect: rejected/feature
// world: attack
#[target_feature(enable = "simd128")]
fn wide(x: i32) -> i32 { core::arch::wasm32::i32x4_extract_lane::<0>(std::hint::black_box(core::arch::wasm32::i32x4_splat(x))) }
fn attack() { assert_eq!(unsafe { wide(std::hint::black_box(3)) }, 3); }
