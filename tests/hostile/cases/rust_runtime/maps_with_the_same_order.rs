// Orders a map by chance, which is the same each time.
// expect: scored
// score: 1
// world: attack
use std::collections::HashMap;
fn attack() { let m: HashMap<u32, u32> = (0..64).map(|x| (x, x)).collect(); assert_eq!(m.len(), 64); }
