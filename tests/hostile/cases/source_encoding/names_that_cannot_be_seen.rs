// A name with a letter that has no width.
// expect: scored
// score: 1
// world: attack
fn attack() { let a‍b = 1; }
