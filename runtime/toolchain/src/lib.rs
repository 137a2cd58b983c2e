//! The toolchain: what is done to a program before it is admitted.
//!
//! What it is for: making components. Of source texts in C and Rust, by a native compiler that is no more
//! trusted than the text in its hands; of core modules, by wrapping them for their world; of the many
//! modules of an interpreter, by joining them into one. And the world itself: the interface that a task
//! declares, with bindings to it.
//!
//! What it refuses to know: whether the result may run; that is for admission, to which it goes like any
//! other bytes. It keeps nothing: where builds are kept is for whoever asks.

mod bindings;
mod checkpoints;
mod componentize;
mod contract;
mod diagnostics;
mod failure;
mod glue;
mod graph;
mod inspect;
mod join;
mod link;
mod native;
mod native_c;
mod native_rust;
mod part;
mod source;
mod standard;
pub mod start;
mod tools;
mod wit;
mod world;

pub use bindings::{Generated, c as c_bindings};
pub use checkpoints::with_checkpoints;
pub use componentize::componentize;
pub use failure::BuildError;
pub use inspect::{Contents, contents};
pub use join::join;
pub use lazaret_jail::JailError;
pub use source::{NativeLanguage, SOURCE_BYTES_MAX, SOURCE_DEPTH_MAX, SOURCE_FILES_MAX, Source};
pub use tools::Compiler;
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
