//! What an evaluator in Rust writes against.
//!
//! `lazaret build` and `lazaret eval` compile these files into every evaluator in Rust as its module
//! `lazaret`. An evaluator implements [`Evaluator`] for a type of its own and says so once:
//!
//! ```ignore
//! use lazaret::{Candidate, Case, Description, Evaluator, Metric, Problem, Scores, Value};
//!
//! struct Squares;
//! lazaret::evaluator!(Squares);
//!
//! impl Evaluator for Squares {
//!     fn describe() -> Description {
//!         Description::new([Metric::minimize("error")])
//!     }
//!
//!     fn cases(_split: &str, _seed: u64) -> Result<Vec<Case>, Problem> {
//!         Ok((1..4).map(Case::of).collect())
//!     }
//!
//!     fn evaluate(candidate: &Candidate, data: &Value) -> Result<Scores, Problem> {
//!         let x = data.number()?;
//!         let answer = candidate.call("square", [x])?.number()?;
//!         Ok(Scores::from([("error", (answer - x * x).abs())]))
//!     }
//! }
//! ```
//!
//! If the task has a `task.wit`, its functions are there as `task::NAME(...)`, typed, and a candidate that
//! fails in one of them ends the case by itself.
//!
//! What it refuses to know: the host. It reaches it through the bindings that are generated beside it.

mod read;
mod score;
mod value;

pub use score::{Case, Description, Evaluator, Goal, Metric, Problem, Scores, answer};
pub use value::{Value, WrongType};

use crate::bindings::lazaret::candidate::types::Failure;
use crate::bindings::lazaret::evaluator as host;

/// The candidate under trial.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Candidate;

/// Why a call gave no value although the candidate is still alive. Handed on with `?`, it ends the case as
/// the candidate's failure.
#[derive(Clone, Debug)]
pub struct CandidateError {
    /// One of `source-error`, `exception`, `out-of-memory`, `no-such-function`, `bad-arguments`,
    /// `invalid-output` and `exit`.
    pub code: &'static str,
    /// What happened.
    pub message: String,
}

/// What the candidate has used in this case so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Instructions.
    pub fuel: u64,
    /// The most bytes of memory at one time.
    pub memory_bytes_peak: u64,
    /// Calls.
    pub calls: u64,
}

impl Candidate {
    /// Calls a function of the candidate by name, with positional arguments.
    ///
    /// # Errors
    /// If the candidate gives no value and is still alive. If it died, this does not return at all: the
    /// host ends the case.
    pub fn call<A: Into<Value>>(
        &self,
        function: &str,
        arguments: impl IntoIterator<Item = A>,
    ) -> Result<Value, CandidateError> {
        let arguments = Value::List(arguments.into_iter().map(Into::into).collect());
        let answer = host::candidate::call(function, &arguments.to_text());
        let text = answer.map_err(|failure| CandidateError::of(&failure))?;
        Value::parse(&text).map_err(|why| CandidateError { code: "invalid-output", message: why })
    }

    /// What the candidate has used in this case so far.
    #[must_use]
    pub fn usage(&self) -> Usage {
        let usage = host::candidate::usage();
        Usage {
            fuel: usage.fuel,
            memory_bytes_peak: usage.memory_bytes_peak,
            calls: usage.calls,
        }
    }
}

impl CandidateError {
    fn of(failure: &Failure) -> Self {
        let (code, message) = match failure {
            Failure::SourceError(it) => ("source-error", format!("{}: {}", it.kind, it.message)),
            Failure::Exception(it) => ("exception", format!("{}: {}", it.kind, it.message)),
            Failure::OutOfMemory(it) => ("out-of-memory", format!("{}: {}", it.kind, it.message)),
            Failure::NoSuchFunction(it) => {
                ("no-such-function", format!("the candidate has no function `{}`", it.function))
            }
            Failure::BadArguments(it) => ("bad-arguments", it.clone()),
            Failure::InvalidOutput(it) => ("invalid-output", it.clone()),
            Failure::Exit(status) => ("exit", format!("the candidate exited with status {status}")),
        };
        Self { code, message }
    }
}

/// The names of the files that the task was given, sorted.
#[must_use]
pub fn dataset_names() -> Vec<String> {
    host::dataset::names()
}

/// The bytes of one of these files.
#[must_use]
pub fn dataset(name: &str) -> Option<Vec<u8>> {
    host::dataset::read(name)
}

/// The seed of the evaluation.
#[must_use]
pub fn seed() -> u64 {
    host::seed::get()
}

/// Writes a line for whoever reads the verdict; the candidate never sees it.
pub fn log(line: &str) {
    host::log::write(line);
}

/// Makes a type that implements [`Evaluator`] the evaluator of this file.
macro_rules! evaluator {
    ($name:ident) => {
        impl crate::bindings::exports::lazaret::evaluator::evaluator::Guest for $name {
            fn describe() -> crate::lazaret::answer::Describe {
                crate::lazaret::answer::describe::<Self>()
            }

            fn cases(split: ::std::string::String) -> crate::lazaret::answer::Cases {
                crate::lazaret::answer::cases::<Self>(&split)
            }

            fn evaluate(input: crate::lazaret::answer::Input) -> crate::lazaret::answer::Evaluate {
                crate::lazaret::answer::evaluate::<Self>(&input)
            }

            fn summarize(
                reports: ::std::vec::Vec<crate::lazaret::answer::Report>,
            ) -> crate::lazaret::answer::Summarize {
                crate::lazaret::answer::summarize::<Self>(&reports)
            }
        }
        crate::bindings::export!($name with_types_in crate::bindings);
    };
}
pub(crate) use evaluator;
