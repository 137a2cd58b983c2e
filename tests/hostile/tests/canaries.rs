//! What one run leaves behind, no other run finds; and the hunt for it is no pretence.
//!
//! This needs the plugins and the `lazaret` command; `cargo xtask test` sets both up. The long form is
//! `cargo xtask hostile --canaries 10_000`.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::process::{Command, Output};

fn hunt(arguments: &[&str]) -> (Output, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lazaret-hostile"));
    let output = command.args(arguments).output().expect("the command starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    (output, text)
}

#[test]
fn what_one_run_leaves_behind_no_other_run_finds() {
    let (output, text) = hunt(&["--canaries", "600"]);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("canary bytes found: 0 in "), "{text}");
}

/// With the wall gone between runs, each of the three programs finds what was left.
#[test]
fn without_fresh_instances_marks_are_found_in_every_language() {
    let (output, text) = hunt(&["--weak", "fresh-instances", "--canaries", "12"]);
    assert_eq!(output.status.code(), Some(1), "{text}{}", String::from_utf8_lossy(&output.stderr));
    for language in ["python", "javascript", "wat"] {
        let line = text.lines().find(|line| line.starts_with(language)).expect("a line for each");
        let found: u64 = line.split_whitespace().nth(3).and_then(|it| it.parse().ok()).unwrap();
        assert!(0 < found, "{text}");
    }
}
