//! `lazaret new`, `build` and `inspect` as they are typed.

use std::path::Path;

use insta::assert_snapshot;

use crate::support::{home, lazaret, lazaret_with, shown, write};

pub const WIT: &str = "interface i { f: func(x: f64) -> f64; }";
pub const MODULE: &str =
    "(module (func (export \"task:program/i#f\") (param f64) (result f64) (local.get 0)))";

#[test]
fn a_module_is_built_and_looked_into() {
    let folder = home();
    write(&folder, "task.wit", WIT.as_bytes());
    write(&folder, "x.wat", MODULE.as_bytes());
    let built = lazaret(folder.path(), &["build", "x.wat", "--wit", "task.wit", "-o", "x.wasm"]);
    assert_eq!((built.exit, built.stdout.as_str()), (Some(0), ""));
    assert!(
        built.stderr.starts_with("x.wasm: ") && built.stderr.contains("sha256:"),
        "{}",
        built.stderr
    );
    let looked = lazaret(folder.path(), &["inspect", "x.wasm", "--wit", "task.wit"]);
    let shown = looked.shown(folder.path());
    let shown: Vec<&str> = shown.lines().filter(|line| !line.starts_with("sha256:")).collect();
    assert_snapshot!(shown.join("\n"), @r"
    exit 0
    --- stdout
    x.wasm  component, 516 B
    1 core modules, 1 functions in 4 B, 0 B of data, 296 B of custom sections

    package root:component;

    world root {
      export task:program/i;
    }
    package task:program {
      interface i {
        f: func(x: f64) -> f64;
      }
    }

    admitted as a candidate
    --- stderr
    ");
    // For another world it is refused, with the difference.
    let other = lazaret(folder.path(), &["inspect", "x.wasm"]);
    assert_eq!(other.exit, Some(1));
    assert!(other.stdout.contains("not admitted as a candidate"), "{}", other.stdout);
    assert!(other.stderr.contains("it exports `task:program/i`"), "{}", other.stderr);
    let ran = lazaret(folder.path(), &["run", "x.wasm", "--call", "f", "--args", "[2]"]);
    assert_eq!(ran.stdout, "2.0\n", "{}", ran.stderr);
    // Built again, it is given back as it is.
    let again = lazaret(folder.path(), &["build", "x.wasm", "--wit", "task.wit", "-o", "y.wasm"]);
    assert_eq!(again.exit, Some(0), "{}", again.stderr);
    let bytes = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    assert_eq!(bytes("x.wasm"), bytes("y.wasm"));
}

#[test]
fn json_of_both_is_one_document() {
    let folder = home();
    write(&folder, "task.wit", WIT.as_bytes());
    write(&folder, "x.wat", MODULE.as_bytes());
    write(&folder, "bad.wat", b"(module (func (export \"f\")))");
    write(&folder, "text.wasm", b"hello");
    let document = |arguments: &[&str], exit| {
        let output = lazaret(folder.path(), arguments);
        assert_eq!(output.exit, Some(exit), "{}", output.stderr);
        serde_json::from_str::<serde_json::Value>(&output.stdout).unwrap()
    };
    let wit = ["--wit", "task.wit", "--json"];
    let built = document(&[&["build", "x.wat", "-o", "x.wasm"][..], &wit].concat(), 0);
    assert_eq!(built["output"], "x.wasm");
    let refused = document(&[&["build", "bad.wat", "-o", "bad.wasm"][..], &wit].concat(), 1);
    assert_eq!(refused["reason"]["code"], "rejected/type");
    assert!(!folder.path().join("bad.wasm").exists());
    let looked = document(&[&["inspect", "x.wasm"][..], &wit].concat(), 0);
    assert_eq!(looked["digest"], built["digest"]);
    assert_eq!((&looked["kind"], &looked["admitted"]), (&"component".into(), &true.into()));
    assert_eq!(looked["caps"]["functions"], serde_json::json!({"measured": 1, "usual": 10_000}));
    assert!(looked["world"].as_str().unwrap().contains("export task:program/i;"));
    let text = document(&["inspect", "text.wasm", "--json"], 1);
    assert_eq!(text["reason"]["code"], "rejected/malformed");
    let error = text["error"].as_str().unwrap();
    assert!(
        error.starts_with("not valid WebAssembly: ") && error.ends_with("(at byte 0)"),
        "{error}"
    );
    assert_eq!(text["caps"], serde_json::Value::Null);
}

#[test]
fn what_cannot_be_built_says_why() {
    let files = [
        ("x.py", "def f(x):\n    return x\n"),
        ("x.c", "double f(double x) { return x; }\n"),
        ("task.wit", WIT),
        ("wrong.wit", "interface i { f: func(x: nothing); }\n"),
        ("x.wat", MODULE),
    ];
    assert_snapshot!(shown(&files, &["build", "x.py", "-o", "x.wasm"]), @r"
    exit 1
    --- stdout

    --- stderr
    rejected/malformed a program in python is not compiled: its text is what runs
    hint: hand the text itself to `lazaret eval` or `lazaret run`
    more: lazaret explain rejected/malformed
    ");
    assert_snapshot!(shown(&files, &["build", "x.wat", "--wit", "wrong.wit", "-o", "x.wasm"]), @r"
    exit 2
    --- stdout

    --- stderr
    error: `wrong.wit`: name `nothing` does not exist
         --> task.wit:1:48
          |
        1 | package task:program; interface i { f: func(x: nothing); }
          |                                                ^------
    ");
    assert_snapshot!(shown(&files, &["build", "none.c", "-o", "x.wasm"]), @r"
    exit 2
    --- stdout

    --- stderr
    error: cannot read `none.c`: No such file or directory (os error 2)
    ");
    let nowhere = ["build", "x.wat", "-o", "none/x.wasm", "--wit", "task.wit"];
    assert_snapshot!(shown(&files, &nowhere), @r"
    exit 2
    --- stdout

    --- stderr
    error: cannot write `none/x.wasm`: entity not found
    ");
    // Without a search path there are no compilers, whatever this machine has. That is nobody's fault but
    // the machine's.
    let folder = home();
    for (name, text) in files {
        write(&folder, name, text.as_bytes());
    }
    let arguments = ["build", "x.c", "--wit", "task.wit", "-o", "x.wasm"];
    let output = lazaret_with(folder.path(), &arguments, "", Path::new(""));
    assert_snapshot!(output.shown(folder.path()), @r"
    exit 5
    --- stdout

    --- stderr
    fault/toolchain no C compiler for WebAssembly is installed: clang with lld, the C library of WASI and compiler-rt for it are needed, of LLVM 16 or newer (on Debian: apt-get install clang-22 lld-22 libclang-rt-22-dev-wasm32 wasi-libc)
    hint: `lazaret doctor` shows the compilers and what is missing
    more: lazaret explain fault/toolchain
    ");
}

#[test]
fn a_start_is_written_once() {
    let folder = home();
    let new = |arguments: &[&str]| {
        lazaret(folder.path(), &[&["new"][..], arguments].concat()).shown(folder.path())
    };
    assert_snapshot!(new(&["task", "my-task", "--lang", "c"]), @r"
    exit 0
    --- stdout
    my-task/task.toml
    my-task/task.wit
    my-task/evaluator.c
    my-task/candidates/candidate.c
    --- stderr
    next: lazaret eval my-task my-task/candidates
    ");
    assert_snapshot!(new(&["task", "my-task"]), @r"
    exit 2
    --- stdout

    --- stderr
    error: cannot write `my-task`: File exists (os error 17)
    ");
    assert_snapshot!(new(&["task", "My_Task"]), @r"
    exit 2
    --- stdout

    --- stderr
    error: cannot write `My_Task`: `My_Task` is no name of a task: words of a-z and 0-9 that start with a letter, joined by `-`
    ");
    assert_snapshot!(new(&["candidate", "first", "--task", "my-task"]), @r"
    exit 0
    --- stdout
    first.py
    --- stderr
    next: lazaret eval my-task first.py
    ");
    assert_snapshot!(new(&["candidate", "first.py"]), @r"
    exit 2
    --- stdout

    --- stderr
    error: cannot write `first.py`: File exists (os error 17)
    ");
    assert_snapshot!(new(&["evaluator", "second", "--lang", "rust"]), @r#"
    exit 0
    --- stdout
    second.rs
    --- stderr
    next: name it in a task's `task.toml`: evaluator = "second.rs"
    "#);
    assert_snapshot!(new(&["evaluator", "third", "--task", "my-task"]), @r"
    exit 2
    --- stdout

    --- stderr
    error: `--task` is for candidates
    ");
    let first = std::fs::read_to_string(folder.path().join("first.py")).unwrap();
    assert!(
        first.contains("def predict(x):\n    # predict: func(x: f64) -> f64;\n    return 0.0\n"),
        "{first}"
    );
}

/// What was built once needs no compiler any more.
#[test]
fn a_source_is_built_once() {
    if crate::languages::left_out() {
        return;
    }
    let folder = home();
    write(&folder, "task.wit", WIT.as_bytes());
    let source = "#include \"candidate.h\"\ndouble exports_i_f(double x) { return 2 * x; }\n";
    write(&folder, "x.c", source.as_bytes());
    let run = ["run", "x.c", "--wit", "task.wit", "--call", "f", "--args", "[21]"];
    let first = lazaret(folder.path(), &run);
    assert_eq!(first.stdout, "42.0\n", "{}", first.stderr);
    let builds = || {
        let entries = std::fs::read_dir(folder.path().join("cache/builds")).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.ends_with(".wasm")).collect::<Vec<_>>()
    };
    assert_eq!(builds().len(), 1);
    // Nothing can be started without a search path, and the scratch folder is taken away.
    std::fs::remove_dir_all(folder.path().join("cache/build")).unwrap();
    let again = lazaret_with(folder.path(), &run, "", Path::new(""));
    assert_eq!(again.stdout, "42.0\n", "{}", again.stderr);
    assert!(!folder.path().join("cache/build").exists());
    // Another text is another program.
    write(&folder, "x.c", source.replace("2 *", "3 *").as_bytes());
    assert_eq!(lazaret(folder.path(), &run).stdout, "63.0\n");
    assert_eq!(builds().len(), 2);
}
