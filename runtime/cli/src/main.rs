//! The `lazaret` command: to come.

fn main() {}
