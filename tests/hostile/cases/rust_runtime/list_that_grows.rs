// A list that grows without end.
// expect: failed/out-of-memory
// world: attack
fn attack() { let mut all = vec![1u8; 1024]; loop { all.extend_from_within(..) } }
