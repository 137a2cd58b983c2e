//! What is recorded of evaluations and runs, and how it is made again from the record.
//!
//! `setting` and `material` say how tasks and candidates lie in blobs, `recorder` appends from many threads at
//! once, `recording` is what one evaluation writes and recalls, `replay` does it all again and compares,
//! `feedback` tells of a verdict what
//! its author may hear, and `check` keeps what was tried to see how far verdicts can be trusted.

mod check;
mod feedback;
mod material;
mod recorder;
mod recording;
mod replay;
mod setting;

pub use check::record_check;
pub use feedback::recorded_feedback;
pub use recorder::{Pending, Recorder};
pub use recording::{Origin, Planned, Record, Recorded, Recording, record_run, repeats};
pub use replay::{Difference, Replay, Replayed, Replayer};
