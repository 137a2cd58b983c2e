//! What can be said of a program in one number: its size, what it uses, what its evaluator measures.

use std::fmt;
use std::str::FromStr;

use lazaret_trial::{Goal, Metric};
use serde::{Deserialize, Serialize};

use crate::trial::Trial;

/// How a metric is told from a word of our own that is the same.
const METRIC: &str = "metric:";

/// Into how many steps the range of a metric is cut, if nobody says.
const STEPS: f64 = 16.0;

/// A number that every program with a score has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Dimension {
    /// Its length in bytes.
    Bytes,
    /// Fuel on the search split.
    Fuel,
    /// The most memory on the search split, in bytes.
    Memory,
    /// What the evaluator measures under this name.
    Metric(String),
}

impl Dimension {
    /// Of a program; none if its evaluator does not say.
    #[must_use]
    pub fn of(&self, trial: &Trial) -> Option<f64> {
        match self {
            Self::Bytes => Some(trial.bytes as f64),
            Self::Fuel => Some(trial.fuel as f64),
            Self::Memory => Some(trial.memory as f64),
            Self::Metric(name) => {
                trial.measurements.iter().find(|it| it.name == *name).map(|it| it.value)
            }
        }
    }

    /// What it is called where there is no doubt.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Bytes => "bytes",
            Self::Fuel => "fuel",
            Self::Memory => "memory",
            Self::Metric(name) => name,
        }
    }

    /// The metric that it is; none for those of our own.
    ///
    /// # Errors
    /// If the evaluator has no such metric.
    pub(crate) fn metric<'a>(&self, metrics: &'a [Metric]) -> Result<Option<&'a Metric>, String> {
        let Self::Metric(name) = self else { return Ok(None) };
        let found = metrics.iter().find(|it| it.name == *name);
        let known = || metrics.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(", ");
        let unknown = || {
            format!(
                "the evaluator has no metric `{}`; there are bytes, fuel, memory, and its {}",
                name.escape_debug(),
                known()
            )
        };
        found.map(Some).ok_or_else(unknown)
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Metric(name) => write!(f, "{METRIC}{name}"),
            _ => f.write_str(self.name()),
        }
    }
}

impl FromStr for Dimension {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "" => return Err("a name is missing".to_owned()),
            "bytes" => Self::Bytes,
            "fuel" => Self::Fuel,
            "memory" => Self::Memory,
            name => Self::Metric(name.strip_prefix(METRIC).unwrap_or(name).to_owned()),
        })
    }
}

impl TryFrom<String> for Dimension {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Dimension> for String {
    fn from(dimension: Dimension) -> Self {
        dimension.to_string()
    }
}

/// What tells kinds of programs apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feature {
    /// The number.
    pub of: Dimension,
    /// How wide a step is; none for two steps in each doubling: 1, 2, 3, 4, 6, 8, 12 and so on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub step: Option<f64>,
}

impl Feature {
    /// Size and fuel, which every program has.
    #[must_use]
    pub fn usual() -> Vec<Self> {
        [Dimension::Bytes, Dimension::Fuel].map(|of| Self { of, step: None }).into()
    }

    /// With a step, if it is a metric and nobody gave one.
    ///
    /// # Errors
    /// If there is no such metric, or it has no range that could be cut.
    pub(crate) fn settled(&self, metrics: &[Metric]) -> Result<Self, String> {
        let Self { of, step } = self;
        let range = of.metric(metrics)?.map(|it| it.minimum.zip(it.maximum));
        let step = match (step, range) {
            (Some(step), _) => Some(*step),
            (None, None) => None,
            (None, Some(Some((low, high)))) if low < high => Some((high - low) / STEPS),
            (None, Some(_)) => {
                let name = of.name();
                return Err(format!(
                    "the evaluator gives no range for `{name}`: say how wide a kind is, as in `{name}=0.5`"
                ));
            }
        };
        Ok(Self { of: of.clone(), step })
    }

    /// The step that a program is in.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "a cast of a float ends at the bounds")]
    pub fn step_of(&self, trial: &Trial) -> i64 {
        let Some(value) = self.of.of(trial) else { return i64::MIN };
        match self.step {
            Some(step) => (value / step).floor() as i64,
            None => half_log2(value as u64).into(),
        }
    }

