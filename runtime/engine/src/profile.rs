//! The one engine profile, as numbers and as the text that goes into every identity.

use std::time::Duration;

use crate::config::{GROW_FUEL, LIBRARY_FUEL, MEMORY_GROW_FUEL_PER_PAGE};

/// The profile's name; changes whenever a change below could change a verdict or a fuel count.
pub const PROFILE: &str = "strict-2";

/// Bytes of WebAssembly stack. CPython recurses in C while it parses, prints and compares; with the
/// customary 512 KiB a deeply nested literal ends in a trap instead of a Python error.
pub const WASM_STACK_BYTES: usize = 16 << 20;

/// Stack of every thread that runs guests: two guests can be active on one thread (an evaluator that
/// calls a candidate), each with a full WebAssembly stack, and the host needs some of its own.
pub const THREAD_STACK_BYTES: usize = 2 * WASM_STACK_BYTES + (16 << 20);

/// How often the epoch advances, and so how finely wall time is enforced.
pub const EPOCH_TICK: Duration = Duration::from_millis(2);

/// How much fuel one nanosecond of a sandbox's virtual clock stands for. CPython burns about 7 on a
/// current machine, so virtual time runs at about the speed of real time.
pub const FUEL_PER_NANOSECOND: u64 = 8;

/// Everything about the engine that decides a verdict or a fuel count, as text.
#[must_use]
pub fn profile_text() -> String {
    format!(
        "{PROFILE}; wasmtime 48.0.8; cranelift speed; wasm stack {WASM_STACK_BYTES}; \
         fuel costs default with memory.grow {MEMORY_GROW_FUEL_PER_PAGE} a page, \
         memory.grow and table.grow {GROW_FUEL}, ref.func and elem.drop {LIBRARY_FUEL}; \
         {FUEL_PER_NANOSECOND} fuel a nanosecond"
    )
}
