//! The evaluator's side: what it measures, on what, and how its answers become the host's.

use super::{Candidate, CandidateError, Value, WrongType};

/// The program that scores candidates. Each call gets a fresh instance, so nothing carries over.
pub trait Evaluator {
    /// What is measured. The first metric ranks candidates.
    fn describe() -> Description;

    /// The inputs of a split, in the order in which they are reported; without it, one case without data.
    ///
    /// # Errors
    /// If there are none to give; the words of the problem reach whoever runs the task.
    fn cases(split: &str, seed: u64) -> Result<Vec<Case>, Problem> {
        let _ = (split, seed);
        Ok(vec![Case::of(Value::Null)])
    }

    /// Scores the candidate on one case: a number for each metric.
    ///
    /// # Errors
    /// [`Problem::InvalidOutput`] blames the candidate, [`Problem::Own`] the evaluator.
    fn evaluate(candidate: &Candidate, data: &Value) -> Result<Scores, Problem>;

    /// The metrics over all cases; without it, their means.
    ///
    /// # Errors
    /// As for [`Evaluator::evaluate`].
    fn summarize(reports: &[Scores]) -> Result<Scores, Problem> {
        let names = reports.first().map(Scores::names).unwrap_or_default();
        let mean = |name: &String| {
            let sum: f64 = reports.iter().filter_map(|report| report.get(name)).sum();
            (name.clone(), sum / reports.len() as f64)
        };
        Ok(Scores(names.iter().map(mean).collect()))
    }
}

/// What an evaluator measures and on what.
#[derive(Clone, Debug)]
pub struct Description {
    metrics: Vec<Metric>,
    splits: Vec<String>,
}

impl Description {
    /// These metrics on one split named `search`.
    pub fn new(metrics: impl IntoIterator<Item = Metric>) -> Self {
        Self { metrics: metrics.into_iter().collect(), splits: vec!["search".to_owned()] }
    }

    /// The same with these splits; the first is the default.
    #[must_use]
    pub fn splits<'a>(mut self, splits: impl IntoIterator<Item = &'a str>) -> Self {
        self.splits = splits.into_iter().map(str::to_owned).collect();
        self
    }
}

/// Which way a metric is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// Less is better.
    Minimize,
    /// More is better.
    Maximize,
}

/// One number that every report carries.
#[derive(Clone, Debug)]
pub struct Metric {
    name: String,
    goal: Goal,
    unit: String,
    minimum: Option<f64>,
    maximum: Option<f64>,
}

impl Metric {
    /// A metric of which less is better; its name is of `[a-z0-9_]`.
    #[must_use]
    pub fn minimize(name: &str) -> Self {
        Self::of(name, Goal::Minimize)
    }

    /// A metric of which more is better.
    #[must_use]
    pub fn maximize(name: &str) -> Self {
        Self::of(name, Goal::Maximize)
    }

    fn of(name: &str, goal: Goal) -> Self {
        Self { name: name.to_owned(), goal, unit: String::new(), minimum: None, maximum: None }
    }

    /// The same with a unit, for people.
    #[must_use]
    pub fn unit(mut self, unit: &str) -> Self {
        self.unit = unit.to_owned();
        self
    }

    /// The same with a least value; anything below makes the report invalid.
    #[must_use]
    pub fn at_least(mut self, minimum: f64) -> Self {
        self.minimum = Some(minimum);
        self
    }

    /// The same with a greatest value.
    #[must_use]
    pub fn at_most(mut self, maximum: f64) -> Self {
        self.maximum = Some(maximum);
        self
    }
}

/// One input of an evaluator.
#[derive(Clone, Debug)]
pub struct Case {
    id: Option<String>,
    stage: u32,
    data: Value,
}

impl Case {
    /// A case named by its position, in the first stage.
    pub fn of(data: impl Into<Value>) -> Self {
        Self { id: None, stage: 0, data: data.into() }
    }

    /// The same with a name of `[A-Za-z0-9._-]`.
    #[must_use]
    pub fn named(mut self, id: &str) -> Self {
        self.id = Some(id.to_owned());
        self
    }

    /// The same in a later stage: a candidate that fails in one never reaches the next.
    #[must_use]
    pub fn in_stage(mut self, stage: u32) -> Self {
        self.stage = stage;
        self
    }
}

