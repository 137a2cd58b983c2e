//! What came out, as data.

use serde::{Deserialize, Serialize};

use crate::machine::Machine;
use crate::workload::{LIMIT_WALL_MS, Workload};

/// All that was measured in one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Lazaret's version and how it was built.
    pub version: String,
    /// Whether it was the short plan, whose numbers are rougher.
    pub quick: bool,
    /// Where.
    pub machine: Machine,
    /// Who took part, and who could not.
    pub participants: Vec<Participant>,
    /// The numbers.
    pub rows: Vec<Row>,
    /// Tasks that a contender could not do.
    pub problems: Vec<Problem>,
}

/// A contender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Its name.
    pub name: String,
    /// What it is.
    pub about: String,
    /// Why it could not come.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub absent: Option<String>,
}

/// A task that a contender could not do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The task.
    pub workload: String,
    /// Who.
    pub contender: String,
    /// Why not.
    pub why: String,
}

/// A contender's numbers in one task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The task's name.
    pub workload: String,
    /// The task in words; not kept in histories.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub title: String,
    /// Whom all are compared with; not kept in histories.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub reference: String,
    /// Who.
    pub contender: String,
    /// How many measurements there are.
    pub count: usize,
    /// Seconds; half of the measurements stay below. Of a limit, the seconds after it.
    pub median: f64,
    /// Seconds that 99 of 100 measurements stay below.
    pub p99: f64,
    /// The least of all.
    pub least: f64,
    /// How it ended, if that is the question.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ended: Option<String>,
    /// The most resident memory meanwhile.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub resident_bytes: Option<u64>,
    /// How many times as long as the reference.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ratio: Option<f64>,
    /// The same without what a fresh sandbox costs.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub compute_ratio: Option<f64>,
}

impl Report {
    /// The numbers of a contender in a task.
    #[must_use]
    pub fn row(&self, workload: &str, contender: &str) -> Option<&Row> {
        find(&self.rows, workload, contender)
    }
}

fn find<'a>(rows: &'a [Row], workload: &str, contender: &str) -> Option<&'a Row> {
    rows.iter().find(|row| row.workload == workload && row.contender == contender)
}

/// Fills in how everybody compares.
pub fn with_ratios(rows: &mut [Row]) {
    let trivial = Workload::Trivial.key();
    let computing = [Workload::BestFit, Workload::Squares, Workload::Queens].map(Workload::key);
    let timed = [Workload::Endless, Workload::Hog].map(Workload::key);
    let known = rows.to_vec();
    let median =
        |workload: &str, contender: &str| find(&known, workload, contender).map(|row| row.median);
    for row in rows.iter_mut().filter(|row| !timed.contains(&row.workload)) {
        let Some(reference) = median(&row.workload, &row.reference) else { continue };
        row.ratio = Some(row.median / reference);
        let starts = (median(&trivial, &row.contender), median(&trivial, &row.reference));
        if let (true, (Some(start), Some(start_of_reference))) =
            (computing.contains(&row.workload), starts)
        {
            let ratio = (row.median - start) / (reference - start_of_reference);
            // Where nothing is left but noise there is nothing to compare.
            row.compute_ratio = Some(ratio).filter(|ratio| ratio.is_finite() && 0.0 < *ratio);
        }
    }
}

/// A number of Lazaret's that is worse than before.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The task.
    pub workload: String,
    /// Which Lazaret.
    pub contender: String,
    /// The number before, and now: times the reference, or seconds where there is none.
    pub before: f64,
    /// See `before`.
    pub now: f64,
    /// Whether the numbers are ratios.
    pub is_ratio: bool,
}

/// What is worse than before by more than a fifth. What is compared is how often as long as the reference of the same
/// run it takes, because the machine's load is in both.
#[must_use]
pub fn changes(before: &Report, now: &Report) -> Vec<Change> {
    let limit = std::time::Duration::from_millis(LIMIT_WALL_MS).as_secs_f64();
    let mut changes = Vec::new();
    for row in now.rows.iter().filter(|row| row.contender.starts_with("lazaret")) {
        let Some(old) = before.row(&row.workload, &row.contender) else { continue };
        // A millisecond more after the limit is no loss, whatever share of the lateness it is.
        let whole = if row.workload == Workload::Endless.key() { limit } else { 0.0 };
        let (before, now, is_ratio) = match (old.ratio, row.ratio) {
            (Some(before), Some(now)) => (before, now, true),
            _ => (old.median + whole, row.median + whole, false),
        };
        if before * 1.2 < now {
            let (workload, contender) = (row.workload.clone(), row.contender.clone());
            changes.push(Change { workload, contender, before, now, is_ratio });
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(workload: &str, contender: &str, median: f64) -> Row {
        Row {
            workload: workload.to_owned(),
            title: String::new(),
            reference: "native".to_owned(),
            contender: contender.to_owned(),
            count: 1,
            median,
            p99: median,
            least: median,
            ended: None,
            resident_bytes: None,
            ratio: None,
            compute_ratio: None,
        }
    }

    fn report(rows: &[Row]) -> Report {
        let mut rows = rows.to_vec();
        with_ratios(&mut rows);
        Report {
            version: String::new(),
            quick: true,
            machine: Machine::this(),
            participants: Vec::new(),
            rows,
            problems: Vec::new(),
        }
    }

    #[test]
    fn ratios_are_those_of_one_run() {
        let report = report(&[
            row("trivial", "native", 1.0),
            row("trivial", "lazaret store", 0.25),
            row("squares", "native", 3.0),
            row("squares", "lazaret store", 8.25),
            row("endless", "native", 0.1),
        ]);
        let ratios: Vec<_> = report.rows.iter().map(|row| (row.ratio, row.compute_ratio)).collect();
        let expected = [
            (Some(1.0), None),
            (Some(0.25), None),
            (Some(1.0), Some(1.0)),
            (Some(2.75), Some(4.0)),
            (None, None),
        ];
        assert_eq!(ratios, expected);
    }

    #[test]
    fn a_loss_is_named_and_a_slower_machine_is_not() {
        let of = |native: f64, lazaret: f64, late: f64| {
            report(&[
                row("trivial", "native", native),
                row("trivial", "lazaret store", lazaret),
                row("endless", "lazaret store", late),
            ])
        };
        let before = of(1.0, 0.1, 0.001);
        // Everything takes twice as long, and the answer is 10 ms later.
        assert_eq!(changes(&before, &of(2.0, 0.2, 0.011)), []);
        let found = changes(&before, &of(1.0, 0.13, 0.5));
        let named: Vec<&str> = found.iter().map(|it| it.workload.as_str()).collect();
        assert_eq!(named, ["trivial", "endless"]);
        assert_eq!(changes(&before, &of(1.0, 0.119, 0.1)), []);
    }
}
