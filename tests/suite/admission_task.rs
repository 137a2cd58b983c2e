//! A task that sets caps of its own: they hold for what is handed in and for what compilers make, for no
//! evaluator, and they are part of the identity of verdicts.
//!
//! These tests need the Python plugin, and the last of them the compilers.

use lazaret_host::{
    Candidate, Evaluation, EvaluationRequest, Interrupt, Purpose, Task, verdict_bytes,
};
use lazaret_trial::{Code, Excess, Verdict};
use tempfile::TempDir;

use crate::languages::{self, left_out};
use crate::python::{self, evaluate, verdict};
use crate::support::write;

const EVALUATOR: &str = "def evaluate(candidate, case):\n    return candidate.f(1.0)\n";

const WIT: &str = "interface i { f: func(x: f64) -> f64; }";

/// Two functions, and a name that a task may find too long.
const WAT: &str =
    "(module (func $twice (param f64) (result f64) (f64.add (local.get 0) (local.get 0)))
  (func (export \"task:tight/i#f\") (param f64) (result f64) (call $twice (local.get 0))))";

fn task(folder: &TempDir, admission: &str) -> Task {
    let manifest = format!("name = \"tight\"\n[admission]\n{admission}\n");
    write(folder, "task.toml", manifest.as_bytes());
    write(folder, "task.wit", WIT.as_bytes());
    write(folder, "evaluator.py", EVALUATOR.as_bytes());
    Task::read(folder.path(), &[]).expect("the task is well formed")
}

fn candidate(name: &str, text: &str) -> Candidate {
    Candidate::of_bytes(name, name, text.as_bytes().to_vec())
}

fn excess(limit: &str, measured: u64, allowed: u64) -> Excess {
    Excess { limit: limit.to_owned(), measured, allowed }
}

#[track_caller]
fn check_refused(verdict: &Verdict, expected: &Excess) {
    assert_eq!(verdict.reason.code, Code::RejectedTooLarge, "{:?}", verdict.reason);
    assert_eq!(verdict.reason.excess.as_ref(), Some(expected));
    let hint = verdict.reason.hint.as_deref().unwrap_or_default();
    assert!(hint.starts_with(&format!("the task sets `{}` lower", expected.limit)), "{hint}");
    assert_eq!((verdict.score, verdict.cases.len()), (None, 0));
}

/// The component that the host makes of a text, to be handed in as it is.
fn component(folder: &TempDir) -> Candidate {
    let task = task(folder, "");
    let made = python::host().make(&candidate("f.wat", WAT), Purpose::Candidate(task.wit.as_ref()));
    let bytes = made.expect("it can be read").expect("it is admitted");
    Candidate::of_bytes("f.wasm", "f.wasm", bytes)
}

fn bytes_of(candidate: &Candidate) -> u64 {
    match candidate.content.as_ref().expect("it was made") {
        lazaret_host::Content::File(bytes) => bytes.len() as u64,
        lazaret_host::Content::Folder(_) => panic!("no file"),
    }
}

#[test]
fn a_tightened_cap_refuses_components_and_texts() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = bytes_of(&component(&folder));
    let judge = |admission: &str| {
        let task = task(&folder, admission);
        // Reading the task again for the component leaves the file as it was.
        let candidates = vec![
            candidate("f.wat", WAT),
            component(&tempfile::tempdir().unwrap()),
            candidate("f.py", "def f(x):\n    return 2 * x\n"),
        ];
        evaluate(&task, candidates, 1).expect("the evaluator works")
    };
    let scored = |evaluation: &Evaluation, index: usize| {
        let verdict = verdict(evaluation, index);
        assert_eq!(verdict.score, Some(2.0), "{:?}", verdict.reason);
    };
    // Exactly what they have is enough.
    let enough = judge(&format!("functions = 2\nsource_bytes = {}\nbytes = {bytes}", WAT.len()));
    (0..3).for_each(|index| scored(&enough, index));
    // A structure has none but components, whatever they came as.
    let structure = judge("functions = 1");
    check_refused(verdict(&structure, 0), &excess("functions", 2, 1));
    check_refused(verdict(&structure, 1), &excess("functions", 2, 1));
    scored(&structure, 2);
    let size = judge(&format!("bytes = {}", bytes - 1));
    check_refused(verdict(&size, 0), &excess("bytes", bytes, bytes - 1));
    check_refused(verdict(&size, 1), &excess("bytes", bytes, bytes - 1));
    scored(&size, 2);
    // A text is what was written, and a component was not.
    let source = judge("source_bytes = 20");
    check_refused(verdict(&source, 0), &excess("source_bytes", WAT.len() as u64, 20));
    scored(&source, 1);
    check_refused(verdict(&source, 2), &excess("source_bytes", 27, 20));
}

#[test]
fn caps_are_part_of_the_identity() {
    let folder = tempfile::tempdir().unwrap();
    let judge = |admission: &str| {
        let task = task(&folder, admission);
        evaluate(&task, vec![candidate("f.wat", WAT)], 1).expect("the evaluator works")
    };
    let (usual, same, tight) = (judge(""), judge("loops = 1_000"), judge("loops = 0\nlocals = 7"));
    assert_eq!(verdict(&tight, 0).score, Some(2.0));
    assert_ne!(usual.identity.digest, tight.identity.digest);
    let difference = usual.identity.difference(&tight.identity);
    let [("admission", here, there)] = difference[..] else { panic!("{difference:?}") };
    assert_eq!(there, format!("{here}; locals 7; loops 0"));
    // What says the usual number says nothing.
    assert_eq!(usual.identity, same.identity);
    let bytes = |evaluation| verdict_bytes(verdict(evaluation, 0)).unwrap();
    assert_eq!(bytes(&usual), bytes(&same));
}

/// Evaluators are the task's own and have the usual caps, whatever it says of candidates; so have interpreters.
/// What a compiler adds to a program is part of what it makes.
#[test]
fn a_tightened_cap_holds_for_what_compilers_make_and_for_no_evaluator() {
    if left_out() {
        return;
    }
    let c = "#include \"candidate.h\"\ndouble exports_i_f(double x) { return 2 * x; }\n";
    let rust = "pub fn f(x: f64) -> f64 { 2.0 * x }\n";
    let evaluator =
        "use lazaret::{Candidate, Description, Evaluator, Metric, Problem, Scores, Value};
struct Ask;
lazaret::evaluator!(Ask);
impl Evaluator for Ask {
    fn describe() -> Description {
        Description::new([Metric::maximize(\"score\")])
    }
    fn evaluate(_: &Candidate, _: &Value) -> Result<Scores, Problem> {
        Ok(Scores::from([(\"score\", task::f(1.0))]))
    }
}
";
    let folder = tempfile::tempdir().unwrap();
    let judge = |admission: &str| {
        drop(task(&folder, admission));
        let manifest = folder.path().join("task.toml");
        let text = std::fs::read_to_string(&manifest).unwrap();
        let text = text.replace("[admission]", "evaluator = \"evaluator.rs\"\n[admission]");
        write(&folder, "task.toml", text.as_bytes());
        write(&folder, "evaluator.rs", evaluator.as_bytes());
        let task = Task::read(folder.path(), &[]).expect("the task is well formed");
        let candidates = vec![
            candidate("f.c", c),
            candidate("f.rs", rust),
            candidate("f.js", "function f(x) { return 2 * x; }"),
        ];
        let request = EvaluationRequest {
            task: &task,
            candidates,
            seed: 0,
            split: None,
            jobs: 1,
            record: None,
        };
        languages::host()
            .evaluate(request, &Interrupt::new(), &mut |_| ())
            .expect("the evaluator has the usual caps")
    };
    let usual = judge("");
    for index in 0..3 {
        assert_eq!(verdict(&usual, index).score, Some(2.0), "{:?}", verdict(&usual, index).reason);
    }
    let structure = judge("functions = 1");
    for index in 0..2 {
        let found = verdict(&structure, index);
        let measured = found.reason.excess.as_ref().map_or(0, |excess| excess.measured);
        // More than the one that was written: the allocator, and what the contract asks for.
        assert!(1 < measured, "{:?}", found.reason);
        check_refused(found, &excess("functions", measured, 1));
    }
    assert_eq!(verdict(&structure, 2).score, Some(2.0));
    let source = judge("source_bytes = 20");
    for (index, text) in [(0, c.len()), (1, rust.len()), (2, 31)] {
        check_refused(verdict(&source, index), &excess("source_bytes", text as u64, 20));
    }
}
