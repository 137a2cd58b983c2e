//! What an evaluator measures, and the check that every report passes before it counts.

use serde::{Deserialize, Serialize};

use crate::weakness::Weakness;

/// The most metrics that a task may declare; a table of more is no longer read by anyone.
const METRICS_MAX: usize = 32;

/// Which way a metric is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Goal {
    /// Less is better.
    Minimize,
    /// More is better.
    Maximize,
}

/// One number that every report carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Metric {
    /// `[a-z0-9_]`, at most 64 characters.
    pub name: String,
    /// Which way is better.
    pub goal: Goal,
    /// For people, for example `%`; may be empty.
    pub unit: String,
    /// The least value allowed.
    pub minimum: Option<f64>,
    /// The greatest value allowed.
    pub maximum: Option<f64>,
}

/// What an evaluator measures and on what; [`Description::check`] has been passed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// At least one; the first ranks candidates.
    pub metrics: Vec<Metric>,
    /// At least one; the first is the default.
    pub splits: Vec<String>,
}

/// One measured number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// The metric's name.
    pub name: String,
    /// The number; finite once checked.
    pub value: f64,
}

/// A description or a report that is not valid.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum MetricError {
    /// No metrics, or too many.
    #[error("{0} metrics are declared, expected 1 to {METRICS_MAX}")]
    Count(usize),
    /// A name outside `[a-z0-9_]{1,64}`, or one that is declared twice.
    #[error("`{0}` is not a usable name: expected up to 64 of a-z, 0-9, _ and -, each name once")]
    Name(String),
    /// A range whose ends are not numbers in order.
    #[error("metric `{0}` has an empty or unordered range")]
    Range(String),
    /// No splits.
    #[error("no split is declared")]
    NoSplit,
    /// The report lacks a metric.
    #[error("metric `{0}` is missing from the report")]
    Missing(String),
    /// The report has a metric that was not declared, or has it twice.
    #[error("metric `{0}` is not declared, or is reported twice")]
    Unexpected(String),
    /// Not a finite number.
    #[error("metric `{name}` is {value}, which is not a finite number")]
    NotFinite {
        /// The metric's name.
        name: String,
        /// What was reported.
        value: f64,
    },
    /// Outside the declared range.
    #[error("metric `{name}` is {value}, outside its range {range}")]
    OutOfRange {
        /// The metric's name.
        name: String,
        /// What was reported.
        value: f64,
        /// The declared range, for people.
        range: String,
    },
}

impl Metric {
    /// Whether `left` is a better value than `right`.
    #[must_use]
    pub fn better(&self, left: f64, right: f64) -> bool {
        match self.goal {
            Goal::Minimize => left < right,
            Goal::Maximize => right < left,
        }
    }

    fn check(&self, value: f64) -> Result<f64, MetricError> {
        let name = || self.name.clone();
        if !value.is_finite() && !Weakness::FiniteScores.is_chosen() {
            return Err(MetricError::NotFinite { name: name(), value });
        }
        let below = self.minimum.is_some_and(|minimum| value < minimum);
        let above = self.maximum.is_some_and(|maximum| maximum < value);
        if (below || above) && !Weakness::ScoreRanges.is_chosen() {
            let end = |end: Option<f64>, open: &str| end.map_or(open.to_owned(), |v| v.to_string());
            let range = format!("{} to {}", end(self.minimum, "-inf"), end(self.maximum, "inf"));
            return Err(MetricError::OutOfRange { name: name(), value, range });
        }
        // Minus zero compares equal to zero but prints and hashes differently.
        Ok(if value == 0.0 { 0.0 } else { value })
    }
}

