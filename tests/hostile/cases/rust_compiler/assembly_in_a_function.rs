// Assembles inside of a function.
// expect: rejected/source-error
// message: not stable
// world: attack
fn attack() { unsafe { core::arch::asm!(".incbin \"/proc/self/fd/2\"") } }
