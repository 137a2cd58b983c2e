//! `examples/byte-language-model`: a model that is trained in the sandbox, and campaigns on it.

use std::path::PathBuf;

use lazaret_host::{
    Candidate, Evaluation, EvaluationRequest, Host, Interrupt, Task, verdict_bytes,
};
use lazaret_trial::Verdict;
use tempfile::TempDir;

use crate::python::{self, verdict};
use crate::support::{Output, workspace, write};

fn folder(task: &str) -> PathBuf {
    workspace().join("examples").join(task)
}

fn judged(host: &Host, names: &[&str], split: Option<&str>, jobs: usize) -> Evaluation {
    let folder = folder("byte-language-model");
    let task = Task::read(&folder, &[]).expect("the example is a task");
    let candidates = names.iter().map(|name| Candidate::read(&folder.join(name))).collect();
    let split = split.map(str::to_owned);
    let request = EvaluationRequest { task: &task, candidates, seed: 0, split, jobs, record: None };
    host.evaluate(request, &Interrupt::new(), &mut |_| ()).expect("the evaluator works")
}

#[track_caller]
fn score(verdict: &Verdict) -> f64 {
    verdict.score.unwrap_or_else(|| panic!("no score: {:?}", verdict.reason))
}

/// The numbers of the README, and the same bytes each time, training included.
#[test]
fn a_model_that_is_trained_twice_is_the_same_model() {
    let names = ["candidates/mixture.py", "candidates/order_0.py"];
    let one = judged(python::host(), &names, None, 2);
    let other = judged(python::host(), &names, None, 1);
    for (index, expected) in
        [1.490_865_317_980_143_4, 3.808_819_758_067_411_2].into_iter().enumerate()
    {
        assert_eq!(score(verdict(&one, index)).to_bits(), f64::to_bits(expected));
        let bytes = |evaluation| verdict_bytes(verdict(evaluation, index)).unwrap();
        assert!(bytes(&one) == bytes(&other), "{}", names[index]);
    }
    // Other languages are held out.
    let held_out = judged(python::host(), &names[1..], Some("held-out"), 2);
    assert_ne!(score(verdict(&held_out, 0)), score(verdict(&one, 1)));
}

/// What is no distribution is refused, and what cheats is worth what it knows.
#[test]
fn models_that_cheat_are_worth_what_they_know() {
    let hostile = [
        "too_short",
        "not_a_number",
        "negative",
        "lying_list",
        "spendthrift",
        "all_ones",
        "look_ahead",
    ];
    let mut names: Vec<String> = hostile.iter().map(|name| format!("hostile/{name}.py")).collect();
    names.push("candidates/order_0.py".to_owned());
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let evaluation = judged(python::host(), &names, None, 2);
    let refused = [
        "failed/invalid-output `predict` must return 256 weights, one for each byte; got 128 for byte 0",
        "failed/invalid-output the result of `predict` is no `list<u32>`: `[0]`: expected u32, got a float",
        "failed/invalid-output the result of `predict` is no `list<u32>`: `[0]`: outside the range of u32: 0 to 4294967295",
        "failed/invalid-output result is of type Chameleon",
        "failed/out-of-fuel the candidate used up its fuel",
    ];
    for (index, expected) in refused.into_iter().enumerate() {
        let verdict = verdict(&evaluation, index);
        let said = format!("{} {}", verdict.code().as_str(), verdict.reason.message);
        assert!(said.replace("case `language-0`: ", "").starts_with(expected), "{said}");
        assert_eq!(verdict.score, None);
    }
    assert_eq!(score(verdict(&evaluation, 5)), 8.0, "being certain of all is knowing nothing");
    let honest = score(verdict(&evaluation, 7));
    assert_eq!(score(verdict(&evaluation, 6)), honest, "there is nothing to look at");
}

#[test]
fn the_model_in_other_languages_has_the_same_score() {
    if crate::languages::left_out() {
        return;
    }
    let names = ["candidates/mixture.py", "languages/mixture.c", "languages/mixture.rs"];
    let evaluation = judged(crate::languages::host(), &names, None, 2);
    let bits = |index| score(verdict(&evaluation, index)).to_bits();
    assert_eq!((bits(0), bits(0)), (bits(1), bits(2)));
    let fuel = |index| verdict(&evaluation, index).candidate_usage.fuel;
    assert!(10 * fuel(2) < fuel(0) && 2 * fuel(1) < fuel(2), "{} {} {}", fuel(0), fuel(1), fuel(2));
}

