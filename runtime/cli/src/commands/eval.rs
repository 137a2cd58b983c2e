//! `lazaret eval`: many candidates, one task, a ranking.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use lazaret_host::{
    Candidate, CandidateResult, Evaluation, EvaluationRequest, Home, Host, Needs, Origin, Outcome,
    Record, Recorded, Recorder, Task, rank,
};
use lazaret_trial::{FeedbackSize, Verdict, format_bytes, format_count};
use serde_json::json;

use crate::arguments::EvalOptions;
use crate::exit::Exit;
use crate::progress::Progress;
use crate::{interrupt, progress, text};

pub fn run(home: &Home, options: &EvalOptions) -> Result<Exit> {
    let data: Vec<&Path> = options.data.iter().map(PathBuf::as_path).collect();
    let mut task = Task::read(&options.task, &data)?;
    task.candidate_budget = options.limits.apply(task.candidate_budget)?;
    let candidates = gather(&options.candidates)?;
    let interrupt = interrupt::listen()?;
    let needs = Needs::of_task(&task).and(&candidates);
    // Before the set-up: nothing is judged that could not be recorded.
    let recorder = match options.no_ledger {
        true => None,
        false => Some(Recorder::open(&options.recording.folder(home))?),
    };
    // Also before: what is no verdict stands beside nothing, however long that takes to be judged.
    if let Some(recorder) = &recorder {
        options.compare.iter().try_for_each(|sequence| recorder.check_verdict(*sequence))?;
    }
    let lineage = options.recording.lineage();
    let record = recorder.as_ref().map(|recorder| Record {
        recorder,
        fresh: options.fresh,
        origin: Origin::Shared(&lineage),
    });
    let host = Host::open(home, &needs, &options.isolation.settings(), &mut progress::setup_line)?;
    let request = EvaluationRequest {
        task: &task,
        candidates,
        seed: options.seed,
        split: options.split.clone(),
        jobs: options.jobs.map_or_else(cores, usize::from),
        record,
    };
    let mut progress = Progress::new(false);
    let evaluation = host.evaluate(request, &interrupt, &mut |event| progress.show(&event));
    progress.finish();
    let mut evaluation = evaluation?;
    if let Some(recorder) = &recorder {
        for sequence in &options.compare {
            evaluation.add_recorded(recorder, *sequence)?;
        }
    }
    if options.json {
        let document = document(&task, options.seed, &evaluation, options.feedback);
        text::out(&document.to_string());
    } else {
        print(&task, options.seed, &evaluation);
        if let Some(size) = options.feedback {
            print_feedback(&evaluation, size);
        }
    }
    let unrecorded = evaluation.results.iter().filter_map(|result| match &result.recorded {
        Recorded::Failed(why) => Some(why),
        _ => None,
    });
    if let Some(why) = unrecorded.clone().next() {
        let count = unrecorded.count();
        let verdicts = if count == 1 { "verdict is" } else { "verdicts are" };
        text::err(&format!("{} {count} {verdicts} not recorded: {why}", text::red("error:")));
        return Ok(Exit::Host);
    }
    Ok(exit(&evaluation))
}

/// As many jobs as there are cores.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn gather(paths: &[PathBuf]) -> Result<Vec<Candidate>> {
    let mut candidates = Vec::new();
    for path in paths {
        if path == Path::new("-") {
            candidates.push(Candidate::read_stream(std::io::stdin()));
            continue;
        }
        let found = Candidate::gather(path);
        candidates.extend(found.with_context(|| format!("cannot read `{}`", path.display()))?);
    }
    Ok(candidates)
}

/// The gravest outcome decides.
pub fn exit(evaluation: &Evaluation) -> Exit {
    if evaluation.interrupted {
        return Exit::Interrupted;
    }
    let of = |result: &CandidateResult| match &result.outcome {
        Outcome::Verdict(verdict) => Exit::of(verdict.code()),
        Outcome::Unreadable(_) => Exit::Usage,
    };
    evaluation.results.iter().map(of).max().unwrap_or(Exit::Success)
}

/// One document with everything. Feedback is always in it, and with `size` in the form for prompts as well.
pub fn document(
    task: &Task,
    seed: u64,
    evaluation: &Evaluation,
    size: Option<FeedbackSize>,
) -> serde_json::Value {
    let result = |result: &CandidateResult| {
        let wall_ms = result.wall.as_millis();
        let feedback = evaluation.feedback(result, size.unwrap_or_default());
        let mut document = match &result.outcome {
            Outcome::Verdict(verdict) => {
                let (entry, recalled) = entry(&result.recorded);
                json!({
                    "candidate": result.label,
                    "verdict": verdict,
                    "wall_ms": wall_ms,
                    "entry": entry,
                    "recalled": recalled,
                    "feedback": feedback,
                })
            }
            Outcome::Unreadable(error) => json!({"candidate": result.label, "error": error}),
        };
        if let (Some(feedback), Some(_), Some(members)) = (feedback, size, document.as_object_mut())
        {
            members.insert("feedback_text".to_owned(), feedback.text().into());
        }
        document
    };
    json!({
        "task": task.name,
        "split": evaluation.split,
        "seed": seed,
        "identity": evaluation.identity,
        "metrics": evaluation.description.metrics,
        "cases": evaluation.case_count,
        "interrupted": evaluation.interrupted,
        "results": evaluation.results.iter().map(result).collect::<Vec<_>>(),
        "ranking": rank(evaluation).iter().map(|result| &result.label).collect::<Vec<_>>(),
    })
}

