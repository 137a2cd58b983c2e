// Declares a function that there is not.
// expect: rejected/type
// message: nowhere
// world: attack
unsafe extern "C" { fn nowhere(); }
fn attack() { unsafe { nowhere() } }
