//! `lazaret archive`: what campaigns have found, from the ledger alone.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use lazaret_campaign::{CampaignError, Dimension, Fate, History, Member, Trial};
use lazaret_host::ledger::{Body, Filter, Ledger};
use lazaret_host::{Home, write_file};
use lazaret_trial::{Digest, format_bytes, format_count};
use serde_json::json;
use similar::TextDiff;

use crate::arguments::{ArchiveAction, ArchiveOptions};
use crate::exit::Exit;
use crate::show_campaign::classes;
use crate::text;

/// The most campaigns of a list.
const LIST_MAX: u64 = 1000;

/// The most characters of a metric's name in a table for programs.
const NAME_CHARACTERS_MAX: usize = 100;

/// The most characters of what a proposer says that it did.
const NOTE_CHARACTERS_MAX: usize = 200;

/// The most ancestors that are shown.
const ANCESTORS_MAX: usize = 1000;

pub fn run(home: &Home, options: &ArchiveOptions) -> Result<Exit> {
    let ledger = Ledger::open_to_read(&options.ledger.folder(home))?;
    match &options.action {
        ArchiveAction::List { json } => list(&ledger, *json),
        ArchiveAction::Best { name } => {
            let history = History::read(&ledger, name, &mut |_, _, _| ())?;
            let best = history.state.archive.best();
            let best = best.with_context(|| format!("`{name}` has no program with a score"))?;
            // A reader that went away is no error.
            drop(std::io::stdout().write_all(&ledger.blob(best.candidate)?));
            Ok(Exit::Success)
        }
        ArchiveAction::Show { name, trial: None, json } => show(&ledger, name, *json),
        ArchiveAction::Show { name, trial: Some(number), json } => {
            let (history, trials) = trials(&ledger, name, |trial| trial.number == *number)?;
            let trial = one(&trials, *number, &history)?;
            show_trial(&ledger, trial, *json)
        }
        ArchiveAction::Front { name, json } => front(&ledger, name, *json),
        ArchiveAction::Trials { name, json } => table_of_trials(&ledger, name, *json),
        ArchiveAction::Tree { name, trial } => tree(&ledger, name, *trial),
        ArchiveAction::Diff { name, from, to } => diff(&ledger, name, *from, *to),
        ArchiveAction::Export { name, output } => export(&ledger, name, output),
    }
}

/// Those trials of a campaign that are wanted, by their number.
fn trials(
    ledger: &Ledger,
    name: &str,
    wanted: impl Fn(&Trial) -> bool,
) -> Result<(History, BTreeMap<u64, Trial>), CampaignError> {
    let mut found = BTreeMap::new();
    let history = History::read(ledger, name, &mut |_, _, trials| {
        let wanted = trials.iter().filter(|trial| wanted(trial));
        found.extend(wanted.map(|trial| (trial.number, trial.clone())));
    })?;
    Ok((history, found))
}

fn one<'a>(trials: &'a BTreeMap<u64, Trial>, number: u64, history: &History) -> Result<&'a Trial> {
    let found = trials.get(&number);
    found.with_context(|| {
        let History { name, state, .. } = history;
        format!("`{name}` has no trial {number}; it has {}", state.trials)
    })
}

fn list(ledger: &Ledger, json: bool) -> Result<Exit> {
    let kind = Some("campaign".to_owned());
    let rows = ledger.list(&Filter { kind, limit: LIST_MAX, ..Filter::default() })?;
    let mut documents = Vec::new();
    let mut table =
        table(&["campaign", "task", "proposer", "trials", "score", "held-out", "digest"]);
    for row in rows {
        let Body::Campaign(entry) = ledger.entry(row.sequence)?.body else { continue };
        let history = History::read(ledger, &entry.name, &mut |_, _, _| ())?;
        let best = history.state.archive.best();
        let number = |it: Option<f64>| it.map_or_else(String::new, |it| format!("{it:.4}"));
        table.add_row([
            entry.name.clone(),
            entry.task.clone(),
            history.settings.proposer.kind.clone(),
            history.state.trials.to_string(),
            number(best.map(|it| it.score)),
            number(best.and_then(|it| it.held_out)),
            history.state.digest.short(),
        ]);
        documents.push(json!({
            "campaign": entry.name,
            "task": entry.task,
            "entry": row.sequence,
            "proposer": history.settings.proposer,
            "trials": history.state.trials,
            "score": best.map(|it| it.score),
            "held_out": best.and_then(|it| it.held_out),
            "digest": history.state.digest,
        }));
    }
    if json {
        text::out(&json!({"campaigns": documents}).to_string());
    } else if documents.is_empty() {
        text::err("there are no campaigns yet; `lazaret evolve TASK` begins one");
    } else {
        text::out(&table.to_string());
    }
    Ok(Exit::Success)
}

