//! `lazaret profile`: what it says is where the fuel goes, whatever the program is and however it ends.
//!
//! Programs here burn fuel in a known proportion. All of it repeats exactly, so a share that is within the error
//! of sampling once is so for ever.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use roxmltree::Document;
use serde_json::Value;
use tempfile::TempDir;

use crate::languages;
use crate::python::{home_folder, host};
use crate::support::{Output, binary, home, lazaret, write};

const WIT: &str = "interface i { f: func(x: f64) -> f64; }";

/// Runs `lazaret` in `folder` with the home that has the plugins and what compilers have made.
fn with_plugins(folder: &Path, arguments: &[&str]) -> Output {
    host();
    let mut command = Command::new(binary());
    command.args(arguments).current_dir(folder).env_clear();
    command.env("LAZARET_HOME", home_folder());
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.stdin(Stdio::null()).output().expect("`lazaret` starts").into()
}

/// A folder with a home, an interface and these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = home();
    write(&folder, "task.wit", WIT.as_bytes());
    for (name, text) in files {
        write(&folder, name, text.as_bytes());
    }
    folder
}

fn number(document: &Value, name: &str) -> u64 {
    document.get(name).and_then(Value::as_u64).unwrap_or_else(|| panic!("{name} in {document}"))
}

fn rows<'a>(document: &'a Value, table: &str) -> &'a Vec<Value> {
    document.get(table).and_then(Value::as_array).expect("a table")
}

/// The share of the fuel that a function whose name has this in it used itself, in percent.
#[track_caller]
fn own(document: &Value, function: &str) -> f64 {
    let fuel = number(document, "fuel");
    let has = |row: &&Value| row["function"].as_str().is_some_and(|name| name.contains(function));
    let own: u64 =
        rows(document, "functions").iter().filter(has).map(|row| number(row, "own_fuel")).sum();
    100.0 * own as f64 / fuel as f64
}

/// A profile in which `three` used three times what `one` did, and the whole is the whole.
#[track_caller]
fn three_to_one(document: &Value) {
    let (three, one) = (own(document, "three"), own(document, "one"));
    assert!((three - 74.0).abs() < 7.0 && (one - 25.0).abs() < 7.0, "{three} {one} {document}");
    whole(document);
}

/// The own fuel of all functions is the fuel of the run, and so is that of all samples.
#[track_caller]
fn whole(document: &Value) {
    for (table, column) in [("functions", "own_fuel"), ("samples", "fuel")] {
        let sum: u64 = rows(document, table).iter().map(|row| number(row, column)).sum();
        assert_eq!(sum, number(document, "fuel"), "{table}");
    }
}

