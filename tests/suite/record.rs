//! The record from outside: what `lazaret eval` writes, what it need not do again, and what `lazaret replay` makes
//! of it.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Output, workspace, write};
use crate::tour::lazaret_under;

const EVALUATOR: &str = "
def cases():
    return [1, 2, 3]

def evaluate(candidate, case):
    return float(candidate.double(case) == 2 * case)
";

/// A task and a candidate in a folder.
fn task() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "task/task.toml", b"name = \"doubling\"\n[candidate]\nfuel = 100_000_000\n");
    write(&folder, "task/evaluator.py", EVALUATOR.as_bytes());
    write(&folder, "a.py", b"def double(n):\n    return n + n\n");
    folder
}

fn lazaret(folder: &Path, arguments: &[&str]) -> Output {
    // Compilers are found by it.
    let path = std::env::var("PATH").unwrap_or_default();
    lazaret_under(folder, &[arguments, &["--ledger", "ledger"]].concat(), &[("PATH", &path)])
}

fn eval(folder: &Path, arguments: &[&str]) -> Value {
    let output = lazaret(folder, &[&["eval", "task", "--json"], arguments].concat());
    assert!(matches!(output.exit, Some(0 | 1)), "{}", output.stderr);
    output.json()
}

/// Holds a part of a document to a value.
#[track_caller]
fn is(document: &Value, pointer: &str, value: impl Into<Value>) {
    assert_eq!(at(document, pointer), &value.into(), "{pointer}");
}

fn at<'a>(document: &'a Value, pointer: &str) -> &'a Value {
    document.pointer(pointer).unwrap_or_else(|| panic!("no {pointer} in {document}"))
}

#[test]
fn a_verdict_is_made_once_and_then_answered_from_the_record() {
    let folder = task();
    let first = eval(folder.path(), &["a.py"]);
    is(&first, "/results/0/entry", 1);
    is(&first, "/results/0/recalled", false);
    // Another name is another file, and the same candidate.
    std::fs::rename(folder.path().join("a.py"), folder.path().join("b.py")).unwrap();
    let again = eval(folder.path(), &["b.py"]);
    is(&again, "/results/0/entry", 1);
    is(&again, "/results/0/recalled", true);
    assert_eq!(at(&first, "/results/0/verdict"), at(&again, "/results/0/verdict"));
    let fresh = eval(folder.path(), &["b.py", "--fresh"]);
    is(&fresh, "/results/0/entry", 2);
    is(&fresh, "/results/0/recalled", false);
    assert_eq!(at(&first, "/results/0/verdict"), at(&fresh, "/results/0/verdict"));
    // Under another seed nothing is known: a commitment, then a verdict.
    let other = eval(folder.path(), &["b.py", "--seed", "1"]);
    is(&other, "/results/0/entry", 4);
    is(&other, "/results/0/recalled", false);
    let listed = lazaret(folder.path(), &["ledger", "list", "--json"]).json();
    let kinds = at(&listed, "/entries").as_array().unwrap().iter();
    let kinds: Vec<&str> = kinds.map(|it| at(it, "/body/kind").as_str().unwrap()).collect();
    assert_eq!(kinds, ["verdict", "commitment", "verdict", "verdict", "commitment"]);
}

#[test]
fn what_depends_on_the_machine_is_judged_again() {
    let folder = task();
    write(&folder, "slow.py", b"def double(n):\n    while True:\n        pass\n");
    let arguments = ["slow.py", "--fuel", "9e15", "--wall", "50"];
    for entry in [1, 2] {
        let output =
            lazaret(folder.path(), &[&["eval", "task", "--json"], &arguments[..]].concat());
        assert_eq!(output.exit, Some(3), "{}", output.stderr);
        let document = output.json();
        is(&document, "/results/0/entry", entry);
        is(&document, "/results/0/recalled", false);
    }
    let replay = lazaret(folder.path(), &["replay", "--all", "--json"]);
    assert_eq!(replay.exit, Some(0));
    is(&replay.json(), "/not_promised", 2);
}

