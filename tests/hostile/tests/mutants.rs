//! The teeth of the corpus: every wall is taken away in turn, and a case must notice each time.
//!
//! This needs the plugin for Python and the `lazaret` command; `cargo xtask test` sets both up. The table goes
//! to standard output whatever becomes of it, because who kills which mutant is what people want to read.

use std::process::Command;

#[test]
fn every_wall_that_is_taken_away_is_missed() {
    let status = Command::new(env!("CARGO_BIN_EXE_lazaret-hostile"))
        .args(["--mutants", "--without-compilers"])
        .status()
        .expect("the command starts");
    assert!(status.success(), "a wall can be taken away, and no case notices: {status}");
}

/// The command itself has teeth: what is not noticed is an end of its own.
#[test]
fn a_weakness_that_nobody_has_heard_of_is_an_error() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lazaret-hostile"));
    let output = command.args(["--weakness", "gravity"]).output().expect("the command starts");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("no weakness `gravity`"));
}
