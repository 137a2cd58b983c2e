//! What became of all cases, for people and for programs.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use serde_json::{Value, json};

use crate::runner::Outcome;
use crate::trial::{Finding, Tally};

/// The most findings of one case that are listed.
const FINDINGS_MAX: usize = 5;

/// What became of one file.
#[derive(Clone, Debug)]
pub struct Report {
    /// Group and name.
    pub path: String,
    /// What became of it, or why it is no case.
    pub outcome: Result<Outcome, String>,
}

impl Report {
    /// Whether it was contained, and for the right reason.
    #[must_use]
    pub fn good(&self) -> bool {
        self.outcome.as_ref().is_ok_and(Outcome::right)
    }

    fn contained(&self) -> bool {
        self.outcome.as_ref().is_ok_and(Outcome::contained)
    }
}

/// The numbers of a group, or of all.
#[derive(Default)]
struct Row {
    cases: usize,
    contained: usize,
    right: usize,
    overshoot: Option<Duration>,
    memory_over: Option<i64>,
}

impl Row {
    fn of<'a>(reports: impl Iterator<Item = &'a Report>) -> Self {
        let mut row = Self::default();
        for report in reports {
            row.cases += 1;
            row.contained += usize::from(report.contained());
            row.right += usize::from(report.good());
            if let Ok(outcome) = &report.outcome {
                row.overshoot = row.overshoot.max(outcome.overshoot);
                row.memory_over = row.memory_over.max(Some(outcome.memory_over()));
            }
        }
        row
    }

    fn line(&self, name: &str) -> String {
        let milliseconds = |it: Duration| format!("{} ms", it.as_millis());
        let overshoot = self.overshoot.map_or_else(|| "-".to_owned(), milliseconds);
        let memory = self.memory_over.map_or_else(|| "-".to_owned(), mebibytes);
        let (cases, contained, right) = (self.cases, self.contained, self.right);
        format!("{name:<22} {cases:>6} {contained:>10} {right:>13} {overshoot:>15} {memory:>13}\n")
    }

    fn json(&self) -> Value {
        json!({
            "cases": self.cases,
            "contained": self.contained,
            "right_reason": self.right,
            "worst_wall_overshoot_ms": self.overshoot.map(milliseconds),
            "worst_memory_over_bytes": self.memory_over,
        })
    }
}

