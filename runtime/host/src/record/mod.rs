//! What is recorded of evaluations and runs, and how it is made again from the record.
//!
//! `setting` and `material` say how tasks and candidates lie in blobs, `recorder` appends from many threads at
//! once, `recording` is what one evaluation writes and recalls, `replay` does it all again and compares,
//! and `feedback` tells of a verdict what its author may hear.

mod feedback;
mod material;
mod recorder;
mod recording;
mod replay;
mod setting;

pub use feedback::recorded_feedback;
pub use recorder::{Pending, Recorder};
pub use recording::{Origin, Planned, Record, Recorded, Recording, record_run};
pub use replay::{Difference, Replay, Replayed, Replayer};