#[test]
fn scores_of_another_identity_are_not_ranked_along() {
    let folder = task();
    write(&folder, "b.py", b"def double(n):\n    return 2 * n\n");
    eval(folder.path(), &["a.py"]);
    let beside = eval(folder.path(), &["b.py", "--compare", "1"]);
    assert_eq!(at(&beside, "/ranking").as_array().unwrap().len(), 2);
    let arguments = ["eval", "task", "b.py", "--seed", "7", "--fuel", "5e7", "--compare", "1"];
    let refused = lazaret(folder.path(), &arguments);
    assert_eq!(refused.exit, Some(2));
    for part in
        ["seed: 0 there, 7 here", "candidate-budget: ", "\"fuel\":50000000", "cannot be compared"]
    {
        assert!(refused.stderr.contains(part), "{part}: {}", refused.stderr);
    }
    assert!(!refused.stderr.contains("evaluator: "), "{}", refused.stderr);
    // What is no verdict at all is told before anybody is judged.
    for (entry, why) in [("99", "there is no entry 99"), ("0", "entry 0 is no verdict")] {
        let refused = lazaret(folder.path(), &["eval", "task", "b.py", "--compare", entry]);
        assert_eq!((refused.exit, refused.stdout.as_str()), (Some(2), ""), "{}", refused.stderr);
        assert!(refused.stderr.contains(why), "{}", refused.stderr);
        assert!(!refused.stderr.contains("done:"), "{}", refused.stderr);
    }
    // Nothing is made again of a commitment, and nobody is told that it is identical.
    let replay = lazaret(folder.path(), &["replay", "1", "0"]);
    assert_eq!((replay.exit, replay.stdout.as_str()), (Some(2), ""), "{}", replay.stderr);
    assert!(replay.stderr.contains("entry 0 is a commitment"), "{}", replay.stderr);
}

/// From the ledger alone, the same as when the verdict was made.
#[test]
fn what_a_model_may_hear_of_a_verdict_is_told_again() {
    let folder = task();
    write(&folder, "wrong.py", b"def double(n):\n    return [][n]\n");
    let told = eval(folder.path(), &["wrong.py", "--feedback"]);
    let text = at(&told, "/results/0/feedback_text").as_str().unwrap();
    assert!(text.contains("IndexError") && text.contains("return [][n]"), "{text}");
    let again = lazaret(folder.path(), &["ledger", "show", "1", "--feedback"]);
    assert_eq!(again.stdout.trim_end(), text.trim_end());
    assert_eq!(lazaret(folder.path(), &["ledger", "show", "0", "--feedback"]).exit, Some(2));
}

#[test]
fn a_program_that_was_run_is_recorded_if_that_is_asked_for() {
    let folder = task();
    let plain = lazaret(folder.path(), &["run", "a.py", "--call", "double", "--args", "[21]"]);
    assert_eq!(plain.exit, Some(0));
    assert_eq!(lazaret(folder.path(), &["ledger", "list"]).exit, Some(2));
    let arguments = [
        "run",
        "a.py",
        "--call",
        "double",
        "--args",
        "[21]",
        "--record",
        "--json",
        "--proposer",
        "me",
    ];
    let recorded = lazaret(folder.path(), &arguments);
    is(&recorded.json(), "/entry", 0);
    let shown = lazaret(folder.path(), &["ledger", "show", "0", "--json"]).json();
    assert_eq!(at(&shown, "/outcome/value"), "42");
    assert_eq!(at(&shown, "/entry/body/lineage/proposer"), "me");
    let source = lazaret(folder.path(), &["ledger", "show", "0", "--source"]);
    assert_eq!(source.stdout, "def double(n):\n    return n + n\n");
    let replay = lazaret(folder.path(), &["replay", "0", "--record"]);
    assert_eq!((replay.exit, replay.stdout.trim()), (Some(0), "identical 1 of 1"));
    for (kind, entries) in [("run", 1), ("check", 1), ("campaign", 0), ("round", 0)] {
        let listed = lazaret(folder.path(), &["ledger", "list", "--kind", kind, "--json"]).json();
        assert_eq!(at(&listed, "/entries").as_array().unwrap().len(), entries, "{kind}");
    }
}