fn mebibytes(bytes: i64) -> String {
    format!("{} MiB", bytes / (1 << 20))
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn tally(reports: &[Report]) -> Tally {
    let outcomes = reports.iter().filter_map(|report| report.outcome.as_ref().ok());
    outcomes.fold(Tally::default(), |all, outcome| all.and(outcome.tally))
}

fn groups(reports: &[Report]) -> BTreeMap<&str, Vec<&Report>> {
    let mut groups: BTreeMap<&str, Vec<&Report>> = BTreeMap::new();
    for report in reports {
        let group = report.path.split('/').next().unwrap_or_default();
        groups.entry(group).or_default().push(report);
    }
    groups
}

/// The table by group, and what was wrong.
#[must_use]
pub fn table(reports: &[Report], left_out: usize) -> String {
    let mut text = format!(
        "{:<22} {:>6} {:>10} {:>13} {:>15} {:>13}\n",
        "group", "cases", "contained", "right reason", "wall overshoot", "memory over"
    );
    for (group, reports) in groups(reports) {
        text.push_str(&Row::of(reports.into_iter()).line(group));
    }
    text.push_str(&Row::of(reports.iter()).line("all"));
    // Writing to a text does not fail.
    let Tally { sentinels, identical, verdicts, forged, crashes } = tally(reports);
    let _ = writeln!(
        text,
        "verdicts on honest programs beside them that are what they were before: {identical} of {sentinels}\n\
         scores above what is owed: {forged} of {verdicts} verdicts\n\
         panics and faults of the host: {crashes}"
    );
    if 0 < left_out {
        let _ = writeln!(text, "{left_out} cases need a compiler and were left out");
    }
    for report in reports.iter().filter(|report| !report.good()) {
        let _ = writeln!(text, "\n{}", report.path);
        match &report.outcome {
            Err(error) => {
                let _ = writeln!(text, "  is no case: {error}");
            }
            Ok(outcome) => {
                for finding in outcome.findings.iter().take(FINDINGS_MAX) {
                    let kind = if finding.escaped { "not contained" } else { "wrong reason" };
                    let _ =
                        writeln!(text, "  {kind}, {}: {}", finding.whose, escaped(&finding.what));
                }
                if FINDINGS_MAX < outcome.findings.len() {
                    let _ = writeln!(text, "  and {} more", outcome.findings.len() - FINDINGS_MAX);
                }
            }
        }
    }
    text
}

/// A text that may quote a hostile program, made harmless for a terminal.
fn escaped(text: &str) -> String {
    let harmless = |character: char| match character {
        ' '..='~' => character.to_string(),
        _ => character.escape_default().to_string(),
    };
    text.chars().map(harmless).collect()
}

/// The same as one document.
#[must_use]
pub fn document(reports: &[Report], left_out: usize, isolation: &str) -> Value {
    let groups: BTreeMap<&str, Value> = groups(reports)
        .into_iter()
        .map(|(group, reports)| (group, Row::of(reports.into_iter()).json()))
        .collect();
    let Tally { sentinels, identical, verdicts, forged, crashes } = tally(reports);
    let finding = |finding: &Finding| json!({ "escaped": finding.escaped, "whose": finding.whose, "what": finding.what });
    let case = |report: &Report| match &report.outcome {
        Ok(outcome) => json!({
            "case": report.path,
            "contained": outcome.contained(),
            "right_reason": outcome.right(),
            "ended": outcome.ended,
            "wall_ms": milliseconds(outcome.wall),
            "wall_overshoot_ms": outcome.overshoot.map(milliseconds),
            "memory_allowed_bytes": outcome.memory_bytes,
            "memory_over_bytes": outcome.memory_over(),
            "host_before_bytes": outcome.peaks.before_bytes,
            "host_peak_bytes": outcome.peaks.host_bytes,
            "child_peak_bytes": outcome.peaks.child_bytes,
            "findings": outcome.findings.iter().map(finding).collect::<Vec<_>>(),
        }),
        Err(error) => {
            json!({ "case": report.path, "contained": false, "right_reason": false, "error": error })
        }
    };
    json!({
        "isolation": isolation,
        "total": Row::of(reports.iter()).json(),
        "sentinels": { "judged": sentinels, "identical": identical },
        "verdicts": { "judged": verdicts, "above_what_is_owed": forged },
        "host_crashes": crashes,
        "left_out": left_out,
        "groups": groups,
        "cases": reports.iter().map(case).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Peaks;

    fn report(path: &str, findings: Vec<Finding>) -> Report {
        let outcome = Outcome {
            findings,
            ended: "failed/trap: x".to_owned(),
            wall: Duration::from_millis(12),
            overshoot: Some(Duration::from_millis(3)),
            peaks: Peaks { before_bytes: 0, host_bytes: 70 << 20, child_bytes: 2 << 20 },
            memory_bytes: 64 << 20,
            tally: Tally { sentinels: 2, identical: 2, verdicts: 2, forged: 0, crashes: 0 },
        };
        Report { path: path.to_owned(), outcome: Ok(outcome) }
    }

    fn finding(escaped: bool) -> Finding {
        Finding { escaped, whose: "case".to_owned(), what: "got \u{1b}[31m".to_owned() }
    }

    #[test]
    fn what_is_wrong_is_counted_and_listed() {
        let reports = [
            report("a/good", Vec::new()),
            report("a/named", vec![finding(false)]),
            report("b/escaped", vec![finding(true); 7]),
            Report { path: "b/broken".to_owned(), outcome: Err("no `expect`".to_owned()) },
        ];
        let text = table(&reports, 1);
        let mut lines = text.lines().skip(1);
        assert_eq!(
            lines.next().unwrap().split_whitespace().collect::<Vec<_>>()[..4],
            ["a", "2", "2", "1"]
        );
        assert_eq!(
            lines.next().unwrap().split_whitespace().collect::<Vec<_>>()[..4],
            ["b", "2", "0", "0"]
        );
        let all: Vec<&str> = lines.next().unwrap().split_whitespace().collect();
        assert_eq!(all, ["all", "4", "2", "1", "3", "ms", "6", "MiB"]);
        // The one that is no case adds nothing.
        assert!(text.contains("what they were before: 6 of 6\n"), "{text}");
        assert!(text.contains("what is owed: 0 of 6 verdicts\n"), "{text}");
        assert!(text.contains("1 cases need a compiler"));
        assert!(text.contains("a/named\n  wrong reason, case: got \\u{1b}[31m\n"));
        assert!(text.contains("not contained, case") && text.contains("and 2 more"));
        assert!(text.contains("b/broken\n  is no case: no `expect`"));
        assert!(!text.contains("a/good"));
        let document = document(&reports, 1, "store");
        assert_eq!(document.pointer("/total/contained"), Some(&Value::from(2)));
        assert_eq!(document.pointer("/groups/a/right_reason"), Some(&Value::from(1)));
        assert_eq!(document.pointer("/cases/0/memory_over_bytes"), Some(&Value::from(6 << 20)));
    }
}
