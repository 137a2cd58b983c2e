// Puts data into sections with the names of the component model.
// expect: rejected/source-error
// world: attack
#[unsafe(link_section = "component-type:candidate")]
#[used]
pub static A: [u8; 4] = *b"\0asm";
#[unsafe(link_section = "producers")]
#[used]
pub static B: [u8; 1] = [255];
fn attack() {}
