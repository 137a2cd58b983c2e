//! The engine: the only place that configures wasmtime, compiles components and keeps native code.
//!
//! What it is for: one strict, deterministic engine profile for everything that runs; compiling admitted
//! components; a cache of native code that only its owner can write and that is checked before use.
//!
//! What it refuses to know: what a component exports, what a candidate or an evaluator is, budgets,
//! verdicts. It never makes a store.
//!
//! Nothing enters but [`AdmittedComponent`](lazaret_admission::AdmittedComponent): bytes that admission
//! has capped and validated. Precompiled bytes cannot be handed in at all.

mod artifact;
mod cache;
mod compilers;
mod config;
mod image;
mod pagemap;
mod profile;
mod slots;
mod ticker;

pub use artifact::{Artifact, CompileError, Engine};
pub use cache::{CacheError, CodeCache, private_folder};
pub use compilers::{COMPILER_STACK_BYTES, COMPILERS_MAX, Compilers};
pub use config::LOOKED_AT_FRAMES_MAX;
pub use pagemap::Pagemap;
pub use profile::{
    EPOCH_TICK, FUEL_PER_NANOSECOND, PROFILE, THREAD_STACK_BYTES, WASM_STACK_BYTES, profile_text,
};