/// Numbers by the names of metrics.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores(Vec<(String, f64)>);

impl Scores {
    /// The number of a metric.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<f64> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
    }

    fn names(&self) -> Vec<String> {
        self.0.iter().map(|(name, _)| name.clone()).collect()
    }
}

impl<const N: usize> From<[(&str, f64); N]> for Scores {
    fn from(scores: [(&str, f64); N]) -> Self {
        Self(scores.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }
}

/// Why an evaluator gives no answer.
#[derive(Clone, Debug)]
pub enum Problem {
    /// The candidate gave no value. Which failure it was, the host knows.
    CandidateFailed,
    /// The candidate answered, and the answer is no valid one; the text says why.
    InvalidOutput(String),
    /// The evaluator's own error; the text says which.
    Own(String),
}

impl From<CandidateError> for Problem {
    fn from(_: CandidateError) -> Self {
        Self::CandidateFailed
    }
}

/// Data of another type than the evaluator asked for. It is the candidate's fault if it is the candidate's
/// answer, which is what evaluators look at most.
impl From<WrongType> for Problem {
    fn from(error: WrongType) -> Self {
        Self::InvalidOutput(error.to_string())
    }
}

/// How answers become the host's; for [`evaluator!`](super::evaluator) only.
pub mod answer {
    use super::{Candidate, Case, Evaluator, Goal, Metric, Problem, Scores, Value};
    use crate::bindings::exports::lazaret::evaluator::evaluator as wanted;
    use crate::bindings::lazaret::candidate::types::Raised;
    use crate::bindings::lazaret::evaluator::types;

    pub type Describe = Result<wanted::Description, wanted::Problem>;
    pub type Cases = Result<Vec<wanted::TrialCase>, wanted::Problem>;
    pub type Input = wanted::TrialCase;
    pub type Report = wanted::Report;
    pub type Evaluate = Result<wanted::Report, wanted::Problem>;
    pub type Summarize = Result<Vec<wanted::Measurement>, wanted::Problem>;

    pub fn describe<E: Evaluator>() -> Describe {
        let description = E::describe();
        let metrics = description.metrics.into_iter().map(metric).collect();
        Ok(wanted::Description { metrics, splits: description.splits })
    }

    pub fn cases<E: Evaluator>(split: &str) -> Cases {
        let cases = E::cases(split, super::super::seed()).map_err(problem)?;
        let case = |(position, case): (usize, Case)| wanted::TrialCase {
            id: case.id.unwrap_or_else(|| position.to_string()),
            stage: case.stage,
            data: case.data.to_text(),
        };
        Ok(cases.into_iter().enumerate().map(case).collect())
    }

    pub fn evaluate<E: Evaluator>(input: &Input) -> Evaluate {
        let data = Value::parse(&input.data).map_err(|why| problem(Problem::Own(why)))?;
        let scores = E::evaluate(&Candidate, &data).map_err(problem)?;
        Ok(wanted::Report { measurements: measurements(scores) })
    }

    pub fn summarize<E: Evaluator>(reports: &[Report]) -> Summarize {
        let scores = |report: &Report| {
            Scores(report.measurements.iter().map(|it| (it.name.clone(), it.value)).collect())
        };
        let reports: Vec<Scores> = reports.iter().map(scores).collect();
        E::summarize(&reports).map(measurements).map_err(problem)
    }

    fn metric(metric: Metric) -> types::Metric {
        types::Metric {
            name: metric.name,
            goal: match metric.goal {
                Goal::Minimize => types::Goal::Minimize,
                Goal::Maximize => types::Goal::Maximize,
            },
            unit: metric.unit,
            minimum: metric.minimum,
            maximum: metric.maximum,
        }
    }

    fn measurements(scores: Scores) -> Vec<wanted::Measurement> {
        let measurement = |(name, value)| wanted::Measurement { name, value };
        scores.0.into_iter().map(measurement).collect()
    }

    fn problem(problem: Problem) -> wanted::Problem {
        match problem {
            Problem::CandidateFailed => wanted::Problem::CandidateFailed,
            Problem::InvalidOutput(why) => wanted::Problem::InvalidOutput(why),
            Problem::Own(message) => wanted::Problem::Exception(Raised {
                kind: "Problem".to_owned(),
                message,
                traceback: Vec::new(),
            }),
        }
    }
}
