//! Threads that compile, for a process that can start none later.
//!
//! Invariants:
//! - All threads are there, and have made every call that a thread makes at its start, when [`Compilers::start`]
//!   returns.
//! - Native code is the same whatever their number.

use lazaret_admission::AdmittedComponent;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::artifact::{CompileError, Engine};

/// The most threads that compile one component. Each holds what it knows of one function, and the memory of all
/// is limited as a whole.
pub const COMPILERS_MAX: usize = 4;

/// Stack of a thread that admits or compiles; eight times what the engine's authors give it.
pub const COMPILER_STACK_BYTES: usize = 16 << 20;

/// Threads for the native code of untrusted components.
pub struct Compilers {
    engine: Engine,
    pool: ThreadPool,
}

impl Compilers {
    /// Starts `threads` of them, or the nearest number that is allowed.
    ///
    /// # Errors
    /// If this machine has no room for them.
    pub fn start(engine: Engine, threads: usize) -> Result<Self, CompileError> {
        let pool = ThreadPoolBuilder::new()
            .num_threads(threads.clamp(1, COMPILERS_MAX))
            .stack_size(COMPILER_STACK_BYTES)
            .build()
            .map_err(|error| CompileError::Engine(error.to_string()))?;
        pool.broadcast(|_| ());
        Ok(Self { engine, pool })
    }

    /// The native code of an untrusted component. For a process that has been confined.
    ///
    /// # Errors
    /// If the compiler refuses it.
    pub fn precompile(&self, admitted: &AdmittedComponent) -> Result<Vec<u8>, CompileError> {
        let engine = self.engine.wasmtime();
        let code = self.pool.install(|| engine.precompile_component(admitted.bytes()));
        code.map_err(|error| CompileError::Refused(error.root_cause().to_string()))
    }
}