    /// The number with which a step begins.
    #[must_use]
    pub fn begin(&self, step: i64) -> f64 {
        match self.step {
            Some(width) => step as f64 * width,
            None => u32::try_from(step).map_or(0.0, |step| begin(step) as f64),
        }
    }
}

/// Twice the logarithm to base 2, rounded down: 2, 3, 4, 6, 8, 12 and so on begin a new step.
const fn half_log2(number: u64) -> u32 {
    let Some(whole) = number.checked_ilog2() else { return 0 };
    let half = if whole == 0 { 0 } else { (number >> (whole - 1)) & 1 };
    2 * whole + if half == 1 { 1 } else { 0 }
}

const fn begin(step: u32) -> u64 {
    let whole = 1_u64 << if step < 126 { step / 2 } else { 63 };
    if step.is_multiple_of(2) { whole } else { whole + whole / 2 }
}

/// What is to be had more or less of, where one number does not say what is better.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objective {
    /// The number.
    pub of: Dimension,
    /// Whether less or more of it is better.
    pub goal: Goal,
}

impl Objective {
    /// As the evaluator has it; of what a program is and uses, less is better.
    ///
    /// # Errors
    /// If there is no such metric.
    pub(crate) fn settled(of: &Dimension, metrics: &[Metric]) -> Result<Self, String> {
        let goal = of.metric(metrics)?.map_or(Goal::Minimize, |it| it.goal);
        Ok(Self { of: of.clone(), goal })
    }

    /// Whether one number is better than another.
    #[must_use]
    pub fn better(&self, one: f64, other: f64) -> bool {
        match self.goal {
            Goal::Minimize => one < other,
            Goal::Maximize => one > other,
        }
    }
}

#[cfg(test)]
mod tests {
    use lazaret_trial::Measurement;

    use super::*;

    fn trial() -> Trial {
        let measurement = |name: &str, value| Measurement { name: name.to_owned(), value };
        let measurements = vec![measurement("depth", -0.7), measurement("fuel", 3.0)];
        Trial { bytes: 1000, fuel: 96, measurements, ..Trial::new(1, 0, Vec::new()) }
    }

    fn metric(name: &str, minimum: Option<f64>, maximum: Option<f64>) -> Metric {
        let (name, unit) = (name.to_owned(), String::new());
        Metric { name, goal: Goal::Maximize, unit, minimum, maximum }
    }

    #[test]
    #[expect(clippy::cast_possible_truncation, reason = "steps of sizes begin with whole numbers")]
    fn steps_begin_where_they_say() {
        let feature = Feature { of: Dimension::Bytes, step: None };
        let of = |bytes| feature.step_of(&Trial { bytes, ..trial() });
        // No number is in step 1.
        for step in 3..100 {
            let begin = feature.begin(step) as u64;
            assert_eq!(of(begin), step, "{begin}");
            assert_eq!(of(begin - 1), step - 1, "{begin}");
        }
        assert_eq!((of(0), of(1)), (0, 0));
        let even = Feature { of: Dimension::Metric("depth".to_owned()), step: Some(0.5) };
        assert_eq!((even.step_of(&trial()), even.begin(-2)), (-2, -1.0));
    }

    #[test]
    fn a_metric_may_have_the_name_of_a_size() {
        let of = |text: &str| text.parse::<Dimension>().unwrap();
        assert_eq!(
            (of("fuel").of(&trial()), of("metric:fuel").of(&trial())),
            (Some(96.0), Some(3.0))
        );
        assert_eq!((of("depth").of(&trial()), of("width").of(&trial())), (Some(-0.7), None));
        for dimension in ["fuel", "metric:fuel", "depth"].map(of) {
            assert_eq!(of(&dimension.to_string()), dimension);
        }
        assert!("".parse::<Dimension>().is_err());
    }

    #[test]
    fn a_step_comes_from_the_range_or_must_be_given() {
        let metrics = [metric("a", Some(0.0), Some(8.0)), metric("b", Some(0.0), None)];
        let settled = |text: &str, step| {
            Feature { of: text.parse().unwrap(), step }.settled(&metrics).map(|it| it.step)
        };
        assert_eq!(settled("a", None), Ok(Some(0.5)));
        assert_eq!(settled("b", Some(2.0)), Ok(Some(2.0)));
        assert_eq!(settled("fuel", None), Ok(None));
        assert!(settled("b", None).unwrap_err().contains("`b=0.5`"));
        assert!(settled("c", Some(1.0)).unwrap_err().contains("its a, b"));
    }
}
