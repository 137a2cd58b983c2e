// Cuts a text within a letter.
// expect: failed/trap
// world: attack
fn attack() { let end = std::hint::black_box(1); let _ = std::hint::black_box(&"\u{fc}"[..end]); }
