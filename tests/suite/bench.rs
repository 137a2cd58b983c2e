//! `lazaret bench`: what it prints, and what it refuses. How fast anything is, no test says; ratios are in
//! `tests/bench`.

use serde_json::Value;

use crate::support::{home, lazaret};

#[test]
fn bench_measures_and_gives_one_document() {
    let folder = home();
    let words =
        ["bench", "--quick", "--only", "call-compiled", "--only", "compile-10000", "--json"];
    let output = lazaret(folder.path(), &words);
    assert_eq!(output.exit, Some(0), "{}", output.stderr);
    let report = output.json();
    assert_eq!(report["problems"], Value::Array(vec![]));
    assert!(0 < report["machine"]["cores"].as_u64().unwrap());
    assert_eq!(report["quick"], true);
    let rows = report["rows"].as_array().unwrap();
    for workload in ["call-compiled", "compile-10000"] {
        for contender in ["lazaret store", "lazaret process", "lazaret strict"] {
            let is_it = |row: &&Value| row["workload"] == workload && row["contender"] == contender;
            let row = rows.iter().find(is_it).unwrap_or_else(|| panic!("{workload} {contender}"));
            assert!(0.0 < row["median"].as_f64().unwrap());
            assert!(row["least"].as_f64() <= row["median"].as_f64());
        }
    }
    assert!(output.stderr.contains("1 of 2: a call to a compiled program"), "{}", output.stderr);
}

#[test]
fn bench_prints_tables_for_a_page() {
    let folder = home();
    let words = ["bench", "--quick", "--only", "call-compiled", "--markdown"];
    let output = lazaret(folder.path(), &words);
    assert_eq!(output.exit, Some(0), "{}", output.stderr);
    let head = "| | lazaret store | lazaret process | lazaret strict | beside it |";
    let lines: Vec<&str> = output.stdout.lines().collect();
    assert!(lines.contains(&head), "{}", output.stdout);
    let last = lines.last().unwrap();
    assert!(
        last.starts_with("| a call to a compiled program | ") && last.contains(" us | "),
        "{last}"
    );
}

#[test]
fn bench_names_the_tasks_that_there_are() {
    let folder = home();
    let output = lazaret(folder.path(), &["bench", "--only", "speed"]);
    assert_eq!(output.exit, Some(2));
    assert!(output.stderr.contains("no task begins with `speed`; there are: trivial, best_fit"));
}
