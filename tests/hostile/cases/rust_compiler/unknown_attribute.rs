// Uses attributes of the compiler's own.
// expect: rejected/source-error
// world: attack
#[rustc_dummy]
#[lang = "owned_box"]
struct B;
fn attack() {}
