// Puts a function among those that are run first.
// expect: failed/trap
// world: attack
#[unsafe(link_section = ".init_array")]
#[used]
static FIRST: extern "C" fn() = first;
extern "C" fn first() { core::arch::wasm32::unreachable() }
fn attack() {}
