//! Every language on both sides of the bridge: the same question has the same score, to the last bit, and a
//! candidate that fails fails as itself, whoever asks.
//!
//! These tests need the plugins and the compilers; `cargo xtask test` sets both up.

use std::path::Path;
use std::sync::OnceLock;

use lazaret_host::{
    Candidate, Evaluation, EvaluationRequest, Host, HostError, Interrupt, Needs, Outcome,
    StartLanguage, Task, new_task,
};
use lazaret_trial::{Code, Verdict};
use tempfile::TempDir;

use crate::python::home;
use crate::support::{self, settings, write};

/// Whether whoever runs the tests has asked to go without compilers.
pub fn left_out() -> bool {
    std::env::var_os("LAZARET_TEST_WITHOUT_COMPILERS").is_some()
}

/// The host with all languages, one for all tests.
pub fn host() -> &'static Host {
    static HOST: OnceLock<Host> = OnceLock::new();
    HOST.get_or_init(|| {
        let all = ["x.py", "x.js", "x.c", "x.rs"].map(|name| Candidate::of_bytes("", name, vec![]));
        Host::open(&home(), &Needs::default().and(&all), &settings(), &mut |_| ())
            .expect("the host opens")
    })
}

fn evaluate(task: &Task, candidates: Vec<Candidate>) -> Result<Evaluation, HostError> {
    let request =
        EvaluationRequest { task, candidates, seed: 0, split: None, jobs: 2, record: None };
    host().evaluate(request, &Interrupt::new(), &mut |_| ())
}

/// The verdicts of candidates in any language on a task.
pub fn verdicts(task: &Task, candidates: Vec<Candidate>) -> Vec<Verdict> {
    let evaluation = evaluate(task, candidates).expect("the evaluator works");
    let verdict = |outcome: &Outcome| match outcome {
        Outcome::Verdict(verdict) => Verdict::clone(verdict),
        Outcome::Unreadable(error) => panic!("unreadable: {error}"),
    };
    evaluation.results.iter().map(|result| verdict(&result.outcome)).collect()
}

/// The bin-packing task with another evaluator, and instances from a data file.
fn bin_packing(folder: &TempDir, evaluator: &Path) -> Task {
    let example = support::workspace().join("examples/online-bin-packing");
    let name = evaluator.file_name().unwrap().to_string_lossy().into_owned();
    let manifest = std::fs::read_to_string(example.join("task.toml")).unwrap();
    let manifest = manifest.replace("evaluator.py", &name);
    write(folder, "task.toml", manifest.as_bytes());
    write(folder, "task.wit", &std::fs::read(example.join("task.wit")).unwrap());
    write(folder, &name, &std::fs::read(example.join(evaluator)).unwrap());
    write(folder, "data/made.json", instances().as_bytes());
    Task::read(folder.path(), &[]).unwrap()
}

/// Two instances of 60 whole numbers that look like nothing in particular.
fn instances() -> String {
    let items = |low: u32, high: u32, factor: u32| {
        let item = |index: u32| (low + (index * factor + index * index) % (high - low)).to_string();
        (0..60).map(item).collect::<Vec<_>>().join(",")
    };
    format!(
        "{{\"first\":{{\"capacity\":150,\"items\":[{}]}},\"second\":{{\"capacity\":100,\"items\":[{}]}}}}",
        items(20, 101, 37),
        items(10, 71, 29)
    )
}

#[test]
fn best_fit_in_every_language_has_one_score_whoever_asks() {
    if left_out() {
        return;
    }
    let example = support::workspace().join("examples/online-bin-packing");
    let candidates = [
        "candidates/best_fit.py",
        "languages/best_fit.js",
        "languages/best_fit.c",
        "languages/best_fit.rs",
        "languages/best_fit.wat",
    ];
    let evaluators = ["evaluator.py", "evaluators/evaluator.rs", "evaluators/evaluator.js"];
    let mut scores = Vec::new();
    for evaluator in evaluators {
        let folder = tempfile::tempdir().unwrap();
        let task = bin_packing(&folder, Path::new(evaluator));
        let read = |name: &&str| Candidate::read(&example.join(name));
        for (verdict, name) in
            verdicts(&task, candidates.iter().map(read).collect()).iter().zip(candidates)
        {
            assert_eq!(verdict.code(), Code::Scored, "{name} by {evaluator}: {:?}", verdict.reason);
            assert_eq!(verdict.cases.len(), 2);
            let bits = |case: &lazaret_trial::CaseOutcome| {
                case.measurements.iter().map(|it| it.value.to_bits()).collect::<Vec<_>>()
            };
            let score = verdict.score.expect("a score").to_bits();
            scores.push((score, verdict.cases.iter().flat_map(bits).collect::<Vec<_>>()));
        }
    }
    assert_eq!(scores.len(), 15);
    assert!(scores.iter().all(|score| *score == scores[0]), "{scores:?}");
    assert_ne!(f64::from_bits(scores[0].0), 0.0);
}

