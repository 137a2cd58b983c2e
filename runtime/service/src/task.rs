//! What clients are told of a task.

use lazaret_host::{OpenedTask, Task};
use lazaret_trial::{Budget, Goal};
use serde::Serialize;
use utoipa::ToSchema;

/// A task that candidates can be submitted to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TaskInfo {
    /// Its name, by which it is called in paths.
    #[schema(example = "cap-set")]
    pub name: String,
    /// One line for people.
    pub title: String,
    /// What is measured; the first ranks candidates.
    pub metrics: Vec<MetricInfo>,
    /// The sets of cases; the first is used if none is asked for.
    pub splits: Vec<String>,
    /// How many cases the first split has, for seed 0.
    pub cases: u64,
    /// Digest of all that decides scores besides the candidate, for seed 0 and the first split.
    #[schema(example = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub identity: String,
    /// The interface that candidates implement, if the task is typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interface: Option<String>,
    /// The limits of one candidate in one case.
    #[schema(value_type = Object)]
    pub budget: Budget,
}

/// One number that is measured.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MetricInfo {
    /// Its name.
    pub name: String,
    /// Which way is better: `minimize` or `maximize`.
    pub goal: &'static str,
    /// For people; may be empty.
    pub unit: String,
}

impl TaskInfo {
    /// Of a task that has been opened.
    pub fn of(task: &Task, opened: &OpenedTask<'_>) -> Self {
        let description = opened.description();
        let metric = |metric: &lazaret_trial::Metric| MetricInfo {
            name: metric.name.clone(),
            goal: match metric.goal {
                Goal::Minimize => "minimize",
                Goal::Maximize => "maximize",
            },
            unit: metric.unit.clone(),
        };
        Self {
            name: task.name.clone(),
            title: task.title.clone(),
            metrics: description.metrics.iter().map(metric).collect(),
            splits: description.splits.clone(),
            cases: opened.case_count() as u64,
            identity: opened.identity().digest.to_string(),
            interface: task.wit.as_ref().map(|wit| wit.interface().to_string()),
            budget: task.candidate_budget.clone(),
        }
    }
}
