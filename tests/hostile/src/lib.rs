//! The corpus of hostile programs: every case is judged between two honest sentinels, and must end exactly as
//! it says it is owed.
//!
//! What it is for: finding the cases below `cases/`, making the bytes of those that are generated, judging each
//! twice, and reporting what it did to the host, to the verdicts of others, and to the clock and the memory of
//! the machine.
//!
//! What it refuses to know: how a limit is enforced. It speaks to the public interface of the host and looks at
//! verdicts, as a user does.

mod archives;
pub mod canaries;
mod case;
mod corpus;
mod files;
mod memory;
pub mod mutants;
mod open;
mod parameters;
mod recipes;
mod report;
mod runner;
mod teeth;
mod trial;
mod walls;

pub use case::{Case, Expected, Subject};
pub use corpus::{Corpus, Entry, Tasks};
pub use memory::{Peaks, measured};
pub use open::{Isolation, Languages, home, open_host};
pub use report::{Report, document, table};
pub use runner::{Outcome, Runner};
pub use trial::{Finding, Tally};
pub use walls::{WALLS, Wall, endless};
