//! What came of a target: counted where it runs, handed on as a line of JSON, shown as a table.

use std::collections::BTreeMap;

use comfy_table::{CellAlignment, Table, presets};
use serde::{Deserialize, Serialize};

use crate::summary::summary;

/// What a worker says to whoever started it, one line each.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Message {
    /// How far it is.
    Progress(Report),
    /// It is done.
    Done(Report),
}

/// What came of a target.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Its name.
    pub target: String,
    /// What all inputs were made from.
    pub seed: u64,
    /// How many inputs were tried, the committed ones included.
    pub runs: u64,
    /// How many of them came to which end.
    pub classes: BTreeMap<String, u64>,
    /// How many different ways they went.
    pub trails: usize,
    /// How long it took.
    pub seconds: f64,
    /// The longest that one input took, in milliseconds.
    pub worst_ms: f64,
    /// The most that the heap grew for one input.
    pub worst_heap_bytes: u64,
    /// The most memory that the process had.
    pub resident_bytes_peak: u64,
    /// How many inputs broke a rule.
    pub failed: u64,
    /// How many of them made something panic.
    pub panics: u64,
    /// How many of them went beyond what they are allowed: a budget, wall time, memory.
    pub overruns: u64,
    /// The first of them of each kind.
    pub failures: Vec<Failure>,
}

/// An input that broke a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The rule.
    pub what: String,
    /// Where the input was saved, for `--replay`.
    pub file: String,
    /// Which run it was.
    pub run: u64,
}

impl Report {
    /// Whether all is well: nothing was found, or for a target with a planted defect, that one.
    #[must_use]
    pub fn is_well(&self) -> bool {
        (0 < self.failed) == crate::targets::has_planted_defect(&self.target)
    }

    /// The classes as one text, the most frequent first.
    #[must_use]
    pub fn classes_text(&self) -> String {
        let mut classes: Vec<(&String, &u64)> = self.classes.iter().collect();
        classes.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let class = |(name, count): (&String, &u64)| format!("{name} {}", thousands(*count));
        classes.into_iter().map(class).collect::<Vec<_>>().join("\n")
    }

    /// One line on how far it is.
    #[must_use]
    pub fn line(&self) -> String {
        format!(
            "{}: {} runs in {:.0} s, {} ways, worst {:.1} ms, {} failures",
            self.target,
            thousands(self.runs),
            self.seconds,
            self.trails,
            self.worst_ms,
            self.failed
        )
    }
}

/// A number with a mark between groups of three digits.
#[must_use]
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if 0 < index && (digits.len() - index).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

/// Bytes in MiB.
fn mebibytes(bytes: u64) -> String {
    format!("{}.{} MiB", bytes >> 20, ((bytes & ((1 << 20) - 1)) * 10) >> 20)
}

/// All reports as a table, and the failures after it.
#[must_use]
pub fn table(reports: &[Report]) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_header([
        "target", "runs", "ways", "ended as", "worst", "heap", "memory", "s", "failures",
    ]);
    for report in reports {
        table.add_row([
            report.target.clone(),
            thousands(report.runs),
            thousands(report.trails as u64),
            report.classes_text(),
            format!("{:.1} ms", report.worst_ms),
            mebibytes(report.worst_heap_bytes),
            mebibytes(report.resident_bytes_peak),
            format!("{:.0}", report.seconds),
            report.failed.to_string(),
        ]);
    }
    for column in [1, 2, 4, 5, 6, 7, 8] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let mut text = table.to_string();
    for summary in reports.iter().filter_map(summary) {
        text.push_str(&format!("\n{summary}"));
    }
    for report in reports {
        for failure in &report.failures {
            let planted = if report.is_well() { " (the planted defect)" } else { "" };
            text.push_str(&format!(
                "\n{} of seed {}, run {}{planted}: {}\n  replay with: cargo xtask fuzz {} --replay {}",
                report.target, report.seed, failure.run, failure.what, report.target, failure.file
            ));
        }
        if !report.is_well() && report.failures.is_empty() {
            text.push_str(&format!("\n{}: the planted defect was not found", report.target));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_says_what_failed_and_how_to_see_it_again() {
        let failure = Failure { what: "panic: x".to_owned(), file: "f.bin".to_owned(), run: 3 };
        let mut report =
            Report { target: "value".to_owned(), runs: 1_234_567, ..Report::default() };
        assert!(report.is_well());
        report.classes = BTreeMap::from([("accepted".to_owned(), 1), ("rejected".to_owned(), 2)]);
        assert_eq!(report.classes_text(), "rejected 2\naccepted 1");
        report.failed = 1;
        report.failures.push(failure);
        let text = table(&[report.clone()]);
        for part in ["1_234_567", "panic: x", "cargo xtask fuzz value --replay f.bin"] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!report.is_well());
        let canary = Report { target: "canary".to_owned(), ..report };
        assert!(canary.is_well());
        let blind = Report { target: "canary".to_owned(), ..Report::default() };
        assert!(!blind.is_well() && table(&[blind]).contains("was not found"));
    }

    #[test]
    fn numbers_for_people() {
        assert_eq!([thousands(7), thousands(1_000), thousands(99_999)], ["7", "1_000", "99_999"]);
        assert_eq!(mebibytes(3 << 19), "1.5 MiB");
    }
}