/// Three parts and one part of work without a loop, in functions that are called by turns.
fn wat(name: &str) -> String {
    let work = |count: usize| "(drop (i32.const 0))".repeat(count);
    format!(
        "(module
          (func $three {}) (func $one {})
          (func (export \"task:{name}/i#f\") (param f64) (result f64) (local $n i32)
            (local.set $n (i32.const 10000))
            (loop $again
              (call $three) (call $one)
              (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
            (local.get 0)))",
        work(300),
        work(100)
    )
}

const ARGUMENTS: &[&str] = &["--wit", "task.wit", "--call", "f", "--args", "[1.0]"];

fn profile(folder: &Path, file: &str, more: &[&str]) -> Value {
    let samples = if more.contains(&"--samples") { &[][..] } else { &["--samples", "200"] };
    let arguments = [&["profile", file, "--json"], samples, ARGUMENTS, more].concat();
    let output = lazaret(folder, &arguments);
    assert_eq!(output.exit, Some(0), "{}", output.stderr);
    output.json()
}

#[test]
fn a_module_is_profiled_exactly_and_the_same_each_time() {
    let folder = folder(&[("burn.wat", &wat("program"))]);
    let files = ["-o", "a.svg", "--folded", "a.txt"];
    let document = profile(folder.path(), "burn.wat", &files);
    three_to_one(&document);
    assert_eq!(document["exact"], true);
    // The ordinary run has the same fuel.
    let ordinary = lazaret(folder.path(), &[&["run", "burn.wat", "--json"], ARGUMENTS].concat());
    assert_eq!(ordinary.json().pointer("/usage/fuel"), document.get("fuel"));

    let again = profile(folder.path(), "burn.wat", &["-o", "b.svg", "--folded", "b.txt"]);
    assert_eq!(document, again);
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!((read("a.svg"), read("a.txt")), (read("b.svg"), read("b.txt")));
    let folded: u64 = read("a.txt")
        .lines()
        .map(|line| line.rsplit_once(' ').unwrap().1.parse::<u64>().unwrap())
        .sum();
    assert_eq!(folded, number(&document, "fuel"));
    assert!(Document::parse(&read("a.svg")).is_ok());
}

#[test]
fn tables_say_what_they_say() {
    let folder = folder(&[("burn.wat", &wat("program"))]);
    let arguments = [&["profile", "burn.wat", "--samples", "20"], ARGUMENTS].concat();
    let output = lazaret(folder.path(), &arguments);
    assert_eq!(output.exit, Some(0), "{}", output.stderr);
    assert!(
        output.stdout.contains("own %") && output.stdout.contains("three"),
        "{}",
        output.stdout
    );
    assert!(output.stderr.contains("within 22 points"), "{}", output.stderr);
    let help = lazaret(folder.path(), &["profile", "--help"]).stdout;
    assert!(help.contains("no score rests on one") && help.contains("flame graph"), "{help}");
}

#[test]
fn programs_in_c_and_rust_are_profiled_by_their_functions() {
    if languages::left_out() {
        return;
    }
    let c = "#include \"candidate.h\"
        __attribute__((noinline)) static double three(double x) { for (int i = 0; i < 3000; i++) x = x * 1.5 + 0.5; return x; }
        __attribute__((noinline)) static double one(double x) { for (int i = 0; i < 1000; i++) x = x * 1.5 + 0.5; return x; }
        double exports_i_f(double x) { for (int i = 0; i < 100; i++) x = one(three(x)); return x; }";
    let rust =
        "#[inline(never)] fn three(mut x: f64) -> f64 { for _ in 0..3000 { x = x * 1.5 + 0.5 } x }
        #[inline(never)] fn one(mut x: f64) -> f64 { for _ in 0..1000 { x = x * 1.5 + 0.5 } x }
        pub fn f(mut x: f64) -> f64 { for _ in 0..100 { x = one(three(x)) } x }";
    for (file, text) in [("burn.c", c), ("burn.rs", rust)] {
        let folder = folder(&[(file, text)]);
        let arguments = [&["profile", file, "--json", "--samples", "200"], ARGUMENTS].concat();
        let output = with_plugins(folder.path(), &arguments);
        assert_eq!(output.exit, Some(0), "{file}: {}", output.stderr);
        let document = output.json();
        three_to_one(&document);
        if file == "burn.rs" {
            let names = rows(&document, "functions").iter().map(|row| row["function"].to_string());
            let names: Vec<String> = names.collect();
            // As it is written, not as a compiler writes it.
            assert!(names.iter().any(|name| name.contains("::three")), "{names:?}");
        }
    }
}

const PYTHON: &str = "def three(n):
    total = 0
    for i in range(3 * n): total += i
    return total

def one(n):
    total = 0
    for i in range(n): total += i
    return total

def work(n):
    for _ in range(10):
        three(n)
        one(n)
    return sorted(range(n * 30), key=abs) and n
";

#[test]
fn a_program_in_python_is_profiled_by_function_and_line() {
    let folder = folder(&[("burn.py", PYTHON)]);
    let run = ["--call", "work", "--args", "[500]", "--json"];
    let arguments = [&["profile", "burn.py", "--samples", "200"][..], &run].concat();
    let output = with_plugins(folder.path(), &arguments);
    assert_eq!(output.exit, Some(0), "{}", output.stderr);
    let document = output.json();
    whole(&document);
    let (three, one, work) =
        (own(&document, "three"), own(&document, "one"), own(&document, "work"));
    assert!((three / one - 3.0).abs() < 1.2, "{three} {one}");
    assert!(30.0 < work, "what a builtin does is the line's that calls it: {work}");
    let share = |line: u64, column: &str| {
        let found = rows(&document, "lines").iter().filter(|row| number(row, "line") == line);
        100.0 * found.map(|row| number(row, column)).sum::<u64>() as f64
            / number(&document, "fuel") as f64
    };
    assert!((share(3, "own_fuel") - three).abs() < 1.0 && (share(8, "own_fuel") - one).abs() < 1.0);
    assert!((share(13, "total_fuel") - three).abs() < 1.0, "line 13 calls `three`");
    assert!((share(15, "own_fuel") - work).abs() < 2.0, "line 15 sorts");
    let ordinary = with_plugins(folder.path(), &[&["run", "burn.py"][..], &run].concat());
    assert_eq!(ordinary.json().pointer("/usage/fuel"), document.get("fuel"));
}

#[test]
fn a_candidate_is_profiled_inside_of_its_evaluation() {
    let folder = folder(&[
        ("task/task.toml", "name = \"burn\"\n"),
        (
            "task/evaluator.py",
            "def cases():\n    return {'small': 1, 'large': 500}\n\ndef evaluate(candidate, case):\n    return candidate.work(case)\n",
        ),
        ("burn.py", PYTHON),
    ]);
    let arguments = ["profile", "task", "burn.py", "--json", "--samples", "40"];
    let small = with_plugins(folder.path(), &arguments).json();
    let large =
        with_plugins(folder.path(), &[&arguments[..], &["--case", "large"]].concat()).json();
    for document in [&small, &large] {
        whole(document);
        assert_eq!(document["reason"], Value::Null);
    }
    assert_eq!(small["candidate"], "burn.py, case small");
    assert!(10 * number(&small, "fuel") < number(&large, "fuel"));
    assert!(own(&large, "three") > own(&large, "one"));
    let verdict = {
        let arguments = ["eval", "task", "burn.py", "--json", "--no-ledger"];
        with_plugins(folder.path(), &arguments).json()
    };
    let fuel = |case: usize| {
        verdict.pointer(&format!("/results/0/verdict/cases/{case}/candidate_usage/fuel")).cloned()
    };
    assert_eq!((fuel(0), fuel(1)), (small.get("fuel").cloned(), large.get("fuel").cloned()));
    let unknown = with_plugins(folder.path(), &[&arguments[..], &["--case", "none"]].concat());
    assert_eq!(unknown.exit, Some(2));
    assert!(unknown.stderr.contains("it has: small, large"), "{}", unknown.stderr);
}

#[test]
fn a_run_that_fails_is_profiled_up_to_its_end() {
    let burn = "def burn():\n    for i in range(100_000): pass\nburn()\n";
    for (end, code, more) in [
        ("raise ValueError('x')", "failed/exception", &[][..]),
        ("import sys; sys.exit(3)", "failed/exit", &[]),
        ("x = bytes(10**9)", "failed/out-of-memory", &[]),
        ("while True: pass", "failed/out-of-fuel", &["--fuel", "5e7"]),
    ] {
        let folder = folder(&[("end.py", &format!("{burn}{end}\n"))]);
        let arguments = ["profile", "end.py", "--json", "--samples", "20", "-o", "end.svg"];
        let output = with_plugins(folder.path(), &[&arguments[..], more].concat());
        assert_eq!(output.exit, Some(0), "{code}: {}", output.stderr);
        let document = output.json();
        assert_eq!(document.pointer("/reason/code"), Some(&Value::from(code)));
        whole(&document);
        assert!(5.0 < own(&document, "burn"), "{code}");
    }
    let trap = "(module (func $burn (local $n i32)
        (loop (br_if 0 (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 99999)))))
        (func (export \"task:program/i#f\") (param f64) (result f64) (call $burn) unreachable))";
    let folder = folder(&[("trap.wat", trap)]);
    let document = profile(folder.path(), "trap.wat", &[]);
    assert_eq!(document.pointer("/reason/code"), Some(&Value::from("failed/trap")));
    whole(&document);
    assert!(95.0 < own(&document, "burn"));
}

#[test]
fn hostile_names_and_deep_stacks_give_a_bounded_picture() {
    let mut functions = String::new();
    // As many as fit into a text.
    for index in 0..5_000 {
        let _ = write!(
            functions,
            "(func $f{index} (@name \"</svg><script>alert({index})</script>&\\1b[31m\\00\\e2\\80\\ae;\")
              (if (global.get $g) (then (global.set $g (i32.const 0)))))"
        );
    }
    let calls: String = (0..5_000).map(|index| format!("(call $f{index})")).collect();
    let module = format!(
        "(module (global $g (mut i32) (i32.const 0)) {functions}
          (func $deep (param $n i32) (result i32)
            (if (result i32) (local.get $n)
              (then (i32.add (call $even (i32.sub (local.get $n) (i32.const 1))) (i32.const 1)))
              (else (call $all) (i32.const 0))))
          (func $even (param $n i32) (result i32) (call $deep (local.get $n)))
          (func $all {calls})
          (func (export \"task:program/i#f\") (param f64) (result f64)
            (drop (call $deep (i32.const 50000))) (local.get 0)))"
    );
    let folder = folder(&[("hostile.wat", &module)]);
    let document = profile(
        folder.path(),
        "hostile.wat",
        &["-o", "x.svg", "--folded", "x.txt", "--samples", "60"],
    );
    whole(&document);
    let svg = std::fs::read_to_string(folder.path().join("x.svg")).unwrap();
    assert!(svg.len() < 4 << 20, "{} bytes", svg.len());
    let parsed = Document::parse(&svg).unwrap();
    let elements = || parsed.descendants().filter(|node| node.is_element());
    let known = ["svg", "rect", "text", "title"];
    assert!(elements().all(|node| known.contains(&node.tag_name().name())));
    assert!(elements().count() < 30_000);
    assert!(elements().all(|node| node.attributes().all(|it| !it.name().starts_with("on"))));
    assert!(
        parsed.descendants().any(|node| node.text().is_some_and(|text| text.contains("<script>")))
    );
    let folded = std::fs::read_to_string(folder.path().join("x.txt")).unwrap();
    for line in folded.lines() {
        let (stack, fuel) = line.rsplit_once(' ').unwrap();
        assert!(fuel.parse::<u64>().is_ok() && stack.split(';').count() <= 128, "{line}");
    }
    let deepest = rows(&document, "samples").iter().map(|it| it["stack"].as_array().unwrap().len());
    assert_eq!(deepest.max(), Some(128));
    for text in [svg, folded] {
        let wild = |it: &char| (it.is_control() && *it != '\n') || *it == '\u{202e}';
        assert_eq!(text.chars().find(wild), None);
    }
    let arguments = [&["profile", "hostile.wat", "--samples", "9"], ARGUMENTS].concat();
    let table = lazaret(folder.path(), &arguments);
    assert!(!table.stdout.contains("\u{1b}[31m") && !table.stdout.contains('\u{202e}'));
}

#[test]
fn a_python_that_is_hostile_to_its_profile_is_profiled_all_the_same() {
    let text = "import sys
sys.setrecursionlimit(5_000)
names = ['</svg><script>', 'a\\x1b[31m', '\\u202e\\ud800x', 'x' * 10_000, 'gr\\u00fcn \\U0001f600']
space = {}
for index, name in enumerate(names):
    def f(n): return sum(range(200)) if n == 0 else f(n - 1)
    f.__code__ = f.__code__.replace(co_qualname=name, co_name=name)
    space[index] = f
planted = b'xdebugpy' * 100_000
def main():
    for _ in range(40):
        for f in space.values():
            f(500)
main()
";
    let folder = folder(&[("hostile.py", text)]);
    let arguments = ["profile", "hostile.py", "--json", "--samples", "60", "-o", "x.svg"];
    let output = with_plugins(folder.path(), &arguments);
    assert_eq!(output.exit, Some(0), "{}", output.stderr);
    let document = output.json();
    whole(&document);
    assert!(0.0 < own(&document, "gr\u{fc}n \u{1f600}"), "{document}");
    let svg = std::fs::read_to_string(folder.path().join("x.svg")).unwrap();
    assert!(Document::parse(&svg).is_ok() && !svg.contains('\u{1b}'));
}

#[test]
fn an_interrupt_keeps_what_was_seen() {
    let folder = folder(&[("burn.wat", &wat("program"))]);
    let mut child = Command::new(binary())
        .args(["profile", "burn.wat", "--json", "--samples", "10000", "-o", "x.svg"])
        .args(ARGUMENTS)
        .current_dir(folder.path())
        .env_clear()
        .env("LAZARET_HOME", folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(
        lines
            .by_ref()
            .map_while(Result::ok)
            .any(|line| line == "the first of the samples is there")
    );
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let output = Output::from(child.wait_with_output().unwrap());
    assert_eq!(output.exit, Some(130));
    let document = output.json();
    assert_eq!(document["cut"], "interrupted");
    whole(&document);
    let svg = std::fs::read_to_string(folder.path().join("x.svg")).unwrap();
    assert!(Document::parse(&svg).is_ok());
}

#[test]
fn what_cannot_be_profiled_says_why() {
    let folder = folder(&[("broken.wat", "(module"), ("burn.wat", &wat("program"))]);
    for (arguments, exit, why) in [
        (&["profile", "missing.py"][..], 2, "cannot read"),
        (&["profile", "broken.wat"], 1, "rejected/source-error"),
        (&["profile", "burn.wat", "--samples", "0"], 2, "--samples"),
        (&["profile", "burn.wat", "--case", "1"], 2, "CANDIDATE"),
        (
            &[
                "profile",
                "burn.wat",
                "-o",
                "no/such/folder.svg",
                "--samples",
                "1",
                "--wit",
                "task.wit",
                "--call",
                "f",
                "--args",
                "[1]",
            ],
            2,
            "cannot write",
        ),
    ] {
        let output = lazaret(folder.path(), arguments);
        assert_eq!(output.exit, Some(exit), "{arguments:?}: {}", output.stderr);
        assert!(output.stderr.contains(why), "{arguments:?}: {}", output.stderr);
    }
}