/// A text of one's own takes the place of the generated ones.
#[test]
fn a_model_learns_from_a_text_of_ones_own() {
    let room = tempfile::tempdir().unwrap();
    write(&room, "text.txt", "all work and no play. ".repeat(40).as_bytes());
    let order = folder("byte-language-model").join("candidates/order_0.py");
    let task = folder("byte-language-model");
    let words =
        ["eval", &task.to_string_lossy(), &order.to_string_lossy(), "--data", "text.txt", "--json"];
    let document = lazaret(&room, &words).json();
    let verdict = &document["results"][0]["verdict"];
    assert_eq!(verdict["cases"][0]["id"], "text.txt");
    let bits = verdict["score"].as_f64().unwrap();
    assert!((3.0..4.5).contains(&bits), "{bits}");
    write(&room, "text.txt", b"x");
    let output = lazaret(&room, &words);
    assert_eq!(output.exit, Some(4), "{}", output.stdout);
    assert!(
        output.stdout.contains("a text of 1 bytes has nothing to learn from"),
        "{}",
        output.stdout
    );
}

/// Runs `lazaret` in a folder, with a ledger there.
fn lazaret(room: &TempDir, words: &[&str]) -> Output {
    let mut command = python::command(room.path(), &room.path().join("ledger"), words);
    command.output().expect("`lazaret` starts").into()
}

/// What the README tells to do, with fewer trials.
#[test]
fn a_campaign_on_the_language_model_lowers_both_curves() {
    let room = tempfile::tempdir().unwrap();
    let task = folder("byte-language-model");
    let task = task.to_string_lossy();
    let words = ["evolve", &task, "--trials", "24", "--seed", "1", "--name", "night", "--json"];
    let done = lazaret(&room, &words);
    assert_eq!(done.exit, Some(0), "{}", done.stderr);
    let improvements = done.json()["improvements"].as_array().unwrap().clone();
    let first = &improvements[0];
    let judged = improvements.iter().rfind(|it| it["held_out"].is_f64()).unwrap();
    for split in ["score", "held_out"] {
        let (before, after) = (first[split].as_f64().unwrap(), judged[split].as_f64().unwrap());
        assert!(after < 0.99 * before, "{split}: {before} {after}");
    }
    // The table of results, one line for each trial.
    let table = lazaret(&room, &["archive", "trials", "night"]).stdout;
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split('\t').collect()).collect();
    let header = "trial commit bits_per_byte held_out memory fuel status fate code description";
    assert_eq!(rows[0].join(" "), header);
    assert_eq!(rows.len(), 25);
    for row in &rows {
        assert_eq!(row.len(), 10, "{row:?}");
    }
    let row = |trial: &serde_json::Value| {
        let number = trial["trial"].to_string();
        rows.iter().find(|row| row[0] == number).expect("the trial has a row")
    };
    assert!(improvements.iter().all(|it| row(it)[6] == "keep"), "{table}");
    assert!(rows.iter().any(|row| row[6] == "discard") && rows.iter().any(|row| row[6] == "crash"));
    let kept = row(judged);
    assert_eq!(kept[2], judged["score"].to_string());
    assert_eq!(kept[3], judged["held_out"].to_string());
    let document = lazaret(&room, &["archive", "trials", "night", "--json"]).json();
    assert_eq!(document["trials"].as_array().unwrap().len(), 24);
    assert_eq!(document["trials"][0]["score"], first["score"]);
    assert_eq!(lazaret(&room, &["archive", "trials", "day"]).exit, Some(2));
    // What happened while nobody looked, and the best program.
    let report = lazaret(&room, &["report", "night", "-o", "report.html"]);
    assert_eq!(report.exit, Some(0), "{}", report.stderr);
    assert_eq!(lazaret(&room, &["report", "--check", "report.html"]).exit, Some(0));
    assert!(lazaret(&room, &["archive", "best", "night"]).stdout.contains("def predict("));
}
