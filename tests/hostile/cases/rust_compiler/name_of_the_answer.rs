// Exports an answer under the name of the contract by hand.
// expect: rejected/type
// message: is already defined
// world: attack
#[unsafe(export_name = "lazaret:candidate/program@0.1.0#call")]
pub extern "C" fn mine() {}
fn attack() {}