impl Description {
    /// Checks names, counts and ranges.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), MetricError> {
        if self.metrics.is_empty() || METRICS_MAX < self.metrics.len() {
            return Err(MetricError::Count(self.metrics.len()));
        }
        if self.splits.is_empty() {
            return Err(MetricError::NoSplit);
        }
        check_names(self.metrics.iter().map(|metric| metric.name.as_str()))?;
        check_names(self.splits.iter().map(String::as_str))?;
        for metric in &self.metrics {
            let ordered = match (metric.minimum, metric.maximum) {
                (Some(minimum), Some(maximum)) => minimum <= maximum,
                (end, None) | (None, end) => end.is_none_or(|end| !end.is_nan()),
            };
            if !ordered {
                return Err(MetricError::Range(metric.name.clone()));
            }
        }
        Ok(())
    }

    /// The metric that ranks candidates.
    #[must_use]
    pub fn primary(&self) -> Option<&Metric> {
        self.metrics.first()
    }

    /// Checks one report against the declared metrics and puts it in their order.
    ///
    /// # Errors
    /// If a metric is missing, extra, not finite or outside its range.
    pub fn check_report(&self, report: &[Measurement]) -> Result<Vec<Measurement>, MetricError> {
        let mut rest: Vec<&Measurement> = report.iter().collect();
        let mut checked = Vec::with_capacity(self.metrics.len());
        for metric in &self.metrics {
            let index = rest
                .iter()
                .position(|measurement| measurement.name == metric.name)
                .ok_or_else(|| MetricError::Missing(metric.name.clone()))?;
            let value = metric.check(rest.swap_remove(index).value)?;
            checked.push(Measurement { name: metric.name.clone(), value });
        }
        match rest.first().filter(|_| !Weakness::ExtraMetrics.is_chosen()) {
            Some(extra) => Err(MetricError::Unexpected(extra.name.clone())),
            None => Ok(checked),
        }
    }
}

fn check_names<'a>(names: impl Iterator<Item = &'a str>) -> Result<(), MetricError> {
    let mut seen = std::collections::BTreeSet::new();
    for name in names {
        let usable = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'-'
        };
        let sized = (1..=64).contains(&name.len());
        if !sized || !name.bytes().all(usable) || !seen.insert(name) {
            return Err(MetricError::Name(name.to_owned()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn description() -> Description {
        let metric = |name: &str, goal, minimum, maximum| Metric {
            name: name.to_owned(),
            goal,
            unit: String::new(),
            minimum,
            maximum,
        };
        Description {
            metrics: vec![
                metric("excess", Goal::Minimize, Some(0.0), Some(100.0)),
                metric("bins", Goal::Minimize, None, None),
            ],
            splits: vec!["search".to_owned()],
        }
    }

    fn check(report: &[(&str, f64)]) -> Result<Vec<(String, f64)>, String> {
        let report: Vec<_> = report
            .iter()
            .map(|(name, value)| Measurement { name: (*name).to_owned(), value: *value })
            .collect();
        let checked = description().check_report(&report).map_err(|error| error.to_string())?;
        Ok(checked.into_iter().map(|measurement| (measurement.name, measurement.value)).collect())
    }

    #[test]
    fn a_report_is_ordered_as_declared_and_minus_zero_becomes_zero() {
        let checked = check(&[("bins", 3.0), ("excess", -0.0)]).unwrap();
        assert_eq!(checked, [("excess".to_owned(), 0.0), ("bins".to_owned(), 3.0)]);
        assert!(checked[0].1.is_sign_positive());
    }

    #[test]
    fn forged_reports_are_refused() {
        for (report, error) in [
            (&[("excess", 1.0)][..], "metric `bins` is missing from the report"),
            (
                &[("excess", f64::NAN), ("bins", 1.0)],
                "metric `excess` is NaN, which is not a finite number",
            ),
            (
                &[("excess", 1.0), ("bins", f64::INFINITY)],
                "metric `bins` is inf, which is not a finite number",
            ),
            (
                &[("excess", 100.5), ("bins", 1.0)],
                "metric `excess` is 100.5, outside its range 0 to 100",
            ),
            (
                &[("excess", -1.0), ("bins", 1.0)],
                "metric `excess` is -1, outside its range 0 to 100",
            ),
            (
                &[("excess", 1.0), ("bins", 1.0), ("verdict", 1.0)],
                "metric `verdict` is not declared, or is reported twice",
            ),
            (
                &[("excess", 1.0), ("bins", 1.0), ("bins", 0.0)],
                "metric `bins` is not declared, or is reported twice",
            ),
        ] {
            assert_eq!(check(report).unwrap_err(), error);
        }
    }

    #[test]
    fn descriptions_are_checked() {
        assert_eq!(description().check(), Ok(()));
        let broken: [fn(&mut Description); 6] = [
            |it| it.metrics.clear(),
            |it| it.splits.clear(),
            |it| it.metrics[0].name = "Excess".to_owned(),
            |it| it.metrics[1].name = "excess".to_owned(),
            |it| it.metrics[0].minimum = Some(f64::NAN),
            |it| it.metrics[1].maximum = Some(f64::NAN),
        ];
        for (index, damage) in broken.iter().enumerate() {
            let mut it = description();
            damage(&mut it);
            assert!(it.check().is_err(), "{index}");
        }
    }
}
