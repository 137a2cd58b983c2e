//! The command line with the real interpreter: what a newcomer types.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::python::{home_folder, host};
use crate::support::{self, Output, binary, workspace, write};

/// Runs `lazaret` in `folder` with the home that has the plugin.
fn lazaret(folder: &Path, arguments: &[&str]) -> Output {
    lazaret_under(folder, arguments, &[])
}

/// The same with more variables in the environment.
pub fn lazaret_under(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    // The host of the tests sees to it that the plugin is there.
    host();
    let mut command = Command::new(binary());
    command.args(arguments).current_dir(folder).env_clear().env("LAZARET_HOME", home_folder());
    command.envs(variables.iter().copied());
    command.stdin(Stdio::null()).output().expect("`lazaret` starts").into()
}

#[test]
fn the_demo_shows_each_verdict_and_repeats_one() {
    let output = lazaret(&workspace(), &["demo"]);
    assert_eq!(output.exit, Some(0), "{}", output.stderr);
    for (candidate, verdict) in [
        ("first_fit", "scored"),
        ("best_fit", "scored"),
        ("worst_fit", "scored"),
        ("gap_cost", "scored"),
        ("endless_loop", "failed/out-of-fuel"),
        ("memory_hog", "failed/out-of-memory"),
        ("cheat_frames", "scored"),
        ("cheat_objects", "failed/invalid-output"),
        ("cheat_print", "scored"),
    ] {
        let line = output.stdout.lines().find(|line| line.contains(candidate));
        assert!(line.is_some_and(|line| line.contains(verdict)), "{}", output.stdout);
    }
    assert!(output.stdout.contains("identical, byte for byte"), "{}", output.stdout);

    let output = lazaret(&workspace(), &["demo", "--json"]);
    assert_eq!(output.json().pointer("/replay/identical"), Some(&Value::Bool(true)));
}

#[test]
fn a_run_shows_result_output_and_usage() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "add.py", b"print('adding')\ndef add(left, right):\n    return left + right\n");
    let arguments = ["run", "add.py", "--call", "add", "--args", "[40, 2]"];
    let output = lazaret(folder.path(), &arguments);
    assert_eq!((output.exit, output.stdout.as_str()), (Some(0), "42\n"));
    assert!(output.stderr.contains("--- stdout ---\nadding\n--- result ---"), "{}", output.stderr);
    assert!(output.stderr.contains("fuel ") && output.stderr.contains(" of 10_000_000_000"));

    let output = lazaret(folder.path(), &[&arguments[..], &["--json"]].concat());
    let document = output.json();
    assert_eq!(document.pointer("/value"), Some(&Value::from("42")));
    assert_eq!(document.pointer("/logs/stdout"), Some(&Value::from("adding\n")));
    assert!(document.pointer("/usage/fuel").and_then(Value::as_u64).is_some_and(|fuel| 0 < fuel));

    // Each limit that can be typed is enforced.
    write(&folder, "loop.py", b"while True:\n    pass\n");
    let output = lazaret(folder.path(), &["run", "loop.py", "--fuel", "20M"]);
    assert_eq!(output.exit, Some(2), "`20M` is no count: {}", output.stderr);
    let output = lazaret(folder.path(), &["run", "loop.py", "--fuel", "2e7"]);
    assert_eq!(output.exit, Some(1));
    assert!(
        output.stderr.contains("fuel: 20_000_001 measured, 20_000_000 allowed"),
        "{}",
        output.stderr
    );
    let output = lazaret(folder.path(), &["run", "loop.py", "--fuel", "1e12", "--wall", "50"]);
    assert_eq!(output.exit, Some(3));
    assert!(output.stderr.contains("inconclusive/wall-timeout"), "{}", output.stderr);
    assert!(output.stderr.contains("50 allowed"), "{}", output.stderr);
}

