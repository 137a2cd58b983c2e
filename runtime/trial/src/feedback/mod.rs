//! What a language model gets to hear of a verdict, so that its next program is better.
//!
//! What it is for: one bounded object a verdict, the same whenever it is made, as data and as text: what failed,
//! where, on which question, how near the limits are, and how the cases differ. What is most important is at
//! hand in the smallest size, and a larger one never says less.
//!
//! What it refuses to know: files, tasks, prompts. It tells nothing of cases that are held out ([`Exposure`]), and
//! whatever a program, its output or an evaluator wrote is escaped and stands where it cannot be taken for a
//! word of Lazaret.

mod advice;
mod evidence;
mod fit;
mod parts;
mod plan;
mod quote;
mod size;
mod source;
mod split;
mod statistics;
mod text;
mod unit;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::budget::Budget;
use crate::code::Code;
use crate::metric::Description;
use crate::verdict::Verdict;

pub use parts::{
    BudgetUse, CaseNote, CaseScore, Cases, LeftOut, LimitNote, Message, MetricValue, Output,
    QuestionNote, SourceLine, SourceNote, Spread, Step, Traceback,
};
pub use size::{FeedbackSize, FeedbackSizeError};
pub use split::Exposure;

/// The name of the form, which changes with it.
const FORMAT: &str = "lazaret feedback 1";

/// What feedback is made from.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// The verdict.
    pub verdict: &'a Verdict,
    /// The program as one text, if it is one.
    pub source: Option<&'a str>,
    /// What was measured.
    pub description: &'a Description,
    /// The budget of the candidate in each case.
    pub budget: &'a Budget,
    /// How many cases the split has.
    pub case_count: usize,
    /// Whether anything may be told of the cases.
    pub exposure: Exposure,
}

/// What a model gets to hear of one verdict. All texts in it are escaped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Feedback {
    /// The name of this form.
    pub format: String,
    /// The outcome.
    pub outcome: Code,
    /// Whether anything could be told of the cases.
    pub exposure: Exposure,
    /// The limit that was exceeded, if it was one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub limit: Option<LimitNote>,
    /// The metrics over all cases, as declared; the first is the score. Empty unless scored.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub metrics: Vec<MetricValue>,
    /// What happened, quoted: the words of the program, of its language, or of the evaluator.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub message: Option<Message>,
    /// Where in the program.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub source: Option<SourceNote>,
    /// The way to the place.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub traceback: Option<Traceback>,
    /// The case that was not scored.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub case: Option<CaseNote>,
    /// The end of standard output in that case.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub stdout: Option<Output>,
    /// The end of standard error in that case.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub stderr: Option<Output>,
    /// How many cases were scored.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cases: Option<Cases>,
    /// How the scored cases differ, by metric.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub spread: Vec<Spread>,
    /// Scored cases, those with the worst score first.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub worst_cases: Vec<CaseScore>,
    /// The most that one case took of each budget, the one that is nearest to its limit first.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub budget: Vec<BudgetUse>,
    /// What to do, in Lazaret's own words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub advice: Option<String>,
    /// What to do, which may quote the program.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hint: Option<String>,
    /// What had no room.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub left_out: Option<LeftOut>,
}

impl Feedback {
    /// The feedback on a verdict, of which neither the text nor the compact JSON is longer than `size`.
    #[must_use]
    pub fn of(material: &Material<'_>, size: FeedbackSize) -> Self {
        let evidence = evidence::Evidence::of(material);
        fit::fit(&Self::empty(&evidence), &plan::plan(&evidence), size)
    }

    /// The text form, for a prompt.
    #[must_use]
    pub fn text(&self) -> String {
        text::text(self)
    }

    /// What is said before anything of the evidence.
    fn empty(evidence: &evidence::Evidence<'_>) -> Self {
        Self {
            format: FORMAT.to_owned(),
            outcome: evidence.code,
            exposure: evidence.exposure,
            limit: None,
            metrics: Vec::new(),
            message: None,
            source: None,
            traceback: None,
            case: None,
            stdout: None,
            stderr: None,
            cases: None,
            spread: Vec::new(),
            worst_cases: Vec::new(),
            budget: Vec::new(),
            advice: None,
            hint: None,
            left_out: None,
        }
    }
}
