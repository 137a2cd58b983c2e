//! What a ledger promises, tried by whoever would break it: each module is a way.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    reason = "a test fails by panicking, and says how much it has tried"
)]

mod append;
mod attack;
mod bad_input;
mod bytes;
mod crash;
mod judges;
mod rows;
mod support;
mod together;