/// Every class of ends, in every language, made again from nothing but the ledger.
#[test]
fn a_ledger_is_replayed_to_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let examples = workspace().join("examples");
    let corpus = workspace().join("tests/corpus");
    let mut judged = 0;
    let mut judge = |task: &Path, candidates: &Path, more: &[&str]| {
        let (task, candidates) = (task.display().to_string(), candidates.display().to_string());
        let arguments = [&["eval", &task, &candidates, "--json", "--fuel", "3e7"], more].concat();
        let output = lazaret(folder.path(), &arguments);
        assert!(matches!(output.exit, Some(0..=4)), "{}", output.stderr);
        judged += at(&output.json(), "/results").as_array().unwrap().len();
    };
    judge(&examples.join("start"), &examples.join("start/candidates"), &[]);
    judge(&examples.join("start"), &corpus.join("python"), &["--jobs", "2"]);
    judge(&examples.join("start"), &corpus.join("javascript"), &["--seed", "3"]);
    judge(&examples.join("start"), &corpus, &[]);
    let replay = lazaret(folder.path(), &["replay", "--all", "--json"]);
    assert_eq!(replay.exit, Some(0), "{} {}", replay.stdout, replay.stderr);
    let document = replay.json();
    is(&document, "/asked", judged);
    let promised = judged as u64 - at(&document, "/not_promised").as_u64().unwrap();
    is(&document, "/identical", promised);
    // The record itself says what there was to be replayed.
    let code = |prefix: &str| {
        let listed = ["ledger", "list", "--json", "--limit", "1", "--code", prefix];
        at(&lazaret(folder.path(), &listed).json(), "/entries").as_array().unwrap().len()
    };
    for prefix in ["scored", "failed/", "rejected/"] {
        assert_eq!(code(prefix), 1, "{prefix}");
    }
    let verified = lazaret(folder.path(), &["ledger", "verify"]);
    assert_eq!(verified.exit, Some(0), "{} {}", verified.stdout, verified.stderr);
}

#[test]
fn a_verdict_that_was_changed_is_noticed_and_not_used() {
    let folder = task();
    eval(folder.path(), &["a.py"]);
    let database = folder.path().join("ledger/ledger.sqlite");
    let python = "
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
for (name,) in db.execute(\"SELECT name FROM sqlite_schema WHERE type = 'trigger'\").fetchall():
    db.execute('DROP TRIGGER ' + name)
leaf = db.execute('SELECT leaf FROM entry WHERE sequence = 1').fetchone()[0]
assert b'\"score\":1.0' in leaf
db.execute('UPDATE entry SET leaf = ? WHERE sequence = 1', (leaf.replace(b'\"score\":1.0', b'\"score\":9.0'),))
db.commit()
";
    let status = std::process::Command::new("python3")
        .arg("-c")
        .arg(python)
        .arg(&database)
        .status()
        .unwrap();
    assert!(status.success());
    let verified = lazaret(folder.path(), &["ledger", "verify", "--json"]);
    assert_eq!(verified.exit, Some(5));
    is(&verified.json(), "/good", false);
    // Nothing is answered from it, and nothing is added to it.
    let output = lazaret(folder.path(), &["eval", "task", "a.py", "--json"]);
    assert_eq!(output.exit, Some(5));
    assert!(output.stderr.contains("lazaret ledger verify"), "{}", output.stderr);
    let listed = lazaret(folder.path(), &["ledger", "list"]);
    assert_eq!(listed.exit, Some(5));
}

#[test]
fn a_ledger_that_cannot_be_written_stops_an_evaluation_before_it_begins() {
    let folder = task();
    write(&folder, "ledger", b"in the way");
    let output = lazaret(folder.path(), &["eval", "task", "a.py"]);
    assert_eq!(output.exit, Some(5), "{}", output.stderr);
    assert_eq!(output.stdout, "");
    assert!(output.stderr.contains("ledger"), "{}", output.stderr);
    let without = lazaret_under(folder.path(), &["eval", "task", "a.py", "--no-ledger"], &[]);
    assert_eq!(without.exit, Some(0), "{}", without.stderr);
}

#[test]
fn many_evaluations_share_a_ledger() {
    let folder = task();
    let one = |number: usize| {
        let name = format!("c{number}.py");
        write(
            &folder,
            &name,
            format!("def double(n):\n    return 2 * n + 0 * {number}\n").as_bytes(),
        );
        let path = folder.path();
        move || eval(path, &[&name])
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|number| scope.spawn(one(number))).collect();
        for thread in threads {
            let document = thread.join().unwrap();
            assert!(at(&document, "/results/0/entry").is_u64());
        }
    });
    let verified = lazaret(folder.path(), &["ledger", "verify", "--json"]).json();
    is(&verified, "/good", true);
    let listed = lazaret(folder.path(), &["ledger", "list", "--json", "--kind", "verdict"]).json();
    assert_eq!(at(&listed, "/entries").as_array().unwrap().len(), 4);
}
