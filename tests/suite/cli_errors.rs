//! `--json` when there is nothing to show: one document all the same, with the error in it, and the exit code that
//! the command has without it.

use serde_json::Value;
use tempfile::TempDir;

use crate::cli_build::{MODULE, WIT};
use crate::support::{Output, home, lazaret, write};

/// A folder with a task for each way in which there is nothing to judge by, and programs.
fn folder() -> TempDir {
    let folder = home();
    for (name, text) in [
        ("x.py", ""),
        ("x.wat", MODULE),
        ("task.wit", WIT),
        ("wrong.wit", "interface i { f: func(x: nothing); }\n"),
        ("unloadable/task.toml", "name = \"a\"\n"),
        ("unloadable/evaluator.py", ""),
        ("unread/task.toml", "name = 1"),
        ("trapping/task.toml", "name = \"a\"\nevaluator = \"evaluator.wat\"\n"),
        ("trapping/evaluator.wat", include_str!("worlds/interpreter.wat")),
        ("damaged/task.toml", "name = \"a\"\nevaluator = \"evaluator.wat\"\n"),
        ("damaged/evaluator.wat", "(component"),
        ("empty/README.md", ""),
    ] {
        write(&folder, name, text.as_bytes());
    }
    folder
}

/// Runs the command with `--json` and without, and gives the one document.
#[track_caller]
fn error(folder: &TempDir, arguments: &[&str], exit: i32) -> Value {
    let told = lazaret(folder.path(), arguments);
    let output = lazaret(folder.path(), &[arguments, &["--json"]].concat());
    assert_eq!(output.exit, Some(exit), "{arguments:?}: {}", output.stderr);
    assert_eq!(told.exit, output.exit, "{arguments:?}");
    // People read the same as before. `shown` leaves out the steps of the set-up, which are done once.
    let document = output.json();
    let silent = Output { stdout: String::new(), ..output };
    // The usage that the parser shows has the words that it could read.
    let silent = silent.shown(folder.path()).replace(" --json", "");
    assert_eq!(told.shown(folder.path()), silent, "{arguments:?}");
    let error = document.get("error").cloned().unwrap_or_default();
    assert!(error.get("hint").is_some(), "{arguments:?}: {document}");
    assert_eq!(document.as_object().map(serde_json::Map::len), Some(1), "{document}");
    error
}

/// Each end of each command before there is anything to show: arguments, exit code, code and a part of the message.
#[test]
fn every_end_without_a_result_is_one_document() {
    let folder = folder();
    let ends: &[(&[&str], i32, &str, &str)] = &[
        (&["eval", "missing", "x.py"], 2, "usage", "there is no such folder"),
        (&["eval", "unread", "x.py"], 2, "usage", "`name` is an integer"),
        (&["eval", "unloadable", "missing.py", "empty"], 2, "usage", "no candidates"),
        (&["eval", "unloadable", "x.py", "--fuel", "0"], 2, "usage", "outside the allowed range"),
        (&["eval", "unloadable", "x.py"], 4, "fault/evaluator-source", "no Python in here"),
        (&["eval", "trapping", "x.py"], 4, "fault/evaluator-trap", "unreachable"),
        (&["eval", "damaged", "x.py"], 4, "fault/evaluator-source", "not admitted"),
        (&["run", "missing.py"], 2, "usage", "cannot read `missing.py`"),
        (&["run", "x.py", "--call", "f", "--args", "["], 2, "usage", "`--args` is not JSON"),
        (&["run", "x.py", "--wit", "wrong.wit"], 2, "usage", "nothing"),
        (&["build", "missing.c", "-o", "y.wasm"], 2, "usage", "cannot read `missing.c`"),
        (
            &["build", "x.wat", "--wit", "task.wit", "-o", "empty"],
            2,
            "usage",
            "cannot write `empty`",
        ),
        (&["inspect", "missing.wasm"], 2, "usage", "cannot read `missing.wasm`"),
        // Nothing can be made of these words at all.
        (&["eval", "unloadable"], 2, "usage", "required arguments were not provided"),
        (&["run", "x.py", "--fule", "1"], 2, "usage", "unexpected argument '--fule'"),
        (&["inspect"], 2, "usage", "<FILE>"),
    ];
    for (arguments, exit, code, message) in ends {
        let error = error(&folder, arguments, *exit);
        assert_eq!(error["code"], *code, "{arguments:?}: {error}");
        let said = error["message"].as_str().unwrap_or_default();
        assert!(said.contains(message), "{arguments:?}: {error}");
        assert!(!said.contains("Usage:") && !said.starts_with("error:"), "{arguments:?}: {error}");
    }
}

/// What is known about the fault of an evaluator is not lost on the way.
#[test]
fn the_fault_of_an_evaluator_has_its_place() {
    let error = error(&folder(), &["eval", "unloadable", "x.py"], 4);
    assert_eq!(error["position"], serde_json::json!({"line": 1, "column": 1}));
}

/// A home that cannot be used is the machine's fault, with advice.
#[test]
fn a_fault_of_the_machine_is_a_document_too() {
    let folder = folder();
    // A file where the cache should be.
    std::fs::remove_dir_all(folder.path().join("cache")).ok();
    write(&folder, "cache", b"");
    let error = error(&folder, &["run", "x.py"], 5);
    assert_eq!((&error["code"], &error["hint"]), (&"fault/host".into(), &"lazaret doctor".into()));
}

/// Words after `--` are none of the command's, and help is help.
#[test]
fn what_does_not_ask_for_a_document_gets_none() {
    let folder = folder();
    let output = lazaret(folder.path(), &["inspect", "--", "--json", "other"]);
    assert_eq!((output.exit, output.stdout.as_str()), (Some(2), ""), "{}", output.stderr);
    let help = lazaret(folder.path(), &["eval", "--json", "--help"]);
    assert_eq!(help.exit, Some(0));
    assert!(help.stdout.starts_with("Judge candidates"), "{}", help.stdout);
}
