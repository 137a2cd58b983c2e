// Opens, makes and lists files.
// expect: scored
// score: 1
// world: attack
fn attack() {
    assert!(std::fs::read("/etc/passwd").is_err());
    assert!(std::fs::write("x", "y").is_err());
    assert!(std::fs::read_dir("/").is_err());
    assert!(std::env::current_dir().is_err());
}
