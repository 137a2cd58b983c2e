// Has the assembler read a file of the machine.
// expect: rejected/source-error
// message: not stable
// world: attack
core::arch::global_asm!(".incbin \"/etc/hostname\"");
fn attack() {}
