//! The Python plugin as it is: candidates and evaluators of the corpus, in the real interpreter.
//!
//! These tests need the plugin. `cargo xtask test` has built it by the time they run; otherwise the first
//! of them does, which takes a minute and the network.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use lazaret_host::{
    Candidate, Evaluation, EvaluationRequest, Home, Host, HostError, Interrupt, Needs, Outcome,
    RunOutcome, Task,
};
use lazaret_trial::Verdict;

use crate::corpus_case::Case;
use crate::scripts::{Judgement, check_judgement, check_repetition, directives, files};
use crate::support;

/// Where the plugin is kept between runs of the tests.
pub fn home_folder() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own path");
    let target = test.ancestors().nth(3).expect("tests lie in a target folder");
    target.join("test-home")
}

/// `lazaret` with the plugins of the tests, in a folder, with a ledger.
pub fn command(folder: &Path, ledger: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(support::binary());
    command.args(words).arg("--ledger").arg(ledger);
    command.env("LAZARET_HOME", home_folder()).current_dir(folder);
    command
}

/// The host with the real interpreter, one for all tests.
pub fn host() -> &'static Host {
    static HOST: OnceLock<Host> = OnceLock::new();
    HOST.get_or_init(|| {
        Host::open(&home(), &Needs::of_file("x.py"), &support::settings(), &mut |_| ())
            .expect("the Python plugin can be built")
    })
}

/// The same as the host sees it.
pub fn home() -> Home {
    let folder = home_folder();
    Home { data: folder.join("data"), cache: folder.join("cache") }
}

/// Judges candidates of a folder or file on a task.
pub fn evaluate(
    task: &Task,
    candidates: Vec<Candidate>,
    jobs: usize,
) -> Result<Evaluation, HostError> {
    let request = EvaluationRequest { task, candidates, seed: 0, split: None, jobs, record: None };
    host().evaluate(request, &Interrupt::new(), &mut |_| ())
}

/// The verdict of one candidate of an evaluation.
pub fn verdict(evaluation: &Evaluation, index: usize) -> &Verdict {
    match &evaluation.results.get(index).expect("the candidate is there").outcome {
        Outcome::Verdict(verdict) => verdict,
        Outcome::Unreadable(error) => panic!("unreadable: {error}"),
    }
}

fn run(case: &Case, text: &str) -> RunOutcome {
    support::run_case(host(), case, "case.py", text.as_bytes().to_vec())
}

/// Each case twice, so that whatever does not repeat shows: result, usage and logs.
#[test]
fn every_python_candidate_ends_as_it_says_and_repeats_exactly() {
    let mut findings = String::new();
    for (name, text) in files("python", &["py"]) {
        let case = Case::parse(&directives(&text, "#"));
        let case = case.unwrap_or_else(|error| panic!("{name}: {error}"));
        let (first, second) = (run(&case, &text), run(&case, &text));
        for difference in case.differences(&first) {
            findings.push_str(&format!("{name}: {difference}\n"));
        }
        check_repetition(&name, &first, &second, &mut findings);
    }
    assert!(findings.is_empty(), "\n{findings}");
}

/// The candidate that every evaluator of the corpus gets.
const CANDIDATE: &str = "\
class Liar(float):
    pass

def f(x):
    return x

def fail(message):
    raise ValueError(message)

def loop():
    while True:
        pass

def shout():
    print('score: 100')

def object():
    return Liar(1)
";

const TASK: &str = "\
name = \"case\"
title = \"A case of the corpus\"
[candidate]
fuel = 100_000_000
[evaluator_budget]
fuel = 100_000_000
";

/// A task in `folder` whose evaluator has this text.
pub fn task(folder: &Path, task: &str, evaluator: &str) -> Task {
    std::fs::write(folder.join("task.toml"), task).expect("a temporary folder can be written");
    std::fs::write(folder.join("evaluator.py"), evaluator)
        .expect("a temporary folder can be written");
    Task::read(folder, &[]).expect("the task is well formed")
}

fn judge(evaluator: &str) -> Judgement {
    let folder = tempfile::tempdir().expect("there is room for a temporary folder");
    let task = task(folder.path(), TASK, evaluator);
    let candidate = Candidate::of_bytes("x", "x.py", CANDIDATE.as_bytes().to_vec());
    match evaluate(&task, vec![candidate], 1) {
        Ok(evaluation) => {
            let verdict = verdict(&evaluation, 0);
            (verdict.reason.clone(), verdict.score)
        }
        Err(HostError::Evaluator(reason)) => (*reason, None),
        Err(error) => panic!("a host fault: {error}"),
    }
}

#[test]
fn every_python_evaluator_ends_as_it_says() {
    let mut findings = String::new();
    for (name, text) in files("evaluators", &["py"]) {
        check_judgement(&name, &text, "#", &judge(&text), &mut findings);
    }
    assert!(findings.is_empty(), "\n{findings}");
}
