// Derives a trait that a crate would have to bring.
// expect: rejected/source-error
// message: Serialize
// world: attack
#[derive(Serialize)]
struct S;
fn attack() {}
