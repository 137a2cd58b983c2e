//! `lazaret attack`: evaluators with holes that were planted, and those that ship, which have none.

use serde_json::Value;

use crate::python::home_folder;
use crate::support::{Output, binary, workspace, write};

/// Attacks a task; the document and the exit code.
#[track_caller]
fn attack(task: &str, honest: &str) -> (Value, Option<i32>) {
    let output: Output = std::process::Command::new(binary())
        .args(["attack", task, "--honest", honest, "--json"])
        .env("LAZARET_HOME", home_folder())
        .current_dir(workspace())
        .output()
        .unwrap()
        .into();
    assert!(output.stdout.starts_with('{'), "{}{}", output.stdout, output.stderr);
    (output.json(), output.exit)
}

/// Who scored above the honest candidate.
fn found(document: &Value) -> Vec<&str> {
    let attempts = document["attempts"].as_array().unwrap();
    let above = attempts.iter().filter(|it| it["above"] == true);
    above
        .inspect(|it| assert!(it["advice"].is_string(), "{it}"))
        .map(|it| it["name"].as_str().unwrap())
        .collect()
}

/// An evaluator that asks for the square of some numbers, with a hole in how it scores; with `wanted`, the hole is
/// found by this cheater at least, and without it by nobody.
#[track_caller]
fn check(cases: &str, score: &str, wanted: Option<&str>) {
    let folder = tempfile::tempdir().unwrap();
    let manifest = "name = \"squares\"\nevaluator = \"evaluator.py\"\n";
    let evaluator = format!(
        "import math

import lazaret


def describe():
    return {{\"metrics\": {{\"error\": {{\"goal\": \"minimize\"}}}}, \"splits\": [\"search\", \"held-out\"]}}


def cases(split, seed):
{cases}


def evaluate(candidate, case):
{score}
"
    );
    write(&folder, "task.toml", manifest.as_bytes());
    write(&folder, "evaluator.py", evaluator.as_bytes());
    // Near, and not perfect.
    let honest = "def square(x):\n    return x * x + 0.25\n\n\ndef squares(numbers):\n    return [square(x) for x in numbers]\n\n\n\
                  def solve(x):\n    return {\"answer\": square(x), \"quality\": 1.0}\n";
    write(&folder, "honest.py", honest.as_bytes());
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (document, exit) = attack(&path(""), &path("honest.py"));
    let found = found(&document);
    match wanted {
        Some(wanted) => {
            assert!(found.contains(&wanted), "{wanted} is not among {found:?}");
            assert_eq!((exit, &document["found"]), (Some(1), &Value::from(found.len())));
        }
        None => assert_eq!((found, exit), (Vec::new(), Some(0))),
    }
}

const CASES: &str =
    "    return [lazaret.Case([2.0, 1.0, 3.0], id=\"a\"), lazaret.Case([4.0, 6.0, 5.0], id=\"b\")]";

#[test]
fn an_evaluator_that_lets_not_a_number_through() {
    let score = |line: &str| {
        format!(
            "    worst = 0.0
    for x in case:
        error = abs(candidate.square(x) - x * x)
        {line}
            worst = error
    return {{\"error\": worst}}"
        )
    };
    check(CASES, &score("if error > worst:"), Some("not-a-number"));
    check(CASES, &score("if not error <= worst:"), None);
}

#[test]
fn an_evaluator_that_scores_an_answer_by_those_before_it() {
    // Meant to reward candidates that get better, which one does that only counts.
    let hole = "    answers = [candidate.square(2.0) for _ in range(5)]
    return {\"error\": abs(answers[-1] - 4.0) - abs(answers[-1] - answers[0])}";
    let sound = "    return {\"error\": max(abs(candidate.square(x) - x * x) for x in case)}";
    check(CASES, hole, Some("counts"));
    check(CASES, sound, None);
}

#[test]
fn an_evaluator_that_scores_order_alone() {
    let hole = "    answers = candidate.squares(case)
    return {\"error\": sum(1 for one, other in zip(answers, answers[1:]) if one > other)}";
    let sound = "    answers = candidate.squares(case)
    wrong = [abs(answer - x * x) for answer, x in zip(answers, case, strict=True)]
    return {\"error\": sum(wrong)}";
    check(CASES, hole, Some("sorted"));
    check(CASES, sound, None);
}

#[test]
fn an_evaluator_whose_cases_are_all_known() {
    let of = |number: &str| {
        format!(
            "    numbers = [{number} + step for step in range(6)]
    return [lazaret.Case({{\"x\": x, \"want\": x * x}}, id=f\"n{{x}}\") for x in numbers]"
        )
    };
    let score = "    return {\"error\": abs(candidate.square(case[\"x\"]) - case[\"want\"])}";
    check(&of("1.0"), score, Some("by-heart"));
    check(&of("(1000.0 if split == \"held-out\" else 1.0) + 10 * seed"), score, None);
}

#[test]
fn an_evaluator_that_believes_what_a_candidate_says_of_itself() {
    let hole = "    answers = [candidate.solve(x) for x in case]
    return {\"error\": -sum(answer[\"quality\"] for answer in answers)}";
    let sound = "    answers = [candidate.solve(x)[\"answer\"] for x in case]
    return {\"error\": max(abs(answer - x * x) for answer, x in zip(answers, case))}";
    check(CASES, hole, Some("boasts-high"));
    check(CASES, sound, None);
}

#[test]
fn the_tasks_that_ship_let_nobody_through() {
    for (task, honest) in [
        ("start", "examples/start/candidates/candidate.py"),
        ("cap-set", "examples/cap-set/candidates/constant.py"),
        ("online-bin-packing", "examples/online-bin-packing/candidates/best_fit.py"),
    ] {
        let (document, exit) = attack(&format!("examples/{task}"), honest);
        assert_eq!((found(&document), exit), (Vec::new(), Some(0)), "{task}");
        let blamed = document["attempts"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|it| it["code"].as_str().unwrap().starts_with("fault/"));
        assert_eq!(blamed.count(), 0, "{task}: the evaluator is not to blame for what it is given");
        assert!(30 <= document["attempts"].as_array().unwrap().len(), "{task}");
    }
}

#[test]
fn an_honest_candidate_that_is_none_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "broken.py", b"def predict(x:\n");
    let broken = folder.path().join("broken.py");
    let (document, exit) = attack("examples/start", broken.to_str().unwrap());
    let message = document["error"]["message"].as_str().unwrap();
    assert!(message.contains("rejected/source-error") && exit == Some(2), "{message}");
    let (document, exit) = attack("examples/start", "examples/start/candidates/candidate.c");
    let message = document["error"]["message"].as_str().unwrap();
    assert!(message.contains("is not in Python") && exit == Some(2), "{message}");
}