/// One of each kind of bad candidate beside a good one: each has its own end, none stops another.
#[test]
fn bad_candidates_stop_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "task/task.toml", b"name = \"bad\"\n[candidate]\nfuel = 50_000_000\n");
    write(
        &folder,
        "task/evaluator.py",
        b"def evaluate(candidate, case):\n    return candidate.f(1)\n",
    );
    for (name, bytes) in [
        ("empty.py", b"".as_slice()),
        ("elf.py", b"\x7fELF\x02\x01\x01\x00\xff\xfe"),
        ("garbage.py", b"\x89PNG\r\n\x1a\n\x00\xff\xfe"),
        ("garbage.wasm", b"\x00\x01\x02\x03"),
        ("good.py", b"def f(x):\n    return x\n"),
        ("latin1.py", b"# caf\xe9\ndef f(x):\n    return x\n"),
        ("loop.py", b"def f(x):\n    while True:\n        pass\n"),
        ("nan.py", b"def f(x):\n    return float('nan')\n"),
        ("syntax.py", b"def f(x)\n    return x\n"),
        ("text.py", b"def f(x):\n    return 'high'\n"),
        ("top.py", b"import sys\nsys.exit(7)\n"),
    ] {
        write(&folder, &format!("candidates/{name}"), bytes);
    }
    let arguments = ["eval", "task", "candidates", "missing.py", "--json", "--ledger", "ledger"];
    let output = lazaret(folder.path(), &arguments);
    let document = output.json();
    let results = document.pointer("/results").and_then(Value::as_array).unwrap();
    let ends: Vec<String> = results
        .iter()
        .map(|result| {
            let label = result.pointer("/candidate").and_then(Value::as_str).unwrap();
            let code = result.pointer("/verdict/reason/code").or_else(|| result.pointer("/error"));
            format!("{label} {}", code.and_then(Value::as_str).unwrap())
        })
        .collect();
    assert_eq!(
        ends,
        [
            "candidates/elf.py rejected/precompiled",
            "candidates/empty.py failed/no-such-function",
            "candidates/garbage.py rejected/malformed",
            "candidates/garbage.wasm rejected/malformed",
            "candidates/good.py scored",
            "candidates/latin1.py rejected/malformed",
            "candidates/loop.py failed/out-of-fuel",
            // Whose fault a NaN is, is for the evaluator to say; this one hands it on unchecked.
            "candidates/nan.py fault/evaluator-invalid",
            "candidates/syntax.py rejected/source-error",
            "candidates/text.py fault/evaluator-invalid",
            "candidates/top.py failed/exit",
            "missing.py No such file or directory (os error 2)",
        ]
    );
    assert_eq!(document.pointer("/ranking"), Some(&Value::from(vec!["candidates/good.py"])));
    // The gravest end decides: the evaluator's own fault.
    assert_eq!(output.exit, Some(4));
}

/// An evaluator that cannot even say what it measures: where it is wrong, and by how much.
#[test]
fn an_evaluator_that_is_wrong_is_shown_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let task = b"name = \"wrong\"\n[evaluator_budget]\nfuel = 50_000_000\n";
    write(&folder, "task/task.toml", task);
    write(&folder, "x.py", b"");
    for (evaluator, message) in [
        ("def evaluate(candidate, case)\n    return 1\n", "expected ':'\n  line 1, column 30\n"),
        (
            "def cases():\n    return 1 / 0\n",
            "ZeroDivisionError: division by zero\n  line 2, in cases\n",
        ),
        (
            "def cases():\n    while True:\n        pass\n",
            "used up its fuel\n  fuel: 50_000_001 measured, 50_000_000 allowed\nhint: ",
        ),
    ] {
        write(&folder, "task/evaluator.py", evaluator.as_bytes());
        let output = lazaret(folder.path(), &["eval", "task", "x.py", "--ledger", "ledger"]);
        assert_eq!(output.exit, Some(4), "{}", output.stderr);
        assert!(output.stderr.contains(message), "`{message}` is not in:\n{}", output.stderr);
    }
}

