// Looks for arguments and an environment.
// expect: scored
// score: 1
// world: attack
fn attack() {
    assert_eq!(std::env::args().count(), 0);
    assert!(std::env::var("PATH").is_err());
}
