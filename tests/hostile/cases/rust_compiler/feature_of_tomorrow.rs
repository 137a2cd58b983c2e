// Asks for a feature that is not finished.
// expect: rejected/source-error
// message: may not be used
// world: attack
#![feature(asm_experimental_arch)]
fn attack() {}