/// Ctrl-C: what is done is in the document, what is not says so.
#[cfg(unix)]
#[test]
fn an_interrupt_keeps_what_is_done() {
    host();
    let folder = tempfile::tempdir().unwrap();
    write(
        &folder,
        "task/task.toml",
        b"name = \"long\"\n[candidate]\nfuel = 9_000_000_000_000_000\nwall_ms = 86_400_000\n",
    );
    write(
        &folder,
        "task/evaluator.py",
        b"def evaluate(candidate, case):\n    return candidate.f(1)\n",
    );
    write(&folder, "a.py", b"def f(x):\n    return x\n");
    write(&folder, "b.py", b"def f(x):\n    while True:\n        pass\n");
    let mut child = Command::new(binary())
        .args(["eval", "task", "a.py", "b.py", "--jobs", "1", "--json", "--ledger", "ledger"])
        .current_dir(folder.path())
        .env_clear()
        .env("LAZARET_HOME", home_folder())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    // The first candidate is done, so the second runs, or is about to.
    assert!(lines.by_ref().map_while(Result::ok).any(|line| line == "done: a.py scored"));
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(document.pointer("/interrupted"), Some(&Value::Bool(true)));
    let code =
        |index: usize| document.pointer(&format!("/results/{index}/verdict/reason/code")).cloned();
    assert_eq!(code(0), Some(Value::from("scored")));
    assert_eq!(code(1), Some(Value::from("inconclusive/interrupted")));
}

/// A component that was exported is the same one when it is imported elsewhere.
#[test]
fn a_plugin_carries_over() {
    let folder = tempfile::tempdir().unwrap();
    let exported = lazaret(folder.path(), &["plugin", "export", "python.wasm"]);
    assert_eq!(exported.exit, Some(0), "{}", exported.stderr);
    let digest = exported.stdout.split_whitespace().next().unwrap().to_owned();
    let imported = support::lazaret(folder.path(), &["plugin", "import", "python.wasm"]);
    assert_eq!(imported.stdout, format!("python  {digest}\n"));
    let listed = support::lazaret(folder.path(), &["plugin", "list"]).stdout;
    assert!(listed.starts_with("python ") && listed.contains(&digest), "{listed}");
}

/// A library that answers every question for the date with one day.
const DATE: &str = "
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
static long day(void) { return atol(getenv(\"TEST_SECONDS\")); }
int clock_gettime(clockid_t clock, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, \"clock_gettime\");
    int status = real(clock, now);
    if (clock == CLOCK_REALTIME) now->tv_sec = day();
    return status;
}
time_t time(time_t *where) { if (where) *where = day(); return day(); }
int gettimeofday(struct timeval *now, void *zone) { (void)zone; now->tv_sec = day(); now->tv_usec = 0; return 0; }
";

/// On the day of the first moon landing and in 2100, the verdicts are the same, and the candidate that
/// asks for the date sees the same one.
#[cfg(target_os = "linux")]
#[test]
fn verdicts_do_not_depend_on_the_date() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "date.c", DATE.as_bytes());
    let status = Command::new("cc")
        .args(["-shared", "-fPIC", "-o", "date.so", "date.c", "-ldl"])
        .current_dir(folder.path())
        .status()
        .expect("a C compiler is there");
    assert!(status.success());
    write(&folder, "task/task.toml", b"name = \"date\"\n");
    write(
        &folder,
        "task/evaluator.py",
        b"import random, time\ndef evaluate(candidate, case):\n    return candidate.f() + time.time() + random.random()\n",
    );
    write(
        &folder,
        "x.py",
        b"import os, time\ndef f():\n    print(time.time(), os.urandom(8), time.perf_counter())\n    return time.time()\n",
    );
    let library = folder.path().join("date.so").display().to_string();
    let on = |seconds: &str| {
        let variables = [("LD_PRELOAD", library.as_str()), ("TEST_SECONDS", seconds)];
        let arguments = ["eval", "task", "x.py", "--json", "--no-ledger"];
        let output = lazaret_under(folder.path(), &arguments, &variables);
        assert_eq!(output.exit, Some(0), "{}", output.stderr);
        output.json().pointer("/results/0/verdict").cloned().expect("a verdict")
    };
    // The library works: `date` believes it.
    let shown = Command::new("date")
        .args(["-u", "+%Y"])
        .envs([("LD_PRELOAD", library.as_str()), ("TEST_SECONDS", "-14182940")])
        .output()
        .unwrap();
    assert_eq!(shown.stdout, b"1969\n");
    let (then, later) = (on("-14182940"), on("4102444800"));
    assert_eq!(then, later);
    assert_eq!(then.pointer("/reason/code"), Some(&Value::from("scored")));
}
