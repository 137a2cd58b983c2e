//! Whoever runs the tasks.

use crate::workload::Workload;

/// What a contender is asked.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// The task.
    pub workload: Workload,
    /// How many times in a row it may be done, so that what it costs to ask does not matter.
    pub count: u32,
    /// Another number each time, for programs that nobody has seen before.
    pub seed: u64,
}

/// What came out. All results were the right ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The seconds of each time that the task was done, or their mean if they are too short to be timed one by one.
    pub seconds: Vec<f64>,
    /// How it ended, if that is the question.
    pub ended: Option<String>,
}

impl Answer {
    /// One time.
    #[must_use]
    pub fn of(seconds: f64) -> Self {
        Self { seconds: vec![seconds], ended: None }
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Absent {
    /// The task is none for this contender; nothing to be told.
    NotMine,
    /// It failed, or something is missing; the reason.
    Because(String),
}

impl<E: std::fmt::Display> From<E> for Absent {
    fn from(error: E) -> Self {
        Self::Because(error.to_string())
    }
}

/// Where the memory of a contender is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In this process, and in those that it starts when it is asked.
    Here,
    /// In those only that it starts when it is asked.
    Started,
    /// In this process and those that come of it.
    Process(u32),
}

/// Someone who can be asked to do tasks.
pub trait Contender {
    /// A short name, unique in a report.
    fn name(&self) -> &str;

    /// What it is, in a few words: versions, and what stands between the program and the machine.
    fn about(&self) -> String;

    /// Where its memory is.
    fn place(&self) -> Place;

    /// Does a task.
    ///
    /// # Errors
    /// If it cannot, or the result is a wrong one.
    fn ask(&mut self, ask: &Ask) -> Result<Answer, Absent>;
}