fn show(ledger: &Ledger, name: &str, json: bool) -> Result<Exit> {
    let history = History::read(ledger, name, &mut |_, _, _| ())?;
    let (state, settings) = (&history.state, &history.settings);
    let islands: Vec<_> = (0..state.archive.islands()).map(|it| state.archive.ranked(it)).collect();
    if json {
        let document = json!({
            "campaign": name,
            "entry": history.sequence,
            "settings": settings,
            "digest": state.digest,
            "trials": state.trials,
            "rounds": state.rounds,
            "fuel": state.fuel,
            "spent": state.spent,
            "fates": state.fates,
            "codes": state.codes,
            "improvements": state.archive.improvements(),
            "islands": islands,
        });
        text::out(&document.to_string());
        return Ok(Exit::Success);
    }
    let held_out = |it: Option<f64>| it.map_or_else(String::new, |it| format!("{it:.4}"));
    text::out(&format!(
        "{}: {} trials in {} rounds on {}, {} fuel, digest {}",
        text::bold(name),
        state.trials,
        state.rounds,
        settings.task,
        format_count(state.fuel),
        state.digest.short()
    ));
    text::out(&classes(state));
    let metric = &settings.metric.name;
    let mut table = table(&["improvement", "trial", metric, "held-out"]);
    for (number, it) in (1..).zip(state.archive.improvements()) {
        let number: u64 = number;
        let row = [
            number.to_string(),
            it.trial.to_string(),
            format!("{:.4}", it.search),
            held_out(it.held_out),
        ];
        table.add_row(row);
    }
    text::out(&format!("\n{table}\n"));
    let mut table = self::table(&["island", "trial", metric, "held-out", "bytes", "fuel"]);
    for (island, elites) in islands.iter().enumerate() {
        for it in elites.iter().take(5) {
            table.add_row([
                island.to_string(),
                it.trial.to_string(),
                format!("{:.4}", it.score),
                held_out(it.held_out),
                it.bytes.to_string(),
                format_count(it.fuel),
            ]);
        }
    }
    text::out(&table.to_string());
    Ok(Exit::Success)
}

fn show_trial(ledger: &Ledger, trial: &Trial, json: bool) -> Result<Exit> {
    let entry = match (trial.identity, trial.candidate) {
        (Some(identity), Some(candidate)) => ledger.find(identity, candidate, |_| true)?,
        _ => None,
    };
    let entry = entry.map(|entry| entry.sequence);
    if json {
        text::out(&json!({"trial": trial, "entry": entry}).to_string());
        return Ok(Exit::Success);
    }
    let code = trial.code.map_or("", |it| it.as_str());
    text::out(&format!(
        "{} {} {code}",
        text::bold(&format!("trial {}", trial.number)),
        trial.fate.name()
    ));
    let number = |it: f64| format!("{it:.4}");
    let lines = [
        ("note", trial.note.clone()),
        ("why", trial.why.clone().unwrap_or_default()),
        ("score", trial.score.map(number).unwrap_or_default()),
        (
            "held-out",
            trial.held_out.as_ref().and_then(|it| it.score).map(number).unwrap_or_default(),
        ),
        ("stages", trial.rungs.iter().copied().map(number).collect::<Vec<_>>().join(" ")),
        ("fuel", format_count(trial.fuel)),
        ("memory", format_bytes(trial.memory)),
        ("parents", trial.parents.iter().map(Digest::short).collect::<Vec<_>>().join(" ")),
        ("entry", entry.map(|it| it.to_string()).unwrap_or_default()),
    ];
    for (name, value) in lines.iter().filter(|(_, value)| !value.is_empty()) {
        text::out(&format!("  {name:<9} {}", text::escape_line(value, 160)));
    }
    if let Some(candidate) = trial.candidate.filter(|_| trial.fate != Fate::Duplicate) {
        let program = ledger.blob(candidate)?;
        text::out(&format!("\n{}", text::escape(&String::from_utf8_lossy(&program))));
    }
    Ok(Exit::Success)
}

