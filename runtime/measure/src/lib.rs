//! How fast Lazaret is on this machine, beside what a user would pick instead.
//!
//! What it is for: the same small tasks by several contenders, each in turn within each round, so that all see the
//! same machine; medians, the slowest hundredth, and how many times as long as the native interpreter of the same
//! run; a report as data, as a table for a terminal and as one for a page. Every answer is checked before its time
//! counts. What is here needs no network and nothing but a native `python3`, and does without that if it has to.
//!
//! What it refuses to know: what a good number is. And other sandboxes: whoever has some adds them as a [`Contender`].
//! It never prints.

mod contender;
mod evaluator;
mod lazaret;
mod machine;
mod module;
mod native;
mod plan;
mod report;
mod resident;
mod rounds;
mod statistics;
mod table;
mod workload;

pub use contender::{Absent, Answer, Ask, Contender, Place};
pub use lazaret::{Lazaret, MeasureError, generated_component};
pub use machine::Machine;
pub use module::{Generated, generated};
pub use native::{Native, python};
pub use plan::{Plan, Step};
pub use report::{Change, Participant, Problem, Report, Row, changes};
pub use resident::{family, resident_bytes};
pub use rounds::measure;
pub use statistics::Times;
pub use table::{markdown, text};
pub use workload::{Better, LIMIT_MEMORY_BYTES, LIMIT_WALL_MS, Program, WIT, Workload};