#[test]
fn a_new_task_works_at_once_in_every_language() {
    if left_out() {
        return;
    }
    use StartLanguage::{C, Javascript, Python, Rust};
    let folder = tempfile::tempdir().unwrap();
    let mut scores = Vec::new();
    for (name, language) in [("py", Python), ("rs", Rust), ("c", C), ("js", Javascript)] {
        let path = folder.path().join(format!("task-{name}"));
        let files = new_task(&path, language).unwrap();
        assert_eq!(files.len(), 4);
        let task = Task::read(&path, &[]).unwrap();
        let candidates = Candidate::gather(&path.join("candidates")).unwrap();
        for verdict in verdicts(&task, candidates) {
            assert_eq!(verdict.code(), Code::Scored, "{name}: {:?}", verdict.reason);
            scores.push(verdict.score.unwrap().to_bits());
        }
        // What is there already is never overwritten.
        assert!(new_task(&path, language).is_err());
        // A candidate for the interface compiles and answers.
        let zeros = folder.path().join(format!("zeros-{name}"));
        let zeros = lazaret_host::new_candidate(&zeros, language, task.wit.as_ref()).unwrap();
        let verdict = &verdicts(&task, vec![Candidate::read(&zeros)])[0];
        assert_eq!(verdict.code(), Code::Scored, "{name}: {:?}", verdict.reason);
    }
    assert_eq!(scores.len(), 4);
    assert!(scores.iter().all(|score| *score == scores[0]), "{scores:?}");
}

const WIT: &str = "interface i { f: func(xs: list<f64>) -> f64; }";

