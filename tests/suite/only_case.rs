//! Where a split has one case, its instance is the one that a program is looked at with, and its report is the summary of an
//! evaluator that sums up nothing: what users see is what several cases show, and it costs one instance on each side.

use lazaret_host::{CandidateResult, Course, Interrupt, Outcome, Task};
use lazaret_trial::{Code, Verdict};
use serde_json::Value;

use crate::packages::{folder, judge, program};
use crate::python;
use crate::support::write;
use crate::walls;

const EVALUATOR: &str = "def evaluate(candidate, case):\n    return candidate.f()\n";

fn judged(evaluator: &str, candidate: &str) -> Verdict {
    let folder = folder("[candidate]\nfuel = 100_000_000\n", evaluator, &[]);
    let task = Task::read(&folder.path().join("task"), &[]).expect("the task is well formed");
    judge(python::host(), &task, candidate).expect("the evaluator says what it measures")
}

/// Nobody is asked about a program that cannot be loaded, and no evaluator can make a score of it.
#[test]
fn what_does_not_load_is_refused_whatever_the_evaluator_does() {
    let evaluators = [
        EVALUATOR,
        "def evaluate(candidate, case):\n    return 1\n",
        "def evaluate(candidate, case):\n    raise ValueError\n",
        "def evaluate(candidate, case):\n    while True:\n        pass\n",
    ];
    for (candidate, code) in [
        ("def f(:\n", Code::RejectedSourceError),
        ("1 / 0\n", Code::FailedException),
        ("raise SystemExit(0)\n", Code::FailedExit),
        ("while True:\n    pass\n", Code::FailedOutOfFuel),
    ] {
        for evaluator in evaluators {
            let verdict = judged(evaluator, candidate);
            assert_eq!((verdict.reason.code, verdict.score), (code, None), "{candidate}");
            assert!(verdict.cases.is_empty() && verdict.evaluator_usage.fuel == 0, "{verdict:?}");
            assert!(0 < verdict.candidate_usage.fuel);
        }
    }
}

/// What was loaded, but not asked, is nothing that an evaluator can see or blame.
#[test]
fn an_instance_that_was_not_asked_is_not_there_for_the_evaluator() {
    let looks = "def evaluate(candidate, case):\n    usage = candidate.usage()\n    \
                 return usage.fuel + usage.calls + usage.memory_bytes_peak\n";
    let honest = "def f():\n    return 1\n";
    assert_eq!(judged(looks, honest).score, Some(0.0));
    let blames = "import lazaret\n\n\ndef evaluate(candidate, case):\n    raise lazaret.InvalidOutput('so')\n";
    assert_eq!(judged(blames, honest).reason.code, Code::FaultEvaluatorInvalid);
}

/// Every mode gives the same bytes: of programs that are scored, that fail in a call, and that do not load.
#[test]
fn verdicts_are_the_same_bytes_behind_every_wall() {
    let scored = "import random\n\n\ndef f(n):\n    print(n)\n    return random.random()\n";
    for candidate in [scored, "def f(n):\n    return n / 0\n", "def f(:\n", "print(1)\n1 / 0\n"] {
        let folder = walls::task(candidate);
        let evaluator = "def evaluate(candidate, case):\n    return candidate.f(case or 0)\n";
        write(&folder, "task/evaluator.py", evaluator.as_bytes());
        let of = |isolation: &str| {
            let command = walls::command(folder.path(), &["--isolation", isolation]).spawn();
            walls::verdict(&walls::end(command.unwrap())).to_string()
        };
        let store = of("store");
        assert_eq!(of("process"), store);
        assert_eq!(of("strict"), store);
        let verdict: Value = serde_json::from_str(&store).unwrap();
        assert_eq!(walls::code(&verdict) == "scored", candidate == scored, "{verdict}");
    }
}

/// One report is its own mean. An evaluator that sums up does that for one case, too.
#[test]
fn only_an_evaluator_that_sums_up_is_asked_to() {
    let honest = "def f():\n    return 0.1 + 0.2\n";
    let (means, one) = (judged(EVALUATOR, honest), 0.1 + 0.2);
    assert_eq!(means.score, Some(one));
    let [case] = means.cases.as_slice() else { panic!("{means:?}") };
    assert_eq!(means.evaluator_usage, case.evaluator_usage);
    assert_eq!(means.measurements, case.measurements);
    let doubles =
        format!("{EVALUATOR}\n\ndef summarize(reports):\n    return 2 * reports[0]['score']\n");
    let doubled = judged(&doubles, honest);
    assert_eq!(doubled.score, Some(2.0 * one));
    assert!(doubled.cases[0].evaluator_usage.fuel < doubled.evaluator_usage.fuel);
    // One that is decided where nobody would look for it.
    let later = format!(
        "{EVALUATOR}\n\nif True:\n    globals()['summarize'] = lambda reports: len(reports)\n"
    );
    assert_eq!(judged(&later, honest).score, Some(1.0));
    let wrong = format!("{EVALUATOR}\n\ndef summarize(reports):\n    return 1 / 0\n");
    assert_eq!(judged(&wrong, honest).reason.code, Code::FaultEvaluatorException);
    // Minus zero compares equal to zero but hashes differently.
    let zero = judged(EVALUATOR, "def f():\n    return -0.0\n").score.unwrap();
    assert!(zero == 0.0 && zero.is_sign_positive());
}

/// A verdict does not tell on which way its candidate has come to the stage: straight, after a stage of one case, after
/// one of several.
#[test]
fn a_stage_gives_the_same_verdict_on_every_way_to_it() {
    let evaluator = format!("def cases():\n    return [1, 2, 3]\n\n\n{EVALUATOR}");
    let folder = folder("", &evaluator, &[]);
    let task = Task::read(&folder.path().join("task"), &[]).unwrap();
    let candidates = [program("import random\n\n\ndef f():\n    return random.random()\n")];
    let host = python::host();
    let interrupt = Interrupt::new();
    let opened = host.open_task(&task, 0, None, &interrupt).unwrap();
    let stages = [opened.first(host, 1), opened.first(host, 2), opened];
    let verdicts = |way: &[usize]| {
        let stages: Vec<_> = way.iter().map(|stage| &stages[*stage]).collect();
        let course = Course { stages: &stages, goes_on: &|_, _, _| true, again: false };
        let staged =
            host.evaluate_in_stages(&course, &candidates, 2, None, &interrupt, &mut |_| ());
        let results = staged.unwrap().results.remove(0);
        let verdict = |result: CandidateResult| match result.outcome {
            Outcome::Verdict(verdict) => verdict,
            Outcome::Unreadable(error) => panic!("{error}"),
        };
        results.into_iter().map(verdict).collect::<Vec<_>>()
    };
    let alone = [0, 1, 2].map(|stage| verdicts(&[stage]).remove(0));
    assert_eq!(alone.each_ref().map(|verdict| verdict.cases.len()), [1, 2, 3]);
    for way in [[0, 1, 2], [1, 0, 2], [2, 1, 0], [2, 0, 1]] {
        assert_eq!(verdicts(&way), way.map(|stage| alone[stage].clone()), "{way:?}");
    }
}
