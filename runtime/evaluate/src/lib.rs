//! Evaluation: an evaluator meets a candidate, and a verdict comes out.
//!
//! What it is for: starting programs (a component, or an interpreter with a text) in sandboxes; bridging
//! an evaluator's calls into its candidate's sandbox; deciding whose fault an end is; checking reports;
//! putting cases together into one verdict.
//!
//! What it refuses to know: files, folders, task syntax, threads, progress, and how many cases run at a
//! time. It decides one case after another, each with fresh instances, so the order of deciding cannot
//! change an outcome.

mod bridge;
mod case;
mod evaluator;
mod instance;
mod program;
mod question;
mod run;
mod verdict;

pub use case::{Judged, Trial, evaluate_case};
pub use evaluator::{CASES_MAX, Evaluator};
pub use instance::{Instance, Launch};
pub use lazaret_sandbox::{CaseInput, Dataset};
pub use program::{Program, Script, Started};
pub use run::{Call, RunOutcome, run};
pub use verdict::{CandidateRecord, inspect, verdict};
