//! The smallest pieces of feedback, each with its place in it.

use serde::Serialize;

use super::Feedback;
use super::parts::{
    BudgetUse, CaseNote, CaseScore, Cases, LimitNote, Message, MetricValue, Output, QuestionNote,
    SourceLine, SourceNote, Spread, Step, Traceback,
};
use super::quote;

/// One piece. The texts in it are escaped already.
#[derive(Clone, Debug, Serialize)]
pub enum Unit {
    Limit(LimitNote),
    Metric(MetricValue),
    /// A piece of the message, and how many bytes all of it has.
    Message(String, u64),
    /// The place without its lines.
    Place(SourceNote),
    Line(SourceLine),
    /// A step, and how many there are. From the innermost on.
    Step(Step, u64),
    Case(CaseNote),
    /// The question with the first piece of its arguments and without its answer.
    Question(QuestionNote),
    /// More of the arguments.
    Arguments(String),
    /// A piece of the answer.
    Answer(String),
    /// A line of output, and how many bytes there are. From the last on.
    Stdout(String, u64),
    Stderr(String, u64),
    Cases(Cases),
    Spread(Spread),
    WorstCase(CaseScore),
    Budget(BudgetUse),
    Advice(&'static str),
    Hint(String),
}

/// The least that is shown of a text that is cut.
pub const PIECE_BYTES_MIN: usize = 16;

impl Unit {
    /// What it takes as data.
    pub fn bytes(&self) -> u64 {
        serde_json::to_string(self).map_or(0, |text| text.len() as u64)
    }

    /// How many bytes of text it may be cut to, if it may be cut: leaving off less is not worth the mark.
    pub fn cuttable(&self) -> Option<usize> {
        let room = match self {
            Self::Message(text, _) | Self::Arguments(text) | Self::Answer(text) => {
                text.len().checked_sub(quote::DOTS.len())?
            }
            _ => return None,
        };
        (PIECE_BYTES_MIN <= room).then_some(room)
    }

    /// The same with less text.
    pub fn cut(&self, bytes_max: usize) -> Self {
        let cut = |text: &str| quote::prefix(text, bytes_max).to_owned();
        match self {
            Self::Message(text, bytes) => Self::Message(cut(text), *bytes),
            Self::Arguments(text) => Self::Arguments(cut(text)),
            Self::Answer(text) => Self::Answer(cut(text)),
            other => other.clone(),
        }
    }

    /// Puts it where it belongs. A piece comes after the one that it continues or stands in.
    pub fn add_to(&self, feedback: &mut Feedback) {
        match self {
            Self::Limit(limit) => feedback.limit = Some(limit.clone()),
            Self::Metric(metric) => feedback.metrics.push(metric.clone()),
            Self::Message(text, bytes) => {
                let none = || Message { text: String::new(), bytes: *bytes };
                feedback.message.get_or_insert_with(none).text.push_str(text);
            }
            Self::Place(place) => feedback.source = Some(place.clone()),
            Self::Line(line) => {
                if let Some(place) = &mut feedback.source {
                    let after = place.lines.iter().filter(|it| it.line < line.line).count();
                    place.lines.insert(after, line.clone());
                }
            }
            Self::Step(step, of) => {
                let none = || Traceback { steps: Vec::new(), of: *of };
                feedback.traceback.get_or_insert_with(none).steps.insert(0, step.clone());
            }
            Self::Case(case) => feedback.case = Some(case.clone()),
            Self::Question(question) => {
                if let Some(case) = &mut feedback.case {
                    case.question = Some(question.clone());
                }
            }
            Self::Arguments(text) => {
                if let Some(question) = question(feedback) {
                    question.arguments.push_str(text);
                }
            }
            Self::Answer(text) => {
                if let Some(question) = question(feedback) {
                    question.answer.get_or_insert_default().push_str(text);
                }
            }
            Self::Stdout(line, bytes) => prepend(&mut feedback.stdout, line, *bytes),
            Self::Stderr(line, bytes) => prepend(&mut feedback.stderr, line, *bytes),
            Self::Cases(cases) => feedback.cases = Some(*cases),
            Self::Spread(spread) => feedback.spread.push(spread.clone()),
            Self::WorstCase(case) => feedback.worst_cases.push(case.clone()),
            Self::Budget(used) => feedback.budget.push(used.clone()),
            Self::Advice(advice) => feedback.advice = Some((*advice).to_owned()),
            Self::Hint(hint) => feedback.hint = Some(hint.clone()),
        }
    }

    /// Marks a text of which this piece is missing.
    pub fn mark_missing(&self, feedback: &mut Feedback) {
        let text = match self {
            Self::Message(..) => feedback.message.as_mut().map(|message| &mut message.text),
            Self::Arguments(_) => question(feedback).map(|question| &mut question.arguments),
            Self::Answer(_) => question(feedback).and_then(|question| question.answer.as_mut()),
            _ => None,
        };
        if let Some(text) = text.filter(|text| !text.ends_with(quote::DOTS)) {
            text.push_str(quote::DOTS);
        }
    }
}

fn question(feedback: &mut Feedback) -> Option<&mut QuestionNote> {
    feedback.case.as_mut().and_then(|case| case.question.as_mut())
}

fn prepend(output: &mut Option<Output>, line: &str, bytes: u64) {
    let none = || Output { lines: Vec::new(), bytes };
    output.get_or_insert_with(none).lines.insert(0, line.to_owned());
}
