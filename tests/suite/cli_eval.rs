//! `lazaret eval` where no interpreter is needed: tasks and candidates that cannot be read, and whose
//! fault that is.

use insta::assert_snapshot;
use lazaret_host::Task;

use crate::support::{home, lazaret, shown, write};

/// A task whose `task.toml` has this text.
fn eval_task(task: &str) -> String {
    shown(
        &[("task/task.toml", task), ("task/evaluator.py", ""), ("x.py", "")],
        &["eval", "task", "x.py"],
    )
}

#[test]
fn what_is_no_task() {
    let candidate = ("x.py", "");
    let arguments = ["eval", "task", "x.py"];
    assert_snapshot!(shown(&[candidate], &arguments), @r"
    exit 2
    --- stdout

    --- stderr
    error: `task` is not a task: there is no such folder
    ");
    assert_snapshot!(shown(&[candidate, ("task", "")], &arguments), @r"
    exit 2
    --- stdout

    --- stderr
    error: `task` is not a task: it is not a folder
    ");
    assert_snapshot!(shown(&[candidate, ("task/README.md", "")], &arguments), @r"
    exit 2
    --- stdout

    --- stderr
    error: `task` is not a task: there is no `task.toml` in it
    ");
    assert_snapshot!(shown(&[candidate, ("task/task.toml", "name = \"a\"\n")], &arguments), @r"
    exit 2
    --- stdout

    --- stderr
    error: cannot read `task/evaluator.py`: No such file or directory (os error 2)
    ");
    assert_snapshot!(shown(&[candidate], &["eval", "task"]), @r"
    exit 2
    --- stdout

    --- stderr
    error: the following required arguments were not provided:
      <CANDIDATE>...

    Usage: lazaret eval <TASK> <CANDIDATE>...

    For more information, try '--help'.
    ");
}

#[test]
fn a_task_file_that_is_wrong() {
    for (task, message) in [
        (
            "name = \"a\"\nevalautor = \"x.py\"",
            "line 2: unknown key `evalautor` (did you mean `evaluator`?)",
        ),
        (
            "name = \"a\"\n[candidate]\nmemroy = 1",
            "line 3: unknown key `memroy` (did you mean `memory`?)",
        ),
        (
            "name = \"a\"\n[candidate]\nzzzzzzzz = 1",
            "line 3: unknown key `zzzzzzzz` (known here: fuel, memory, wall_ms, output, host_calls, handles, result, python, packages, arrays)",
        ),
        ("name = 1", "line 1: `name` is an integer, expected a text in quotes"),
        ("name = \"a\"\n[candidate]\nfuel = true", "line 3: `fuel` is a boolean, expected a count"),
        (
            "name = \"a\"\n[candidate]\nfuel = \"5 KiB\"",
            "line 3: `fuel`: `5 KiB` is not a count such as `5000000`, `5_000_000` or `5e6`",
        ),
        (
            "name = \"a\"\n[candidate]\nmemory = \"64 XiB\"",
            "line 3: `memory`: `64 XiB` is not a number of bytes such as `65536`, `64 KiB` or `1.5 GiB`",
        ),
        (
            "name = \"a\"\n[candidate]\nmemory = \"9 GiB\"",
            "line 3: `memory = 9 GiB` is outside the allowed range 64 KiB to 4 GiB",
        ),
        (
            "name = \"a\"\nevaluator = \"../outside.py\"",
            "`evaluator = \"../outside.py\"` is not the name of a file in the task's folder",
        ),
        ("name = \"a", "line 1: invalid basic string, expected `\"`"),
        ("name = \"A b\"", "`name = \"A b\"` is no task name (use up to 64 of a-z, 0-9 and -)"),
    ] {
        let shown = eval_task(task);
        assert!(
            shown.starts_with("exit 2\n--- stdout\n\n--- stderr\nerror: `task/task.toml`"),
            "{shown}"
        );
        assert!(shown.contains(message), "`{message}` is not in:\n{shown}");
    }
}

#[test]
fn a_task_file_error_is_said_once() {
    assert_eq!(eval_task("name = 1").matches("`name` is an integer").count(), 1);
}

/// A folder from somebody else may hold links to anything; none of them is followed out of it.
#[test]
fn links_out_of_a_task_are_not_followed() {
    for link in ["task/evaluator.py", "task/data/answers.txt"] {
        let folder = home();
        write(&folder, "outside.txt", b"secret");
        write(&folder, "x.py", b"");
        write(&folder, "task/task.toml", b"name = \"a\"\n");
        write(&folder, "task/evaluator.py", b"");
        write(&folder, "task/data/harmless.txt", b"");
        let path = folder.path().join(link);
        // There is nothing to remove under the second name.
        let _ = std::fs::remove_file(&path);
        std::os::unix::fs::symlink(folder.path().join("outside.txt"), &path).unwrap();
        let output = lazaret(folder.path(), &["eval", "task", "x.py"]);
        assert_eq!(output.exit, Some(2), "{link}: {}", output.stderr);
        assert!(output.stderr.contains(link), "{link}: {}", output.stderr);
    }
}

/// The folder `data` may be a link itself.
#[test]
fn a_link_in_the_place_of_the_data_folder_is_not_followed() {
    let folder = home();
    write(&folder, "outside/secret.txt", b"secret");
    write(&folder, "task/task.toml", b"name = \"a\"\n");
    write(&folder, "task/evaluator.py", b"");
    let task = folder.path().join("task");
    assert!(Task::read(&task, &[]).unwrap().dataset.is_empty());
    std::os::unix::fs::symlink(folder.path().join("outside"), task.join("data")).unwrap();
    let error = Task::read(&task, &[]).unwrap_err().to_string();
    assert!(error.starts_with("cannot read `") && error.ends_with("/task/data`"), "{error}");
}

/// Opening a pipe would wait for whoever writes to it, and nobody does.
#[test]
fn a_pipe_is_no_file() {
    let folder = home();
    write(&folder, "task/task.toml", b"name = \"a\"\n");
    write(&folder, "task/data/harmless.txt", b"");
    write(&folder, "other/task.toml", b"name = \"a\"\n");
    write(&folder, "other/evaluator.py", b"");
    write(&folder, "x.py", b"");
    for pipe in ["x.wat", "task/evaluator.py", "task/data/pipe"] {
        let status = std::process::Command::new("mkfifo").arg(folder.path().join(pipe)).status();
        assert!(status.unwrap().success());
    }
    for arguments in [
        ["run", "x.wat"].as_slice(),
        &["eval", "task", "x.py"],
        &["eval", "other", "x.py", "--data", "x.wat"],
    ] {
        let output = lazaret(folder.path(), arguments);
        assert_eq!(output.exit, Some(2), "{arguments:?}: {}", output.stderr);
        assert!(output.stderr.contains(": not a file"), "{arguments:?}: {}", output.stderr);
    }
}

#[test]
fn candidates_that_are_not_there() {
    let task =
        [("task/task.toml", "name = \"a\"\n"), ("task/evaluator.py", ""), ("empty/README.md", "")];
    assert_snapshot!(shown(&task, &["eval", "task", "empty"]), @r"
    exit 2
    --- stdout

    --- stderr
    error: cannot read `empty`: the folder has no candidates (.py, .js, .mjs, .c, .rs, .wasm, .wat files, or folders with `src/lib.c` or `src/lib.rs`)
    ");
}

/// The stand-in refuses the evaluator, so that there is nothing to judge by: the task's fault, whatever
/// the candidates are.
#[test]
fn an_evaluator_that_does_not_load() {
    assert_snapshot!(eval_task("name = \"a\"\n"), @r"
    exit 4
    --- stdout

    --- stderr
    error: fault/evaluator-source: the evaluator does not load: StandIn: no Python in here
      line 1, column 1
    more: lazaret explain fault/evaluator-source
    ");
}

/// An evaluator may be a component by the contract. The stand-in has the exports of one and traps when it
/// is asked anything: the evaluator's fault.
#[test]
fn a_component_as_an_evaluator() {
    let files = [
        ("task/task.toml", "name = \"a\"\nevaluator = \"evaluator.wat\"\n"),
        ("task/evaluator.wat", include_str!("worlds/interpreter.wat")),
        ("x.py", ""),
    ];
    assert_snapshot!(shown(&files, &["eval", "task", "x.py"]), @r"
    exit 4
    --- stdout

    --- stderr
    error: fault/evaluator-trap: the evaluator trapped: wasm trap: wasm `unreachable` instruction executed
    more: lazaret explain fault/evaluator-trap
    ");
}
