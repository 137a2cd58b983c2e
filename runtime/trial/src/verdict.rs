//! The outcome of a trial.

use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::digest::Digest;
use crate::last_call::LastCall;
use crate::metric::Measurement;
use crate::reason::Reason;
use crate::usage::Usage;

/// What a sandbox wrote, bounded by its output budget. Bytes that are not UTF-8 are replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logs {
    /// Standard output.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub stdout: String,
    /// Standard error.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub stderr: String,
    /// Lines that an evaluator wrote to its log.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub lines: Vec<String>,
}

/// What happened on one case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseOutcome {
    /// The case's id.
    pub id: String,
    /// The case's stage.
    pub stage: u32,
    /// Why the case ended as it did.
    pub reason: Reason,
    /// The report, empty unless the case was scored.
    pub measurements: Vec<Measurement>,
    /// What the candidate's sandbox used.
    pub candidate_usage: Usage,
    /// What the evaluator's sandbox used.
    pub evaluator_usage: Usage,
    /// What the candidate wrote.
    pub candidate_logs: Logs,
    /// What the evaluator wrote.
    pub evaluator_logs: Logs,
    /// The last question to the candidate, if there was one and the case was not scored.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub last_call: Option<LastCall>,
}

impl CaseOutcome {
    /// What is said of a case about which nothing is known but why.
    #[must_use]
    pub fn unjudged(id: &str, stage: u32, reason: Reason) -> Self {
        Self {
            id: id.to_owned(),
            stage,
            reason,
            measurements: Vec::new(),
            candidate_usage: Usage::default(),
            evaluator_usage: Usage::default(),
            candidate_logs: Logs::default(),
            evaluator_logs: Logs::default(),
            last_call: None,
        }
    }
}

/// The outcome of candidate x evaluator x cases x seed x budget.
///
/// It holds nothing that depends on the machine, the load or the date, so the same trial gives the same
/// bytes. How long it took is kept outside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The digest of the candidate's bytes.
    pub candidate: Digest,
    /// What the candidate is written in, for example `python`.
    pub language: String,
    /// The digest of the component that ran: the interpreter of a script, what the compiler made of a source
    /// text, the candidate itself otherwise; none if it did not get that far.
    pub runtime: Option<Digest>,
    /// The outcome and why.
    pub reason: Reason,
    /// The first metric of the task; none unless scored.
    pub score: Option<f64>,
    /// All metrics over all cases; empty unless scored.
    pub measurements: Vec<Measurement>,
    /// Every case up to the first that was not scored, in order.
    pub cases: Vec<CaseOutcome>,
    /// The candidate's sandboxes together.
    pub candidate_usage: Usage,
    /// The evaluator's sandboxes of the cases and of the summary together.
    pub evaluator_usage: Usage,
    /// The digest of all that decided the score besides the candidate. Its parts stand once beside all verdicts
    /// that share it.
    pub identity: Option<Digest>,
    /// Walls of the jail that were missing where it ran, which somebody has allowed; none if all stood.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub degraded: Vec<String>,
}

impl Verdict {
    /// The outcome's code.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.reason.code
    }
}
