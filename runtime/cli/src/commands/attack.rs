//! `lazaret attack`: a pack of cheaters against one evaluator.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use lazaret_attack::{Attack, PACK, Report};
use lazaret_host::ledger::{CheckEntry, CheckKind};
use lazaret_host::{Candidate, Home, Host, Needs, Recorder, Task, record_check};
use serde_json::json;

use crate::arguments::AttackOptions;
use crate::exit::Exit;
use crate::progress::Progress;
use crate::{interrupt, progress, text};

pub fn run(home: &Home, options: &AttackOptions) -> Result<Exit> {
    let task = Task::read(&options.task, &[])?;
    let path = match &options.honest {
        Some(path) => path.clone(),
        None => first_candidate(&options.task, "--honest")?,
    };
    if path.extension().is_none_or(|it| it != "py") {
        bail!("`{}` is not in Python; the cheaters are made of a Python text", path.display());
    }
    let honest = std::fs::read_to_string(&path);
    let honest = honest.with_context(|| format!("cannot read `{}`", path.display()))?;
    let interrupt = interrupt::listen()?;
    let needs = Needs::of_task(&task).and(&[Candidate::of_bytes(
        "honest",
        "honest.py",
        honest.clone().into_bytes(),
    )]);
    let host = Host::open(home, &needs, &options.isolation.settings(), &mut progress::setup_line)?;
    let attack = Attack {
        task: &task,
        honest: &honest,
        seed: options.seed,
        jobs: options.jobs.map_or_else(super::eval::cores, usize::from),
    };
    let mut progress = Progress::new(false);
    let report = attack.run(&host, &interrupt, &mut |event| progress.show(&event));
    progress.finish();
    let report = report?;
    if options.record {
        let entry = |results| CheckEntry {
            check: CheckKind::Attack,
            task: task.name.clone(),
            evaluator: report.evaluator.clone(),
            campaign: None,
            tried: report.attempts.len() as u64,
            found: report.found() as u64,
            results,
        };
        let recorder = Recorder::open(&options.ledger.folder(home))?;
        let entry = record_check(&recorder, &json!(report), entry)?;
        text::err(&format!("recorded as entry {entry}"));
    }
    if options.json {
        let mut document = json!(report);
        if let Some(members) = document.as_object_mut() {
            members.insert("task".to_owned(), json!(task.name));
            members.insert("candidate".to_owned(), json!(path));
            members.insert("found".to_owned(), json!(report.found()));
        }
        text::out(&document.to_string());
    } else {
        print(&task, &path, &report);
    }
    Ok(match (report.interrupted, report.found()) {
        (true, _) => Exit::Interrupted,
        (false, 0) => Exit::Success,
        (false, _) => Exit::Candidate,
    })
}

/// The first Python file of the task's candidates by its name.
pub fn first_candidate(task: &Path, option: &str) -> Result<PathBuf> {
    let folder = task.join("candidates");
    let hint = format!("name one with `{option} FILE`");
    let entries = std::fs::read_dir(&folder);
    let entries = entries.with_context(|| format!("cannot read `{}`; {hint}", folder.display()))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let first = paths.filter(|path| path.extension().is_some_and(|it| it == "py")).min();
    first.with_context(|| format!("`{}` has no candidate in Python; {hint}", folder.display()))
}

/// A score that takes the place of a word.
fn shown(score: f64) -> String {
    let usual = score == 0.0 || (1e-4..1e9).contains(&score.abs());
    if usual { format!("{score:.4}") } else { format!("{score:.3e}") }
}

fn print(task: &Task, path: &Path, report: &Report) {
    let mut table = Table::new();
    // Thirty rows are more readable without a line below each.
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(["cheater", "outcome", &report.metric, "what it does"]);
    if let Some(column) = table.column_mut(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    for attempt in &report.attempts {
        let score = attempt.score.map_or_else(String::new, shown);
        let outcome = if attempt.above { "ABOVE" } else { attempt.code.as_str() };
        table.add_row([attempt.name.as_str(), outcome, &score, &attempt.what]);
    }
    text::out(&table.to_string());
    let honest = text::escape(&path.display().to_string());
    let score = shown(report.honest);
    text::out(&format!("{}: `{honest}` has {} {score}", task.name, report.metric));
    for attempt in &report.attempts {
        let Some(advice) = &attempt.advice else { continue };
        let name = &attempt.name;
        text::out(&if attempt.above {
            format!("{} {name}: {advice}", text::red("found:"))
        } else {
            let code = attempt.code.as_str();
            format!(
                "{} {name}: the evaluator gets the blame ({code}): {advice}",
                text::cyan("note:")
            )
        });
    }
    let (found, tried) = (report.found(), report.attempts.len());
    text::out(&match (found, report.interrupted) {
        (_, true) => {
            format!("interrupted after {tried} of {} cheaters; {found} scored above", PACK.len())
        }
        (0, _) => format!("none of {tried} cheaters scored above the honest candidate"),
        (_, _) => format!("{found} of {tried} cheaters scored above the honest candidate"),
    });
}
