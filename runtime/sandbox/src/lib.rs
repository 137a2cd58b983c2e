//! The sandbox: one instance of a component in a store of its own, under a budget.
//!
//! What it is for: making stores (nowhere else are any made), metering them (fuel, memory, wall time,
//! output, host calls, handles, result size), supplying the virtual WASI, and turning whatever happens
//! into a result or a [`Stop`].
//!
//! What it refuses to know: files, the network, the real clock and real randomness of the host as seen
//! from a guest; tasks, cases, scores and verdicts. A sandbox that stopped is dropped and never called
//! again.
//!
//! The virtual WASI grants, and this is all: standard output and error into bounded memory; an empty
//! standard input; no arguments, no environment, no files; clocks that advance with consumed fuel;
//! random bytes from the seed. Everything else answers with an error or ends the sandbox.

mod answers;
mod arrays;
mod bindings;
mod calling;
mod failure;
mod fast;
mod floats;
mod head;
mod loading;
mod meter;
mod packages;
mod prepared;
mod probe;
mod python;
mod sandbox;
mod scorer;
mod state;
mod stop;
mod store;
mod typed;
mod wasi;

pub use failure::Failure;
pub use loading::{BYTECODE_BYTES_MAX, Depth, ScriptRole, Text};
pub use packages::COMPILED;
pub use prepared::{PrepareError, Prepared};
pub use probe::Probe;
pub use sandbox::{Observation, Remains, Sandbox};
pub use scorer::{
    CallOutcome, CaseInput, Counterpart, CounterpartUsage, Dataset, Problem, ScorerGrants,
    TypedOutcome,
};
pub use stop::Stop;
pub use typed::{Answer, Arguments, read_result};
