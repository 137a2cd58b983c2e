// Asks the linker for a library.
// expect: rejected/source-error
// message: native library
// world: attack
#[link(name = "c")]
unsafe extern "C" { fn system(text: *const u8) -> i32; }
fn attack() { unsafe { system(c"id".as_ptr().cast()); } }
