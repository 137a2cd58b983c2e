// Includes its own text, which is its to read.
// expect: scored
// score: 1
// world: attack
const TEXT: &str = include_str!("candidate.rs");
fn attack() {
    assert!(TEXT.starts_with("// Includes its own text"));
    assert!(!TEXT.contains(concat!("/t", "mp")) && !TEXT.contains(concat!("/ho", "me")));
}
