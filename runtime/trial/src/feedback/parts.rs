//! What feedback consists of. Each part is short, and says of how much it is a part.

use serde::{Deserialize, Serialize};

use crate::metric::Goal;

/// A limit that was exceeded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitNote {
    /// Its name, as in a budget or a cap of admission.
    pub name: String,
    /// What was measured; none where cases are held out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub measured: Option<u64>,
    /// What is allowed; none where cases are held out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub allowed: Option<u64>,
}

/// A metric over all cases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetricValue {
    /// Its name.
    pub name: String,
    /// The number.
    pub value: f64,
    /// Its unit; may be empty.
    pub unit: String,
    /// Which way is better.
    pub goal: Goal,
}

/// A message, quoted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its beginning; ends with `...` if that is not all.
    pub text: String,
    /// How many bytes it had before it was escaped and cut.
    pub bytes: u64,
}

/// A place in the program, with the lines around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceNote {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1; 0 if it is not known.
    pub column: u32,
    /// How many lines the program has; 0 if its text is not at hand.
    pub of: u32,
    /// The line and up to two before and after it; none if the program has no such line.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub lines: Vec<SourceLine>,
}

/// A line of the program, quoted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceLine {
    /// Its number.
    pub line: u32,
    /// Its text; `...` stands where a long one is cut.
    pub text: String,
    /// Whether it is the place.
    pub here: bool,
}

/// The way to the place, as the program reports it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traceback {
    /// The last steps, outermost first.
    pub steps: Vec<Step>,
    /// How many steps there are.
    pub of: u64,
}

/// One step, quoted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The line.
    pub line: u32,
    /// The function.
    pub function: String,
}

/// The case that was not scored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseNote {
    /// Its id.
    pub id: String,
    /// Its place among the cases, from 1.
    pub place: u64,
    /// The last question to the program.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub question: Option<QuestionNote>,
}

/// A question to the program and its answer, quoted; `...` stands where something is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionNote {
    /// Which question of the case it was, from 1.
    pub number: u64,
    /// The function.
    pub function: String,
    /// The arguments as plain data.
    pub arguments: String,
    /// The answer as plain data; none if no value came back, or there was no room for it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub answer: Option<String>,
    /// Whether a value came back.
    pub answered: bool,
}

/// The end of what the program wrote, quoted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// The last lines; a long one begins with `...`.
    pub lines: Vec<String>,
    /// How many bytes there are in all.
    pub bytes: u64,
}

/// How far the cases went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cases {
    /// How many were scored.
    pub scored: u64,
    /// How many there are.
    pub of: u64,
}

/// How scored cases differ in one metric.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// The metric.
    pub metric: String,
    /// The best number.
    pub best: f64,
    /// The first case with it.
    pub best_case: String,
    /// The worst number.
    pub worst: f64,
    /// The first case with it.
    pub worst_case: String,
    /// The quarter points from less to more, if there are enough cases for them to say something.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub quartiles: Option<[f64; 3]>,
}

/// One scored case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseScore {
    /// Its id.
    pub id: String,
    /// The first metric.
    pub value: f64,
}

/// What one case took of a budget at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetUse {
    /// The limit.
    pub limit: String,
    /// The most that was used.
    pub used: u64,
    /// What is allowed.
    pub allowed: u64,
}

/// What had no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// How many items, cut ones among them.
    pub items: u64,
    /// How many bytes they would take as data.
    pub bytes: u64,
}