fn front(ledger: &Ledger, name: &str, json: bool) -> Result<Exit> {
    let history = History::read(ledger, name, &mut |_, _, _| ())?;
    let front = history.state.archive.front();
    if json {
        let document = json!({
            "campaign": name,
            "objectives": front.objectives(),
            "front": front.members(),
        });
        text::out(&document.to_string());
        return Ok(Exit::Success);
    }
    if front.objectives().is_empty() {
        bail!("`{name}` has no front: it was begun without `--objectives`");
    }
    let mut header = vec!["trial"];
    header.extend(front.objectives().iter().map(|it| it.of.name()));
    header.push("held-out");
    let mut table = table(&header);
    let mut members: Vec<_> = front.members().iter().collect();
    let first = |it: &Member| it.values.first().copied().unwrap_or_default();
    members.sort_by(|one, other| first(one).total_cmp(&first(other)));
    for it in members {
        let mut row = vec![it.elite.trial.to_string()];
        let values = front.objectives().iter().zip(&it.values);
        row.extend(values.map(|(objective, value)| match objective.of {
            Dimension::Metric(_) => format!("{value:.4}"),
            _ => format!("{value:.0}"),
        }));
        row.push(it.elite.held_out.map_or_else(String::new, |it| format!("{it:.4}")));
        table.add_row(row);
    }
    text::out(&table.to_string());
    Ok(Exit::Success)
}

/// All trials, one a line: what each was worth, and whether it was kept.
fn table_of_trials(ledger: &Ledger, name: &str, json: bool) -> Result<Exit> {
    let (history, trials) = trials(ledger, name, |_| true)?;
    if json {
        let trials: Vec<&Trial> = trials.values().collect();
        text::out(&json!({"campaign": name, "trials": trials}).to_string());
        return Ok(Exit::Success);
    }
    let metric = text::escape_line(&history.settings.metric.name, NAME_CHARACTERS_MAX);
    text::out(&format!(
        "trial\tcommit\t{metric}\theld_out\tmemory\tfuel\tstatus\tfate\tcode\tdescription"
    ));
    // Numbers as the record has them: they are for programs.
    let number = |it: Option<f64>| it.map(|it| it.to_string()).unwrap_or_default();
    for trial in trials.values() {
        let status = match trial.fate {
            Fate::Best | Fate::Kept => "keep",
            Fate::Discarded | Fate::Stopped | Fate::Duplicate => "discard",
            Fate::Failed | Fate::Malformed => "crash",
        };
        let row = [
            trial.number.to_string(),
            trial.candidate.map(|it| it.short()).unwrap_or_default(),
            number(trial.score),
            number(trial.held_out.as_ref().and_then(|it| it.score)),
            trial.memory.to_string(),
            trial.fuel.to_string(),
            status.to_owned(),
            trial.fate.name().to_owned(),
            trial.code.map_or("", |it| it.as_str()).to_owned(),
            text::escape_line(&trial.note, NOTE_CHARACTERS_MAX),
        ];
        text::out(&row.join("\t"));
    }
    Ok(Exit::Success)
}

