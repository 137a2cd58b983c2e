// Remembers in a static what it was asked before.
// expect: scored
// score: 1
// world: attack
use std::sync::atomic::{AtomicU32, Ordering};
static ASKED: AtomicU32 = AtomicU32::new(0);
fn attack() { assert_eq!(ASKED.fetch_add(1, Ordering::SeqCst), 0); }
