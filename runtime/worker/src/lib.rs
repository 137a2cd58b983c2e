//! Workers: processes of our own that compile and run what nobody vouches for. Both ends are here.
//!
//! What it is for: the process that starts a worker ([`Workers`], [`Worker`]) hands it native code in
//! sealed memory, asks it questions and ends it; the process that is one ([`work`]) gives itself up to the
//! jail and answers. An evaluator's worker speaks with its candidate's worker over a socket of their own,
//! so that the process that started them hears only the outcome.
//!
//! What it refuses to know: tasks, files, how many candidates there are, which verdict follows from a
//! worker that is lost.
//!
//! Invariants:
//! - Nothing is believed of a worker but data that is parsed within bounds; no descriptor is ever taken
//!   from one.
//! - A worker ends with the process that started it, whatever ends that.
//! - A worker serves one program, and a compiler one compilation.

mod anything;
mod compile;
mod frames;
mod memory;
mod message;
mod pool;
mod remote;
mod runner;
mod serve;
mod session;
mod worker;

pub use anything::{ReadAs, read_anything, samples};
pub use compile::{CompileEnd, CompileLimits};
pub use lazaret_jail::ProcessLimits;
pub use memory::Code;
pub use message::Serving;
pub use pool::{WorkerSettings, Workers};
pub use remote::Remote;
pub use runner::work;
pub use worker::{
    CaseRequest, EvaluatorSetup, Tried, Worker, WorkerError, lost_reason, pack_dataset, patience,
    unpack_dataset,
};
