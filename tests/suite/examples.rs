//! The tasks of `examples/`: their numbers, and that they repeat.

use lazaret_host::{Candidate, Evaluation, Task, verdict_bytes};

use crate::python::{evaluate, verdict};
use crate::support;

fn example(task: &str, candidates: &[&str], jobs: usize) -> Evaluation {
    let folder = support::workspace().join("examples").join(task);
    let read = |name: &&str| Candidate::read(&folder.join(name));
    let task = Task::read(&folder, &[]).expect("the example is a task");
    evaluate(&task, candidates.iter().map(read).collect(), jobs).expect("the evaluator works")
}

/// A measurement of the case at `index`, or over all cases.
fn measured(evaluation: &Evaluation, candidate: usize, metric: &str) -> f64 {
    let verdict = verdict(evaluation, candidate);
    let found = verdict.measurements.iter().find(|measurement| measurement.name == metric);
    found.unwrap_or_else(|| panic!("no `{metric}`: {:?}", verdict.reason)).value
}

/// Taking vectors in lexicographic order ends with {0, 1}^n, as everybody finds who tries it.
#[test]
fn a_constant_priority_builds_cap_sets_of_two_to_the_n() {
    let evaluation = example("cap-set", &["candidates/constant.py"], 2);
    let sizes: Vec<f64> = verdict(&evaluation, 0)
        .cases
        .iter()
        .filter_map(|case| case.measurements.iter().find(|measurement| measurement.name == "size"))
        .map(|measurement| measurement.value)
        .collect();
    assert_eq!(sizes, [8.0, 16.0, 32.0, 64.0, 128.0, 256.0]);
}

/// The numbers of the README, counted once by hand-written programs outside of Lazaret as well.
#[test]
fn bins_of_the_classic_heuristics() {
    let names = ["first_fit", "best_fit", "worst_fit", "gap_cost"];
    let paths: Vec<String> = names.iter().map(|name| format!("candidates/{name}.py")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let evaluation = example("online-bin-packing", &paths, 2);
    let bins: Vec<f64> =
        (0..names.len()).map(|index| measured(&evaluation, index, "bins")).collect();
    assert_eq!(bins, [211.4, 210.5, 227.5, 207.2]);
    assert_eq!(measured(&evaluation, 0, "bound"), 200.3);
}

/// What cheating is worth: never more than the honest program that the cheater falls back to.
#[test]
fn hostile_candidates_get_the_verdicts_owed() {
    let hostile = ["cheat_frames", "cheat_print", "cheat_objects", "endless_loop", "memory_hog"];
    let paths: Vec<String> = hostile.iter().map(|name| format!("hostile/{name}.py")).collect();
    let mut paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    paths.extend(["candidates/worst_fit.py", "candidates/first_fit.py"]);
    let evaluation = example("online-bin-packing", &paths, 2);
    let codes: Vec<&str> =
        (0..5).map(|index| verdict(&evaluation, index).code().as_str()).collect();
    assert_eq!(
        codes,
        ["scored", "scored", "failed/invalid-output", "failed/out-of-fuel", "failed/out-of-memory"]
    );
    let score = |index| verdict(&evaluation, index).score;
    assert_eq!(score(0), score(5), "the search of frames earns what worst fit earns");
    assert_eq!(score(1), score(6), "the printed score earns what first fit earns");
    for index in 2..5 {
        assert_eq!(score(index), None);
    }
}

/// Twenty runs with one and two jobs: the same bytes, fuel included, of a score, of a failure of each
/// budget and of a candidate that prints.
#[test]
fn verdicts_repeat_byte_for_byte_whatever_the_number_of_jobs() {
    let paths = [
        "candidates/best_fit.py",
        "hostile/cheat_print.py",
        "hostile/cheat_objects.py",
        "hostile/memory_hog.py",
    ];
    let bytes = |jobs| {
        let evaluation = example("online-bin-packing", &paths, jobs);
        let all = (0..paths.len()).map(|index| verdict_bytes(verdict(&evaluation, index)).unwrap());
        all.collect::<Vec<_>>()
    };
    let first = bytes(1);
    for run in 1..20 {
        assert!(first == bytes(1 + run % 2), "run {run} differs");
    }
}