/// The entry of a verdict, and whether it was there before.
const fn entry(recorded: &Recorded) -> (Option<u64>, bool) {
    match recorded {
        Recorded::Recalled(entry) => (Some(*entry), true),
        Recorded::Appended(entry) => (Some(*entry), false),
        Recorded::Not | Recorded::Pending | Recorded::Failed(_) => (None, false),
    }
}

fn print(task: &Task, seed: u64, evaluation: &Evaluation) {
    let cases = evaluation.case_count;
    let split = text::escape(&evaluation.split);
    let title = match text::escape_line(&task.title, 60) {
        title if title.is_empty() => title,
        title => format!("{title}: "),
    };
    let identity = evaluation.identity.digest.short();
    let about = format!("{title}split {split}, {cases} cases, seed {seed}, identity {identity}");
    text::out(&format!("{}  {}", text::bold(&task.name), text::dim(&about)));
    text::out(&table(evaluation));
    for result in &evaluation.results {
        match &result.outcome {
            Outcome::Verdict(verdict) if verdict.score.is_none() => {
                text::err(&format!("\n{}", text::bold(&text::escape_line(&result.label, 200))));
                text::reason(&verdict.reason);
            }
            Outcome::Verdict(_) => {}
            Outcome::Unreadable(error) => {
                let label = text::escape_line(&result.label, 200);
                text::err(&format!("\n{} cannot read `{label}`: {error}", text::red("error:")));
            }
        }
    }
    if evaluation.interrupted {
        text::err("\ninterrupted: the table has what was done");
    }
}

/// The feedback on each candidate, whose text nothing can make a terminal do anything with.
fn print_feedback(evaluation: &Evaluation, size: FeedbackSize) {
    for result in &evaluation.results {
        if let Some(feedback) = evaluation.feedback(result, size) {
            let label = text::escape_line(&short_label(&result.label), 48);
            text::out(&format!("\n{}", text::bold(&format!("feedback on {label}"))));
            text::out(feedback.text().trim_end_matches('\n'));
        }
    }
}

/// The scored candidates from best to worst, then the others in their order.
pub fn table(evaluation: &Evaluation) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_content_arrangement(ContentArrangement::Disabled);
    let metrics = &evaluation.description.metrics;
    let header = |name: &str, unit: &str| {
        if unit.is_empty() {
            name.to_owned()
        } else {
            format!("{name} {}", text::escape_line(unit, 12))
        }
    };
    let mut head = vec!["#".to_owned(), "candidate".to_owned(), "verdict".to_owned()];
    head.extend(metrics.iter().map(|metric| header(&metric.name, &metric.unit)));
    head.extend(["fuel", "memory", "time"].map(str::to_owned));
    table.set_header(head);
    let ranked = rank(evaluation);
    let rest = evaluation
        .results
        .iter()
        .filter(|result| !ranked.iter().any(|ranked| std::ptr::eq(*ranked, *result)));
    let places = (1..=ranked.len()).map(|place| place.to_string());
    for (place, result) in places.zip(&ranked) {
        table.add_row(row(place, result, metrics.len()));
    }
    for result in rest {
        table.add_row(row(String::new(), result, metrics.len()));
    }
    for index in (0..1).chain(3..6 + metrics.len()) {
        if let Some(column) = table.column_mut(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.to_string()
}

fn row(place: String, result: &CandidateResult, metrics: usize) -> Vec<String> {
    let mut row = vec![place, text::escape_line(&short_label(&result.label), 48)];
    match &result.outcome {
        Outcome::Unreadable(_) => {
            row.push("unreadable".to_owned());
            row.extend(std::iter::repeat_n(String::new(), metrics + 3));
        }
        Outcome::Verdict(verdict) => {
            row.push(verdict.code().to_string());
            row.extend((0..metrics).map(|index| measurement(verdict, index)));
            row.push(format_count(verdict.candidate_usage.fuel));
            row.push(format_bytes(verdict.candidate_usage.memory_bytes_peak));
            row.push(match result.recorded {
                Recorded::Recalled(entry) => format!("entry {entry}"),
                _ => format!("{:.0} ms", result.wall.as_secs_f64() * 1000.0),
            });
        }
    }
    row
}

fn measurement(verdict: &Verdict, index: usize) -> String {
    let Some(measurement) = verdict.measurements.get(index) else { return "-".to_owned() };
    let value = measurement.value;
    if value.fract() == 0.0 && value.abs() < 1e15 {
        format!("{value}")
    } else {
        format!("{value:.4}")
    }
}

/// The end of a path, which is the part that tells candidates apart.
fn short_label(label: &str) -> String {
    Path::new(label)
        .file_name()
        .map_or_else(|| label.to_owned(), |name| name.to_string_lossy().into_owned())
}