/// Asks the typed function once, and reports what it gives.
const EVALUATORS: [(&str, &str); 3] = [
    ("evaluator.py", "def evaluate(candidate, case):\n    return candidate.f([1.0, 2.5])\n"),
    ("evaluator.js", "function evaluate(candidate) { return candidate.f([1, 2.5]); }\n"),
    (
        "evaluator.rs",
        "use lazaret::{Candidate, Description, Evaluator, Metric, Problem, Scores, Value};
struct Ask;
lazaret::evaluator!(Ask);
impl Evaluator for Ask {
    fn describe() -> Description {
        Description::new([Metric::maximize(\"score\")])
    }
    fn evaluate(_: &Candidate, _: &Value) -> Result<Scores, Problem> {
        Ok(Scores::from([(\"score\", task::f(&[1.0, 2.5]))]))
    }
}
",
    ),
];

fn typed_task(folder: &TempDir, evaluator: (&str, &str)) -> Task {
    let manifest = format!(
        "name = \"typed\"\nevaluator = \"{}\"\n[candidate]\nfuel = 200_000_000\nmemory = \"64 MiB\"\n",
        evaluator.0
    );
    write(folder, "task.toml", manifest.as_bytes());
    write(folder, "task.wit", WIT.as_bytes());
    write(folder, evaluator.0, evaluator.1.as_bytes());
    Task::read(folder.path(), &[]).unwrap()
}

fn candidate(name: &str, text: &str) -> Candidate {
    Candidate::of_bytes(text, name, text.as_bytes().to_vec())
}

/// A candidate that fails inside a typed call ends the case as itself, and the evaluator is never blamed.
#[test]
fn a_failure_in_a_typed_call_is_the_candidates() {
    if left_out() {
        return;
    }
    let c = |body: &str| {
        format!(
            "#include \"candidate.h\"\n#include <stdlib.h>\n#include <string.h>\n\
             double exports_i_f(candidate_list_f64_t *xs) {{ {body} }}\n"
        )
    };
    let rust = |body: &str| format!("pub fn f(xs: Vec<f64>) -> f64 {{ {body} }}\n");
    let forever = "volatile int i = 0; for (;;) i++;";
    let hog = "for (;;) { char *m = malloc(1 << 20); if (m) memset(m, 1, 1 << 20); }";
    let cases = [
        ("x.c", c("return xs->ptr[1];"), Code::Scored),
        ("x.c", c("abort();"), Code::FailedTrap),
        ("x.c", c(forever), Code::FailedOutOfFuel),
        ("x.c", c(hog), Code::FailedOutOfFuel),
        ("x.c", c("exit(3);"), Code::FailedExit),
        ("x.rs", rust("xs[1]"), Code::Scored),
        ("x.rs", rust("xs[2]"), Code::FailedTrap),
        ("x.rs", rust("loop { std::hint::black_box(&xs); }"), Code::FailedOutOfFuel),
        ("x.py", "def f(xs):\n    return xs[1]\n".to_owned(), Code::Scored),
        ("x.py", "def f(xs):\n    return xs[2]\n".to_owned(), Code::FailedException),
        ("x.py", "def f(xs):\n    return 'no'\n".to_owned(), Code::FailedInvalidOutput),
        ("x.py", "def f():\n    return 1\n".to_owned(), Code::FailedBadArguments),
        ("x.py", "def g(xs):\n    return 1\n".to_owned(), Code::FailedNoSuchFunction),
        ("x.py", "def f(xs):\n    while True: pass\n".to_owned(), Code::FailedOutOfFuel),
        ("x.js", "function f(xs) { return xs[1]; }".to_owned(), Code::Scored),
        ("x.js", "function f(xs) { throw new Error(\"no\"); }".to_owned(), Code::FailedException),
        ("x.js", "function f(xs) { return [xs]; }".to_owned(), Code::FailedInvalidOutput),
        ("x.js", "function f(xs) { for (;;); }".to_owned(), Code::FailedOutOfFuel),
    ];
    for evaluator in EVALUATORS {
        let folder = tempfile::tempdir().unwrap();
        let task = typed_task(&folder, evaluator);
        let candidates = cases.iter().map(|(name, text, _)| candidate(name, text)).collect();
        for (verdict, (_, text, code)) in verdicts(&task, candidates).iter().zip(&cases) {
            let reason = &verdict.reason;
            assert_eq!(reason.code, *code, "{text}\nby {}: {}", evaluator.0, reason.message);
            if *code == Code::Scored {
                assert_eq!(verdict.score, Some(2.5), "{text}");
            }
        }
    }
}

/// A script that asks for what the interface does not have is at fault itself.
#[test]
fn a_wrong_question_is_the_evaluators_fault() {
    let honest = || vec![candidate("x.py", "def f(xs):\n    return 1.0\n")];
    for (question, words) in [
        ("candidate.g([1.0])", "has no function `g`"),
        ("candidate.call('\\x1b' + 'g' * 1_000_000)", "has no function `\\u{1b}ggg"),
        ("candidate.f()", "0 arguments"),
        ("candidate.f(['one'])", "xs[0]"),
        ("candidate.f(xs=1)", "xs"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let text = format!("def evaluate(candidate, case):\n    return {question}\n");
        let task = typed_task(&folder, ("evaluator.py", &text));
        let verdict = &verdicts(&task, honest())[0];
        assert_eq!(verdict.reason.code, Code::FaultEvaluatorInvalid, "{question}");
        assert!(verdict.reason.message.contains(words), "{question}: {}", verdict.reason.message);
        assert!(verdict.reason.message.len() < 1_000);
    }
}

/// An evaluator that imports other types than the task declares is the task's fault, and never runs.
#[test]
fn an_evaluator_that_drifts_from_the_interface_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let text = "(component (import \"task:typed/i\" (instance
        (export \"f\" (func (param \"xs\" (list u8)) (result f64)))))
        (instance $e) (export \"lazaret:evaluator/evaluator@0.1.0\" (instance $e)))";
    let task = typed_task(&folder, ("evaluator.wat", text));
    let error = match evaluate(&task, vec![candidate("x.py", "")]) {
        Err(HostError::Evaluator(reason)) => reason,
        other => panic!("{:?}", other.map(|evaluation| evaluation.results)),
    };
    assert_eq!(error.code, Code::FaultEvaluatorSource);
    assert!(error.message.contains("f: func(xs: list<u8>) -> f64"), "{}", error.message);
}

/// Import and export drift is refused before anything is compiled, and the difference is readable.
#[test]
fn drift_from_the_interface_is_refused_with_the_difference() {
    let folder = tempfile::tempdir().unwrap();
    let task = typed_task(&folder, EVALUATORS[0]);
    let component = |types: &str, name: &str| {
        format!(
            "(component (core module $m (memory (export \"m\") 1)
                (func (export \"r\") (param i32 i32 i32 i32) (result i32) (i32.const 0))
                (func (export \"f\") (param i32 i32) (result f64) (f64.const 1)))
              (core instance $i (instantiate $m))
              (func $f {types} (canon lift (core func $i \"f\") (memory (core memory $i \"m\")) (realloc (core func $i \"r\"))))
              (instance $e (export \"f\" (func $f)))
              (export \"{name}\" (instance $e)))"
        )
    };
    let right = "(param \"xs\" (list f64)) (result f64)";
    let cases = [
        (component(right, "task:typed/i"), Code::Scored, ""),
        (component(right, "task:other/i"), Code::RejectedExport, "`task:typed/i`"),
        (
            component("(param \"xs\" (list u8)) (result f64)", "task:typed/i"),
            Code::RejectedType,
            "f: func(xs: list<u8>) -> f64",
        ),
        (
            component("(param \"ys\" (list f64)) (result f64)", "task:typed/i"),
            Code::RejectedType,
            "f: func(ys: list<f64>) -> f64",
        ),
        (
            "(component (import \"wasi:sockets/tcp@0.2.0\" (instance)))".to_owned(),
            Code::RejectedImport,
            "wasi:sockets/tcp",
        ),
        (
            "(component (import \"task:typed/i\" (instance)))".to_owned(),
            Code::RejectedImport,
            "task:typed/i",
        ),
        (
            "(component (type $r' (resource (rep i32))) (export $r \"r\" (type $r'))
               (component $c (import \"r\" (type $r (sub resource))) (export \"r\" (type $r)))
               (instance $e (instantiate $c (with \"r\" (type $r)))) (export \"task:typed/i\" (instance $e)))"
                .to_owned(),
            Code::RejectedType,
            "resource",
        ),
    ];
    let candidates = cases.iter().map(|(text, ..)| candidate("x.wat", text)).collect();
    for (verdict, (text, code, words)) in verdicts(&task, candidates).iter().zip(&cases) {
        let reason = &verdict.reason;
        assert_eq!(reason.code, *code, "{text}\n{}", reason.message);
        assert!(reason.message.contains(words), "`{words}` is not in `{}`", reason.message);
    }
}

/// A link in a folder of sources leads out of it, or could.
#[test]
fn links_are_no_part_of_a_program() {
    let folder = tempfile::tempdir().unwrap();
    let task = typed_task(&folder, EVALUATORS[0]);
    write(&folder, "program/src/lib.c", b"int x;\n");
    let program = folder.path().join("program");
    std::os::unix::fs::symlink("/etc/passwd", program.join("src/passwd.h")).unwrap();
    let verdict = &verdicts(&task, vec![Candidate::read(&program)])[0];
    assert_eq!(verdict.reason.code, Code::RejectedSourceError);
    assert!(verdict.reason.message.contains("`src/passwd.h` is a link"), "{:?}", verdict.reason);
    assert_eq!(verdict.language, "unknown");
}

/// A compiler is ended by an interrupt, long before its own limits.
#[test]
fn an_interrupt_ends_a_compiler() {
    if left_out() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let task = typed_task(&folder, EVALUATORS[0]);
    let text = "#![allow(long_running_const_eval)]
const X: u64 = { let mut i = 0u64; while i < u64::MAX { i += 1; } i };
pub fn f(_: Vec<f64>) -> f64 { X as f64 }
";
    let request = EvaluationRequest {
        task: &task,
        candidates: vec![candidate("x.rs", text)],
        seed: 0,
        split: None,
        jobs: 1,
        record: None,
    };
    // A host of its own, because an interrupt ends all that runs in one.
    let needs = Needs::of_task(&task).and(&request.candidates);
    let host = Host::open(&home(), &needs, &settings(), &mut |_| ()).expect("the host opens");
    let interrupt = Interrupt::new();
    let begin = std::time::Instant::now();
    let evaluation = std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(std::time::Duration::from_millis(1_500));
            interrupt.raise();
        });
        host.evaluate(request, &interrupt, &mut |_| ()).expect("the evaluator works")
    });
    let wall = begin.elapsed();
    assert!(evaluation.interrupted && wall < std::time::Duration::from_secs(10), "{wall:?}");
    let Outcome::Verdict(verdict) = &evaluation.results[0].outcome else { panic!("unreadable") };
    assert_eq!(verdict.code(), Code::InconclusiveInterrupted);
}
