//! The toolchain: what is done to a program before it is admitted.
//!
//! What it is for: today one thing, joining the core modules of a component that was linked of many into
//! one. An interpreter comes as a dozen modules that share a memory and a table, as shared libraries do;
//! every instance of it then pays for each function that one of them puts into another's table. In one
//! module the table is its own, and the engine fills it when it is used.
//!
//! What it refuses to know: files, processes, and whether the result may run; that is for admission, to
//! which it goes like any other bytes.

mod bindings;
mod componentize;
mod contract;
mod graph;
mod jail;
mod join;
mod link;
mod part;
mod wit;
mod world;

pub use bindings::{Generated, c as c_bindings};
pub use componentize::componentize;
pub use join::join;
pub use wit::{TaskWit, WitError};
pub use world::World;

/// Why modules could not be joined. The component is as good as before without it.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// It is no component, or damaged.
    #[error(transparent)]
    Parse(#[from] wasmparser::Error),
    /// It is put together in a way that is not foreseen.
    #[error("not foreseen: {0}")]
    Unforeseen(String),
}

impl From<wasm_encoder::reencode::Error<String>> for JoinError {
    fn from(error: wasm_encoder::reencode::Error<String>) -> Self {
        Self::Unforeseen(error.to_string())
    }
}

/// Shorthand for the ends of all roads that are not taken.
fn unforeseen<T>(what: impl Into<String>) -> Result<T, JoinError> {
    Err(JoinError::Unforeseen(what.into()))
}
