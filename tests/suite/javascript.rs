//! The JavaScript plugin as it is: candidates and evaluators of the corpus, in the real interpreter.
//!
//! These tests need the plugin. `cargo xtask test` has built it by the time they run; otherwise the first
//! of them does, which takes a minute and the network.

use std::sync::OnceLock;

use lazaret_host::{
    Candidate, EvaluationRequest, Host, HostError, Interrupt, Needs, RunOutcome, Task,
};

use crate::corpus_case::Case;
use crate::python::{home, verdict};
use crate::scripts::{Judgement, check_judgement, check_repetition, directives, files};
use crate::support;

/// The host with the real interpreter, one for all tests.
fn host() -> &'static Host {
    static HOST: OnceLock<Host> = OnceLock::new();
    HOST.get_or_init(|| {
        Host::open(&home(), &Needs::of_file("x.js"), &support::settings(), &mut |_| ())
            .expect("the JavaScript plugin can be built")
    })
}

/// The text from where its leading comment begins.
fn commented(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}');
    match text.starts_with("#!") {
        true => text.split_once('\n').map_or("", |(_, rest)| rest),
        false => text,
    }
}

fn run(case: &Case, name: &str, text: &str) -> RunOutcome {
    // What a program is called decides what it is, so the ending is that of the file.
    let name = if name.ends_with(".mjs") { "case.mjs" } else { "case.js" };
    support::run_case(host(), case, name, text.as_bytes().to_vec())
}

/// What is printed always ends a line here, and a directive is a line, so line ends are written as `\n`.
fn in_one_line(mut outcome: RunOutcome) -> RunOutcome {
    for log in [&mut outcome.logs.stdout, &mut outcome.logs.stderr] {
        *log = log.replace('\n', "\\n");
    }
    outcome
}

/// Each case twice, so that whatever does not repeat shows: result, usage and logs.
#[test]
fn every_javascript_candidate_ends_as_it_says_and_repeats_exactly() {
    let mut findings = String::new();
    for (name, text) in files("javascript", &["js", "mjs"]) {
        let case = Case::parse(&directives(commented(&text), "//"));
        let case = case.unwrap_or_else(|error| panic!("{name}: {error}"));
        let (first, second) = (run(&case, &name, &text), run(&case, &name, &text));
        let (first, second) = (in_one_line(first), in_one_line(second));
        for difference in case.differences(&first) {
            findings.push_str(&format!("{name}: {difference}\n"));
        }
        check_repetition(&name, &first, &second, &mut findings);
    }
    assert!(findings.is_empty(), "\n{findings}");
}

/// The candidate that every evaluator of the corpus gets.
const CANDIDATE: &str = "\
class Liar {}
let calls = 0;

function f(x) {
    return x;
}

function fail(message) {
    throw new RangeError(message);
}

function loop() {
    for (;;);
}

function shout() {
    console.log('score: 100');
}

function object() {
    return new Liar();
}

function count() {
    return ++calls;
}

function scale(left, right) {
    return left * right;
}

function call(x) {
    return [x, 'called'];
}

async function later(x) {
    return x;
}

function then(x) {
    return x;
}
";

const TASK: &str = "\
name = \"case\"
title = \"A case of the corpus\"
evaluator = \"evaluator.js\"
[candidate]
fuel = 100_000_000
[evaluator_budget]
fuel = 100_000_000
";

fn judge(evaluator: &str) -> Judgement {
    let folder = tempfile::tempdir().expect("there is room for a temporary folder");
    support::write(&folder, "task.toml", TASK.as_bytes());
    support::write(&folder, "evaluator.js", evaluator.as_bytes());
    support::write(&folder, "data/words.txt", b"one two \xff");
    let task = Task::read(folder.path(), &[]).expect("the task is well formed");
    let candidates = vec![Candidate::of_bytes("x", "x.js", CANDIDATE.as_bytes().to_vec())];
    let request =
        EvaluationRequest { task: &task, candidates, seed: 7, split: None, jobs: 1, record: None };
    match host().evaluate(request, &Interrupt::new(), &mut |_| ()) {
        Ok(evaluation) => {
            let verdict = verdict(&evaluation, 0);
            (verdict.reason.clone(), verdict.score)
        }
        Err(HostError::Evaluator(reason)) => (*reason, None),
        Err(error) => panic!("a host fault: {error}"),
    }
}

/// Each of them twice, too: whom an evaluator blames must not depend on chance.
#[test]
fn every_javascript_evaluator_ends_as_it_says_and_repeats_exactly() {
    let mut findings = String::new();
    for (name, text) in files("javascript_evaluators", &["js", "mjs"]) {
        let (first, second) = (judge(&text), judge(&text));
        check_judgement(&name, &text, "//", &first, &mut findings);
        check_repetition(&name, &first, &second, &mut findings);
    }
    assert!(findings.is_empty(), "\n{findings}");
}
