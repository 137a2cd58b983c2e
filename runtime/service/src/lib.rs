//! The service: candidates come in over HTTP, are judged, and their verdicts are recorded.
//!
//! What it is for: programs in any language that propose candidates and want verdicts; a queue that loses nothing
//! that it has accepted; limits on everything that a client can send, hold or wait for; figures and a description
//! of the interface for those who run and use it.
//!
//! What it refuses to know: how anything is judged or recorded, terminals, arguments, the environment. It is the only
//! crate that knows HTTP. A client cannot name a path: tasks are read once, by whoever starts the service.
//!
//! Invariants:
//! - What was answered with 202 is on the disk. It ends with an entry in the ledger, by the wish of its client, or by
//!   its deadline; whatever ends the process, the next one takes it up.
//! - Everything that grows has a limit, in `limits`.
//! - Nobody is waited for without an end: not for a head, a body, a reader, or a listener.
//! - Stopping one evaluation stops no other: each slot has a host of its own, and those that were judged in one go with
//!   it begin again.

mod error;
mod events;
mod http;
mod jobs;
mod limits;
mod lock;
mod metrics;
mod request;
mod service;
mod shared;
mod slot;
mod store;
mod task;
mod token;

pub use error::ServiceError;
pub use service::{Options, Service};
pub use token::TokenError;
