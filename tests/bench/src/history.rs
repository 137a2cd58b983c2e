//! The recorded runs, a line of JSON each, and what became worse since.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use lazaret_measure::{Report, changes};
use serde_json::{Value, json};

/// Appends a run.
pub fn record(path: &Path, report: &Report) -> Result<()> {
    let mut kept = report.clone();
    for row in &mut kept.rows {
        (row.title, row.reference) = (String::new(), String::new());
        for number in [&mut row.median, &mut row.p99, &mut row.least] {
            *number = rounded(*number);
        }
        row.ratio = row.ratio.map(rounded);
        row.compute_ratio = row.compute_ratio.map(rounded);
    }
    let date = humantime::format_rfc3339_seconds(std::time::SystemTime::now()).to_string();
    let line = json!({"date": date, "commit": commit(), "report": kept});
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
    writeln!(file, "{line}")?;
    eprintln!("recorded in {}", path.display());
    Ok(())
}

/// Prints what is worse than in the last recorded run of such a machine.
pub fn compare(path: &Path, report: &Report) -> Result<()> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let Some((date, before)) = last(&text, report)? else {
        eprintln!("no recorded run of such a machine to compare with");
        return Ok(());
    };
    let worse = changes(&before, report);
    eprintln!("beside the run of {date}: {} numbers are worse by more than 20 %", worse.len());
    for change in worse {
        let unit = if change.is_ratio { "times the reference" } else { "s" };
        eprintln!(
            "  {}: {}: {:.3e} {unit}, was {:.3e}",
            change.workload, change.contender, change.now, change.before
        );
    }
    Ok(())
}

/// The last run of a machine of the same kind and the same plan, with its date.
fn last(text: &str, report: &Report) -> Result<Option<(String, Report)>> {
    for (number, line) in (1..).zip(text.lines()).collect::<Vec<_>>().into_iter().rev() {
        let read = || -> Result<(String, Report)> {
            let mut line: Value = serde_json::from_str(line)?;
            let date = line.get("date").and_then(Value::as_str).context("no date")?.to_owned();
            let report = line.get_mut("report").context("no report")?.take();
            Ok((date, serde_json::from_value(report)?))
        };
        let (date, before) = read().with_context(|| format!("line {number} of the history"))?;
        if before.machine.is_like(&report.machine) && before.quick == report.quick {
            return Ok(Some((date, before)));
        }
    }
    Ok(None)
}

/// Four digits that mean something.
fn rounded(number: f64) -> f64 {
    format!("{number:.3e}").parse().unwrap_or(number)
}

/// The commit that is measured, with a mark if there is more than it.
fn commit() -> String {
    let git = |words: &[&str]| {
        let output = Command::new("git").args(words).output().ok();
        output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let commit = git(&["rev-parse", "--short=12", "HEAD"]).unwrap_or_default();
    let changed = git(&["status", "--porcelain"]).is_some_and(|it| !it.is_empty());
    if changed { format!("{commit} and changes") } else { commit }
}

#[cfg(test)]
mod tests {
    use lazaret_measure::Machine;

    use super::*;

    fn report(cores: usize, quick: bool) -> Report {
        let machine = Machine { cores, ..Machine::this() };
        let (participants, rows, problems) = (vec![], vec![], vec![]);
        Report { version: "1".to_owned(), quick, machine, participants, rows, problems }
    }

    #[test]
    fn the_last_run_of_such_a_machine_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.jsonl");
        for (cores, quick) in [(2, true), (2, false), (64, false)] {
            record(&path, &report(cores, quick)).unwrap();
        }
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), 3);
        let found = |cores, quick| last(&text, &report(cores, quick)).unwrap().map(|it| it.1);
        assert_eq!(found(2, true), Some(report(2, true)));
        assert_eq!(found(64, false), Some(report(64, false)));
        assert_eq!(found(64, true), None);
        assert!(last("{}", &report(2, true)).is_err());
    }

    #[test]
    fn four_digits_are_kept() {
        assert_eq!(rounded(0.000_123_456), 0.000_123_5);
    }
}
