//! Why an outcome is what it is, in a form for people and for programs.

use serde::{Deserialize, Serialize};

use crate::code::Code;

/// A place in a source text; both numbers count from 1, and 0 means unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column, in characters.
    pub column: u32,
}

/// One step of a traceback through the program's own source, outermost first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// The function's name as the language reports it.
    pub function: String,
    /// The line, counted from 1.
    pub line: u32,
}

/// A limit and by how much it was exceeded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excess {
    /// The limit's name, as in `task.toml` or in the admission policy.
    pub limit: String,
    /// What was measured; for a limit that ends the run, what the last step asked for.
    pub measured: u64,
    /// What is allowed.
    pub allowed: u64,
}

/// The reason of an outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The outcome.
    pub code: Code,
    /// One line on what happened, without a full stop. May quote the candidate, so whoever prints it
    /// escapes control characters.
    pub message: String,
    /// The limit that was exceeded, if it was one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub excess: Option<Excess>,
    /// Where in the candidate's or evaluator's source, if known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub position: Option<Position>,
    /// The way to the place, outermost first; only the program's own source.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub traceback: Vec<Frame>,
    /// What to do about it, if there is advice.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hint: Option<String>,
}

impl Reason {
    /// A reason with a message only.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            excess: None,
            position: None,
            traceback: Vec::new(),
            hint: None,
        }
    }

    /// The same with the limit that was exceeded.
    #[must_use]
    pub fn exceeding(mut self, limit: impl Into<String>, measured: u64, allowed: u64) -> Self {
        self.excess = Some(Excess { limit: limit.into(), measured, allowed });
        self
    }

    /// The same with advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}
