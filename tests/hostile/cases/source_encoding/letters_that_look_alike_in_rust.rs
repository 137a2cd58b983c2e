// Two names that look alike and are not.
// expect: scored
// score: 1
// world: attack
fn attack() { let a = 1; let а = 2; assert_ne!(a, а); }
