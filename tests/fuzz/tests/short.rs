//! A short run of every target, through the same command as a long one: the committed inputs and a few thousand
//! new ones, without a finding.

#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::process::Command;

use lazaret_fuzz::report::Report;

/// Runs a target, each time with the same inputs.
fn run(target: &str, runs: u64) -> Report {
    let state = tempfile::tempdir().expect("there is room for a temporary folder");
    let output = Command::new(env!("CARGO_BIN_EXE_lazaret-fuzz"))
        .args([target, "--runs", &runs.to_string(), "--seed", "1", "--json", "--state"])
        .arg(state.path())
        .output()
        .expect("the fuzzer starts");
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    let stderr = String::from_utf8_lossy(&output.stderr);
    let mut reports: Vec<Report> =
        serde_json::from_str(&stdout).unwrap_or_else(|_| panic!("no report: {stdout}{stderr}"));
    let report = reports.remove(0);
    assert_eq!(output.status.success(), report.is_well(), "{stderr}");
    report
}

/// No failure, and every one of these ends was reached: a target that refuses everything tests nothing.
#[track_caller]
fn check(target: &str, runs: u64, classes: &[&str]) {
    let report = run(target, runs);
    assert!(report.failures.is_empty(), "{:#?}", report.failures);
    assert!(runs < report.runs, "the committed inputs were left out: {}", report.runs);
    for class in classes {
        assert!(report.classes.contains_key(*class), "no `{class}` in {:?}", report.classes);
    }
}

#[test]
fn admission() {
    let classes = [
        "admitted",
        "rejected/malformed",
        "rejected/feature",
        "rejected/too-large",
        "rejected/import",
        "rejected/type",
        "rejected/precompiled",
    ];
    check("admission", 4_000, &classes);
}

#[test]
fn value() {
    check("value", 20_000, &["accepted", "rejected"]);
}

#[test]
fn task() {
    check("task", 2_500, &["accepted", "accepted with an interface", "rejected"]);
}

#[test]
fn verdict() {
    check("verdict", 20_000, &["accepted", "rejected"]);
}

#[test]
fn worker() {
    check("worker", 20_000, &["something", "nothing"]);
}

/// The same programs as in `pipeline`, compiled and run in workers.
#[test]
fn jailed() {
    check("jailed", 100, &["failed/trap", "failed/out-of-fuel", "not made: rejected/type"]);
}

#[test]
fn pipeline() {
    let classes = [
        "answered",
        "started",
        "failed/trap",
        "failed/out-of-fuel",
        "failed/stack-overflow",
        "failed/hostcall-limit",
        "failed/invalid-output",
        "rejected/feature",
        "not made: rejected/type",
    ];
    check("pipeline", 2_500, &classes);
}

#[test]
fn differential() {
    let classes = ["same on all three", "same until the fuel ended", "component: same"];
    check("differential", 2_500, &classes);
}

/// The machinery itself: a defect behind five bytes is found, by way of the inputs that came a little further
/// than those before them, and the input that was saved shows it again.
#[test]
fn canary() {
    let state = tempfile::tempdir().expect("there is room for a temporary folder");
    let fuzz = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_lazaret-fuzz"))
            .args(["canary", "--seed", "1", "--json", "--state"])
            .arg(state.path())
            .args(arguments)
            .output()
            .expect("the fuzzer starts")
    };
    let output = fuzz(&[]);
    assert!(output.status.success(), "the planted defect is not found: {output:?}");
    let reports: Vec<Report> = serde_json::from_slice(&output.stdout).expect("a report");
    let failure = &reports[0].failures[0];
    assert!(failure.what.contains("the planted defect"), "{failure:?}");
    let input = std::fs::read(&failure.file).expect("the input is saved");
    assert_eq!(&input[..5], b"LZRT\x4d");
    let again = fuzz(&["--replay", &failure.file]);
    assert!(!again.status.success());
    assert!(String::from_utf8_lossy(&again.stdout).contains("the planted defect"));
}
