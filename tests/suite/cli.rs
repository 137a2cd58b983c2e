//! The `lazaret` command as people and scripts see it: exit code, standard output and standard error
//! together. Every test has a home of its own, in which a stand-in takes the place of Python.

use std::path::Path;

use insta::assert_snapshot;
use lazaret_trial::Code;

use crate::support::{self, home, lazaret, lazaret_with, shown, write};

/// A component from the corpus, as a text of its own.
fn corpus(name: &str) -> String {
    support::corpus(name).text
}

#[test]
fn help_goes_to_standard_output() {
    assert_snapshot!(shown(&[], &["--help"]), @"
    exit 0
    --- stdout
    Score model-written programs, each in a sandbox of its own.

    Candidates are Python or JavaScript texts (.py, .js), sources in C or Rust (.c, .rs, or a folder),
    and WebAssembly (.wat, .wasm). A task is a folder with `task.toml` and an evaluator, and a
    `task.wit` if its interface is typed. The same candidate, task and seed give the same verdict, byte
    for byte, on every run.

    Usage: lazaret <COMMAND>

    Commands:
      demo        A tour: honest heuristics, an endless loop, a memory hog and three cheaters, scored
      run         Run one program once: its result, output, usage, and why it stopped
      eval        Judge candidates on a task and rank them
      profile     Where the fuel of a program goes: by function, by line of Python, as a flame graph
      attack      Try how far an evaluator can be gamed: thirty cheaters that know nothing of the task
      evolve      Improve programs on a task: propose, judge, keep or discard, until a limit is reached
      archive     What campaigns have found: the best programs, their ancestors, what changed
      report      Write down what a campaign did, from the ledger alone; or check such a report
      replay      Make recorded verdicts again and compare them, byte for byte
      serve       Take candidates over HTTP, judge them, and record their verdicts
      ledger      The record of verdicts: list, show, verify, export
      new         Write a working start: a task, an evaluator or a candidate, in the language of your
                  choice
      build       Make a WebAssembly component of a source: C or Rust (a file or a folder), WAT, a core
                  module
      inspect     What is in a WebAssembly file: its world, sizes, digest, and what admission says to it
      plugin      Build, list, export and import the interpreters
      doctor      What is there, what is missing, and how to mend it
      explain     What a reason code means: what happened, whose fault, what to do
      bench       Measure this machine: Lazaret beside the native interpreter
      jail-probe  Try more than a hundred forbidden acts from inside the jail, and show how each ends
      help        Print this message or the help of the given subcommand(s)

    Options:
      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version

    Start here:
      lazaret demo                                        a tour in ten seconds
      lazaret run hello.py                                run any program once, sandboxed
      lazaret eval examples/cap-set examples/cap-set/candidates
      lazaret new task my-task --lang rust                a task of your own, ready to run
      lazaret explain failed/out-of-fuel                  what a verdict means and what to do

    State lives in the platform's data and cache folders; LAZARET_HOME moves all of it.
    --- stderr
    ");
}

#[test]
fn wrong_usage_goes_to_standard_error() {
    assert_snapshot!(shown(&[], &[]), @"
    exit 2
    --- stdout

    --- stderr
    Score model-written programs, each in a sandbox of its own

    Usage: lazaret <COMMAND>

    Commands:
      demo        A tour: honest heuristics, an endless loop, a memory hog and three cheaters, scored
      run         Run one program once: its result, output, usage, and why it stopped
      eval        Judge candidates on a task and rank them
      profile     Where the fuel of a program goes: by function, by line of Python, as a flame graph
      attack      Try how far an evaluator can be gamed: thirty cheaters that know nothing of the task
      evolve      Improve programs on a task: propose, judge, keep or discard, until a limit is reached
      archive     What campaigns have found: the best programs, their ancestors, what changed
      report      Write down what a campaign did, from the ledger alone; or check such a report
      replay      Make recorded verdicts again and compare them, byte for byte
      serve       Take candidates over HTTP, judge them, and record their verdicts
      ledger      The record of verdicts: list, show, verify, export
      new         Write a working start: a task, an evaluator or a candidate, in the language of your
                  choice
      build       Make a WebAssembly component of a source: C or Rust (a file or a folder), WAT, a core
                  module
      inspect     What is in a WebAssembly file: its world, sizes, digest, and what admission says to it
      plugin      Build, list, export and import the interpreters
      doctor      What is there, what is missing, and how to mend it
      explain     What a reason code means: what happened, whose fault, what to do
      bench       Measure this machine: Lazaret beside the native interpreter
      jail-probe  Try more than a hundred forbidden acts from inside the jail, and show how each ends
      help        Print this message or the help of the given subcommand(s)

    Options:
      -h, --help     Print help (see more with '--help')
      -V, --version  Print version

    Start here:
      lazaret demo                                        a tour in ten seconds
      lazaret run hello.py                                run any program once, sandboxed
      lazaret eval examples/cap-set examples/cap-set/candidates
      lazaret new task my-task --lang rust                a task of your own, ready to run
      lazaret explain failed/out-of-fuel                  what a verdict means and what to do

    State lives in the platform's data and cache folders; LAZARET_HOME moves all of it.
    ");
    assert_snapshot!(shown(&[], &["rnu"]), @r"
    exit 2
    --- stdout

    --- stderr
    error: unrecognized subcommand 'rnu'

    Usage: lazaret <COMMAND>

    For more information, try '--help'.
    ");
    assert_snapshot!(shown(&[], &["run"]), @r"
    exit 2
    --- stdout

    --- stderr
    error: the following required arguments were not provided:
      <FILE>

    Usage: lazaret run <FILE>

    For more information, try '--help'.
    ");
    assert_snapshot!(shown(&[], &["run", "x.wat", "--feul", "1"]), @r"
    exit 2
    --- stdout

    --- stderr
    error: unexpected argument '--feul' found

      tip: a similar argument exists: '--fuel'

    Usage: lazaret run --fuel <COUNT> <FILE>

    For more information, try '--help'.
    ");
}

#[test]
fn every_code_has_a_page() {
    let folder = tempfile::tempdir().unwrap();
    for code in Code::ALL {
        let output = lazaret(folder.path(), &["explain", code.as_str()]);
        assert_eq!((output.exit, output.stderr.as_str()), (Some(0), ""), "{code}");
        let lines: Vec<&str> = output.stdout.lines().collect();
        let [title, what, fault, remedy] = lines.as_slice() else { panic!("{code}: {lines:?}") };
        assert_eq!(*title, code.as_str());
        for (line, heading) in
            [(what, "What happened"), (fault, "Whose fault"), (remedy, "What to do")]
        {
            let text = line.trim_start().strip_prefix(heading).unwrap_or_default();
            assert!(5 < text.trim().len(), "{code}: {line}");
        }
    }
    let all = lazaret(folder.path(), &["explain"]);
    assert_eq!(all.stdout.lines().count(), Code::ALL.len());
    assert!(Code::ALL.iter().all(|code| all.stdout.contains(code.as_str())));
    // Explaining needs no state and leaves none.
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn explain_one_code_some_codes_and_none() {
    assert_snapshot!(shown(&[], &["explain", "failed/handle-limit"]), @r"
    exit 0
    --- stdout
    failed/handle-limit
      What happened  The candidate held more handles (streams, pollables) at one time than its budget allows.
      Whose fault    the candidate's
      What to do     Drop what is no longer used, or raise `handles`.
    --- stderr
    ");
    assert_snapshot!(shown(&[], &["explain", "host-oom"]), @r"
    exit 0
    --- stdout
    inconclusive/host-oom
      What happened  The machine could not supply memory that the budget allows.
      Whose fault    the machine's or Lazaret's
      What to do     Try again with fewer jobs or a smaller `memory`.
    --- stderr
    ");
    assert_snapshot!(shown(&[], &["explain", "failed/out-of-feul"]), @r"
    exit 2
    --- stdout

    --- stderr
    error: there is no code `failed/out-of-feul`; did you mean `failed/out-of-fuel`?
    ");
}

#[test]
fn run_what_cannot_be_read() {
    assert_snapshot!(shown(&[], &["run", "missing.wat"]), @r"
    exit 2
    --- stdout

    --- stderr
    error: cannot read `missing.wat`: No such file or directory (os error 2)
    ");
    assert_snapshot!(shown(&[("folder/x.wat", "")], &["run", "folder"]), @r"
    exit 2
    --- stdout

    --- stderr
    error: cannot read `folder`: not a file
    ");
    assert_snapshot!(shown(&[("file", "")], &["run", "file/x.wat"]), @r"
    exit 2
    --- stdout

    --- stderr
    error: cannot read `file/x.wat`: Not a directory (os error 20)
    ");
    let folder = home();
    std::os::unix::fs::symlink("itself.wat", folder.path().join("itself.wat")).unwrap();
    let output = lazaret(folder.path(), &["run", "itself.wat"]);
    assert_snapshot!(output.shown(folder.path()), @r"
    exit 2
    --- stdout

    --- stderr
    error: cannot read `itself.wat`: Too many levels of symbolic links (os error 40)
    ");
}

#[test]
fn run_what_is_no_program() {
    assert_snapshot!(shown(&[("x.wasm", "")], &["run", "x.wasm"]), @r"
    exit 1
    --- stdout

    --- stderr
    rejected/malformed the file is empty
    more: lazaret explain rejected/malformed
    --- usage ---
    fuel 0 of 10_000_000_000 (start 0), memory 0 B of 256 MiB, output 0 B of 64 KiB, 0 host calls
    ");
    assert_snapshot!(shown(&[("x", "#!/bin/sh\n")], &["run", "x"]), @r"
    exit 1
    --- stdout

    --- stderr
    rejected/malformed neither WebAssembly nor a text in a known language (by its extension: .py)
    more: lazaret explain rejected/malformed
    --- usage ---
    fuel 0 of 10_000_000_000 (start 0), memory 0 B of 256 MiB, output 0 B of 64 KiB, 0 host calls
    ");
    assert_snapshot!(shown(&[("x.wat", "(component\n  (kore module))")], &["run", "x.wat"]), @r"
    exit 1
    --- stdout

    --- stderr
    rejected/source-error expected valid component field
      line 2, column 4
    more: lazaret explain rejected/source-error
    --- usage ---
    fuel 0 of 10_000_000_000 (start 0), memory 0 B of 256 MiB, output 0 B of 64 KiB, 0 host calls
    ");
    let folder = home();
    write(&folder, "x.wasm", b"\x00\xff\x1b[2Jgarbage");
    write(&folder, "x.py", b"ok\n\xff");
    let output = lazaret(folder.path(), &["run", "x.wasm"]);
    assert_snapshot!(output.shown(folder.path()), @r"
    exit 1
    --- stdout

    --- stderr
    rejected/malformed neither WebAssembly nor a text in a known language (by its extension: .py)
    more: lazaret explain rejected/malformed
    --- usage ---
    fuel 0 of 10_000_000_000 (start 0), memory 0 B of 256 MiB, output 0 B of 64 KiB, 0 host calls
    ");
    let output = lazaret(folder.path(), &["run", "x.py"]);
    assert_snapshot!(output.shown(folder.path()), @r"
    exit 1
    --- stdout

    --- stderr
    rejected/malformed the source is not UTF-8 text: byte 3 on line 2
    more: lazaret explain rejected/malformed
    --- usage ---
    fuel 0 of 10_000_000_000 (start 0), memory 0 B of 256 MiB, output 0 B of 64 KiB, 0 host calls
    ");
}

#[test]
fn run_gives_the_value_on_standard_output_and_the_rest_on_standard_error() {
    let files = [("x.wat", corpus("output_allowed.wat"))];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    assert_snapshot!(shown(&files, &["run", "x.wat", "--call", "f"]), @r"
    exit 0
    --- stdout
    true
    --- stderr
    --- stdout ---
    hello
    --- stderr ---
    ell
    --- result ---
    --- usage ---
    fuel 424 of 10_000_000_000 (start 25), memory 64 KiB of 256 MiB, output 8 B of 64 KiB, 4 host calls
    ");
    assert_snapshot!(shown(&files, &["run", "x.wat"]), @r"
    exit 0
    --- stdout
    null
    --- stderr
    --- result ---
    --- usage ---
    fuel 0 of 10_000_000_000 (start 25), memory 64 KiB of 256 MiB, output 0 B of 64 KiB, 0 host calls
    ");
}

#[test]
fn run_says_why_it_stopped() {
    let endless = corpus("stop_endless_loop.wat");
    let files = [("x.wat", endless.as_str())];
    let call = ["run", "x.wat", "--call", "f"];
    assert_snapshot!(shown(&files, &[&call[..], &["--fuel", "1e6"]].concat()), @r"
    exit 1
    --- stdout

    --- stderr
    failed/out-of-fuel the candidate used up its fuel
      fuel: 1_000_001 measured, 1_000_000 allowed
    hint: look for an endless loop, do less work a call, or raise `fuel`
    more: lazaret explain failed/out-of-fuel
    --- usage ---
    fuel 1_000_000 of 1_000_000 (start 0), memory 64 KiB of 256 MiB, output 0 B of 64 KiB, 0 host calls
    ");
    let output = {
        let folder = home();
        write(&folder, "x.wat", endless.as_bytes());
        lazaret(folder.path(), &[&call[..], &["--fuel", "9e15", "--wall", "1"]].concat())
    };
    assert_eq!(output.exit, Some(3));
    assert!(output.stderr.contains("inconclusive/wall-timeout "), "{}", output.stderr);
}

#[test]
fn run_checks_its_arguments() {
    let honest = corpus("honest_answer.wat");
    let files = [("x.wat", honest.as_str())];
    let run = |more: &[&str]| shown(&files, &[&["run", "x.wat"][..], more].concat());
    assert_snapshot!(run(&["--call", "f", "--args", "["]), @r"
    exit 2
    --- stdout

    --- stderr
    error: `--args` is not JSON: not plain data at byte 1: a value is missing
    ");
    assert_snapshot!(run(&["--call", "f", "--args", "3"]), @r"
    exit 2
    --- stdout

    --- stderr
    error: `--args` is an integer, expected a list or an object
    ");
    assert_snapshot!(run(&["--args", "[]"]), @r"
    exit 2
    --- stdout

    --- stderr
    error: the following required arguments were not provided:
      --call <NAME>

    Usage: lazaret run --call <NAME> --args <JSON> <FILE>

    For more information, try '--help'.
    ");
    assert_snapshot!(run(&["--memory", "1"]), @r"
    exit 2
    --- stdout

    --- stderr
    error: `memory = 1 B` is outside the allowed range 64 KiB to 4 GiB
    ");
    assert_snapshot!(run(&["--memory", "lots"]), @r"
    exit 2
    --- stdout

    --- stderr
    error: invalid value 'lots' for '--memory <BYTES>': `lots` is not a number of bytes such as `65536`, `64 KiB` or `1.5 GiB`

    For more information, try '--help'.
    ");
    assert_snapshot!(run(&["--fuel", "0"]), @r"
    exit 2
    --- stdout

    --- stderr
    error: `fuel = 0` is outside the allowed range 1 to 9_007_199_254_740_992
    ");
}

#[test]
fn colours_are_for_terminals() {
    // Nobody watches here, so that there are none.
    let folder = home();
    for arguments in [
        &["--help"][..],
        &["rnu"],
        &["explain", "nothing"],
        &["explain", "scored"],
        &["run", "x.wat"],
    ] {
        let output = lazaret(folder.path(), arguments);
        let text = format!("{}{}", output.stdout, output.stderr);
        assert!(!text.is_empty() && !text.contains('\u{1b}'), "{arguments:?}: {text:?}");
    }
}

#[test]
fn text_of_a_guest_reaches_no_terminal_unescaped() {
    let text = corpus("failure_bad_arguments.wat").replace("too many.", "\\1b[2J\\c2\\9b");
    let folder = home();
    write(&folder, "x.wat", text.as_bytes());
    let output = lazaret(folder.path(), &["run", "x.wat", "--call", "f"]);
    assert_eq!(output.exit, Some(1));
    assert!(!output.stderr.contains(['\u{1b}', '\u{9b}']), "{:?}", output.stderr);
    assert!(output.stderr.contains("\\u{1b}[2J\\u{9b}"), "{}", output.stderr);
}

#[test]
fn python_is_read_by_the_interpreter() {
    // The stand-in refuses every text; that it was asked at all is the point.
    let folder = home();
    let output = lazaret_with(folder.path(), &["run", "-"], "print(1)\n", Path::new(""));
    assert_snapshot!(output.shown(folder.path()), @r"
    exit 1
    --- stdout

    --- stderr
    rejected/source-error StandIn: no Python in here
      line 1, column 1
    more: lazaret explain rejected/source-error
    --- usage ---
    fuel 6 of 10_000_000_000 (start 0), memory 64 KiB of 256 MiB, output 0 B of 64 KiB, 0 host calls
    ");
}

#[test]
fn json_is_one_document() {
    let folder = home();
    for (name, case) in
        [("honest.wat", "honest_answer.wat"), ("endless.wat", "stop_endless_loop.wat")]
    {
        write(&folder, name, corpus(case).as_bytes());
    }
    let document = |arguments: &[&str], exit| {
        let output = lazaret(folder.path(), arguments);
        assert_eq!(output.exit, Some(exit), "{}", output.stderr);
        serde_json::from_str::<serde_json::Value>(&output.stdout).unwrap()
    };
    let honest = document(&["run", "honest.wat", "--call", "f", "--json"], 0);
    assert_eq!(honest["ok"], true);
    assert_eq!(honest["value"], "[1,2.5,null,true,\"x\"]");
    assert_eq!(honest["usage"]["calls"], 1);
    let endless = document(&["run", "endless.wat", "--call", "f", "--fuel", "1000", "--json"], 1);
    assert_eq!(endless["ok"], false);
    assert_eq!(endless["reason"]["code"], "failed/out-of-fuel");
    assert_eq!(endless["reason"]["excess"]["allowed"], 1000);
    assert_eq!(endless["budget"]["fuel"], 1000);
    let doctor = document(&["doctor", "--json"], 0);
    assert!(doctor["checks"].as_array().is_some_and(|checks| 5 < checks.len()));
}