/// The ancestors of a trial, each with what was done to it, by the first of its parents.
fn ancestors(ledger: &Ledger, name: &str, trial: Option<u64>) -> Result<(History, Vec<Trial>)> {
    // Only those with a score become parents.
    let (history, mut trials) =
        trials(ledger, name, |it| it.score.is_some() || trial == Some(it.number))?;
    let best = history.state.archive.best().map(|it| it.trial);
    let last = trial.or(best).with_context(|| format!("`{name}` has no program with a score"))?;
    one(&trials, last, &history)?;
    let by_candidate: BTreeMap<Digest, u64> =
        trials.values().rev().filter_map(|it| Some((it.candidate?, it.number))).collect();
    let mut line = Vec::new();
    let mut next = Some(last);
    while let Some(trial) = next.and_then(|number| trials.remove(&number)) {
        next = trial.parents.first().and_then(|parent| by_candidate.get(parent)).copied();
        line.push(trial);
        if ANCESTORS_MAX <= line.len() {
            break;
        }
    }
    Ok((history, line))
}

fn tree(ledger: &Ledger, name: &str, trial: Option<u64>) -> Result<Exit> {
    let (history, line) = ancestors(ledger, name, trial)?;
    let metric = &history.settings.metric.name;
    let mut table = table(&["trial", "island", metric, "held-out", "bytes", "what was done"]);
    for it in line.iter().rev() {
        let number = |it: Option<f64>| it.map_or_else(String::new, |it| format!("{it:.4}"));
        table.add_row([
            it.number.to_string(),
            it.island.to_string(),
            number(it.score),
            number(it.held_out.as_ref().and_then(|it| it.score)),
            it.bytes.to_string(),
            text::escape_line(&it.note, 60),
        ]);
    }
    text::out(&table.to_string());
    Ok(Exit::Success)
}

fn diff(ledger: &Ledger, name: &str, from: Option<u64>, to: Option<u64>) -> Result<Exit> {
    let (history, found) = trials(ledger, name, |it| it.candidate.is_some())?;
    let best = history.state.archive.best().map(|it| it.trial);
    let to = to.or(best).with_context(|| format!("`{name}` has no program with a score"))?;
    let program = |number: u64| -> Result<String> {
        let trial = one(&found, number, &history)?;
        let Some(candidate) = trial.candidate.filter(|_| trial.fate != Fate::Duplicate) else {
            bail!("trial {number} has no program of its own: it was {}", trial.fate.name());
        };
        Ok(String::from_utf8_lossy(&ledger.blob(candidate)?).into_owned())
    };
    let from = from.unwrap_or(0);
    let (old, new) = (program(from)?, program(to)?);
    let (old_name, new_name) = (format!("trial {from}"), format!("trial {to}"));
    let diff = TextDiff::from_lines(&old, &new);
    let shown = diff.unified_diff().header(&old_name, &new_name).to_string();
    text::out(text::escape(&shown).trim_end_matches('\n'));
    Ok(Exit::Success)
}

fn export(ledger: &Ledger, name: &str, output: &Path) -> Result<Exit> {
    let history = History::read(ledger, name, &mut |_, _, _| ())?;
    let made = std::fs::create_dir(output);
    made.with_context(|| format!("cannot make `{}`", output.display()))?;
    let mut rows = vec!["file\tisland\ttrial\tscore\theld_out\tbytes\tfuel\tdigest".to_owned()];
    let mut written = 0;
    for island in 0..history.state.archive.islands() {
        for elite in history.state.archive.ranked(island) {
            let file = format!("trial-{}.{}", elite.trial, history.settings.language);
            let held_out = elite.held_out.map(|it| it.to_string()).unwrap_or_default();
            let numbers = format!(
                "{}\t{}\t{held_out}\t{}\t{}",
                elite.trial, elite.score, elite.bytes, elite.fuel
            );
            rows.push(format!("{file}\t{island}\t{numbers}\t{}", elite.candidate));
            write_file(&output.join(&file), &ledger.blob(elite.candidate)?)?;
            written += 1;
        }
    }
    rows.push(String::new());
    write_file(&output.join("scores.tsv"), rows.join("\n").as_bytes())?;
    text::err(&format!("{written} programs and `scores.tsv` in `{}`", output.display()));
    Ok(Exit::Success)
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(header);
    for (index, name) in header.iter().enumerate() {
        let text = ["campaign", "task", "proposer", "digest", "what was done"].contains(name);
        if let (false, Some(column)) = (text, table.column_mut(index)) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}
