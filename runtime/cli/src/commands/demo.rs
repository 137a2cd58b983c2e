//! `lazaret demo`: one task, honest and hostile candidates, and a verdict that repeats.

use std::path::Path;

use anyhow::{Context, Result};
use comfy_table::{CellAlignment, Table, presets};
use lazaret_host::{
    Candidate, CandidateResult, Evaluation, EvaluationRequest, Event, Home, Host, HostError,
    Interrupt, Needs, Outcome, Task, verdict_bytes,
};
use lazaret_trial::{Digest, Verdict, format_bytes, format_count};
use serde_json::json;

use super::eval;
use crate::arguments::{DemoOptions, this_command};
use crate::exit::Exit;
use crate::progress::Progress;
use crate::{interrupt, progress, text};

macro_rules! example {
    ($path:literal) => {
        include_str!(concat!("../../../../examples/online-bin-packing/", $path))
    };
}

const TASK: &str = example!("task.toml");
const INTERFACE: &str = example!("task.wit");
const EVALUATOR: &str = example!("evaluator.py");

/// File name, what it does in a few words, and source.
const CANDIDATES: &[(&str, &str, &str)] = &[
    ("first_fit.py", "first bin with room", example!("candidates/first_fit.py")),
    ("best_fit.py", "fullest bin with room", example!("candidates/best_fit.py")),
    ("worst_fit.py", "emptiest bin with room", example!("candidates/worst_fit.py")),
    ("gap_cost.py", "avoids unfillable gaps", example!("candidates/gap_cost.py")),
    ("endless_loop.py", "never answers", example!("hostile/endless_loop.py")),
    ("memory_hog.py", "hoards memory", example!("hostile/memory_hog.py")),
    ("cheat_frames.py", "searches frames and gc", example!("hostile/cheat_frames.py")),
    ("cheat_objects.py", "returns objects that lie", example!("hostile/cheat_objects.py")),
    ("cheat_print.py", "prints a perfect score", example!("hostile/cheat_print.py")),
];

/// Which one is judged a second time.
const REPLAYED: &str = "best_fit.py";

/// Fuel for each case: ten times what the honest ones need, and an endless loop burns it in a second. The
/// task itself allows more, for larger instances.
const FUEL: u64 = 1_000_000_000;

pub fn run(home: &Home, options: &DemoOptions) -> Result<Exit> {
    let interrupt = interrupt::listen()?;
    let task = task()?;
    let host =
        Host::open(home, &Needs::of_task(&task), &this_command(), &mut progress::setup_line)?;
    let names: Vec<&str> = CANDIDATES.iter().map(|(name, ..)| *name).collect();
    let evaluation = evaluate(&host, &task, &names, &interrupt)?;
    if !options.json {
        print(&task, &evaluation);
    }
    if evaluation.interrupted {
        return Err(HostError::Interrupted.into());
    }
    let first = verdict(&evaluation, REPLAYED)?;
    let again = evaluate(&host, &task, &[REPLAYED], &interrupt)?;
    if again.interrupted {
        return Err(HostError::Interrupted.into());
    }
    let (first, second) = (verdict_bytes(first)?, verdict_bytes(verdict(&again, REPLAYED)?)?);
    let identical = first == second;
    if options.json {
        let mut document = eval::document(&task, 0, &evaluation, None);
        let replay = json!({
            "candidate": REPLAYED,
            "identical": identical,
            "first": Digest::of(&first),
            "second": Digest::of(&second),
        });
        if let Some(members) = document.as_object_mut() {
            members.insert("replay".to_owned(), replay);
        }
        text::out(&document.to_string());
    } else {
        let sentence = if identical { "identical, byte for byte" } else { "DIFFERENT" };
        text::out(&format!(
            "\nreplay  {REPLAYED} judged again: the verdict is {} ({} bytes, {})",
            text::bold(sentence),
            format_count(first.len() as u64),
            Digest::of(&second).short()
        ));
        next_steps();
    }
    // Candidates that fail are the point here; a verdict that does not repeat is a fault.
    Ok(if identical { Exit::Success } else { Exit::Host })
}

/// The task as it lies in the examples, unpacked so that it is read as any other.
fn task() -> Result<Task> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let files = [("task.toml", TASK), ("task.wit", INTERFACE), ("evaluator.py", EVALUATOR)];
    for (name, source) in files {
        std::fs::write(folder.path().join(name), source)
            .with_context(|| format!("cannot write `{name}` to the temporary folder"))?;
    }
    let mut task = Task::read(folder.path(), &[])?;
    task.candidate_budget = task.candidate_budget.with("fuel", FUEL)?;
    Ok(task)
}

fn evaluate(host: &Host, task: &Task, names: &[&str], interrupt: &Interrupt) -> Result<Evaluation> {
    let candidate = |(name, _, source): &(&str, &str, &str)| {
        Candidate::of_bytes(name, name, source.as_bytes().to_vec())
    };
    let chosen = CANDIDATES.iter().filter(|(name, ..)| names.contains(name));
    let candidates = chosen.map(candidate).collect();
    let request = EvaluationRequest {
        task,
        candidates,
        seed: 0,
        split: None,
        jobs: eval::cores(),
        record: None,
    };
    let mut progress = Progress::new(false);
    let evaluation =
        host.evaluate(request, interrupt, &mut |event: Event<'_>| progress.show(&event));
    progress.finish();
    Ok(evaluation?)
}

fn verdict<'a>(evaluation: &'a Evaluation, label: &str) -> Result<&'a Verdict> {
    let result = evaluation.results.iter().find(|result| result.label == label);
    match result.map(|result| &result.outcome) {
        Some(Outcome::Verdict(verdict)) => Ok(verdict),
        _ => anyhow::bail!("`{label}` has no verdict"),
    }
}

fn print(task: &Task, evaluation: &Evaluation) {
    text::out(&format!(
        "{}  {}\nEach candidate runs in a sandbox of its own, a fresh one for each of {} cases; less excess is better.",
        text::bold(&task.name),
        task.title,
        evaluation.case_count,
    ));
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY);
    table.set_header(["candidate", "what it does", "verdict", "excess", "fuel", "memory", "time"]);
    for (result, (_, about, _)) in evaluation.results.iter().zip(CANDIDATES) {
        table.add_row(row(result, about));
    }
    for index in 3..7 {
        if let Some(column) = table.column_mut(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    text::out(&table.to_string());
    text::out(
        "The loop and the hog end at their budgets. The search of frames finds nothing, so it earns what its\n\
         fallback earns; printed scores are never read; objects do not cross between sandboxes.",
    );
}

fn row(result: &CandidateResult, about: &str) -> Vec<String> {
    let stem = Path::new(&result.label).file_stem().unwrap_or_default().to_string_lossy();
    let mut row = vec![stem.into_owned(), about.to_owned()];
    if let Outcome::Verdict(verdict) = &result.outcome {
        row.push(verdict.code().to_string());
        row.push(verdict.score.map_or_else(|| "-".to_owned(), |score| format!("{score:.2} %")));
        row.push(format!("{} M", format_count(verdict.candidate_usage.fuel / 1_000_000)));
        row.push(format_bytes(verdict.candidate_usage.memory_bytes_peak));
        row.push(format!("{:.2} s", result.wall.as_secs_f64()));
    }
    row
}

fn next_steps() {
    text::out(&format!(
        "\nnext    {}\n        {}\n        {}",
        "lazaret eval examples/cap-set examples/cap-set/candidates   another task",
        "lazaret run FILE.py --call NAME --args '[1, 2]'             any program, once",
        "lazaret explain failed/out-of-fuel                          what a verdict means",
    ));
}
