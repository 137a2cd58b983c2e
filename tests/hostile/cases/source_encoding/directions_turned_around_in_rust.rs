// Text that is shown in another order than it is read, which its compiler refuses.
// expect: scored
// score: 1
// world: attack
/* ‮ } */
fn attack() {}
