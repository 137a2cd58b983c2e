//! Compiling in a process of its own, which ends by the kernel's clocks if not by itself.

use std::io::Seek;
use std::num::NonZeroUsize;
use std::os::fd::AsFd;
use std::time::Duration;

use lazaret_jail::ProcessLimits;
use lazaret_trial::{Code as Outcome, Interface, Reason, Weakness};

use crate::memory::{read, seal, sealed, writable};
use crate::message::{Reply, Request};
use crate::worker::{Worker, WorkerError};

/// The limits of one compilation.
#[derive(Clone, Copy, Debug)]
pub struct CompileLimits {
    /// Seconds of processor time.
    pub cpu_seconds: u64,
    /// Bytes of memory.
    pub memory_bytes: u64,
    /// Bytes of native code.
    pub code_bytes: u64,
    /// Wall time.
    pub wall: Duration,
    /// Threads, at most [`lazaret_engine::COMPILERS_MAX`]. The other limits are for all of them together.
    pub threads: usize,
}

impl CompileLimits {
    /// What every component that is admitted stays far below; `tests/bench` measures how far.
    pub const DEFAULT: Self = Self {
        cpu_seconds: 20,
        memory_bytes: 2 << 30,
        code_bytes: 256 << 20,
        wall: Duration::from_secs(60),
        threads: 1,
    };

    /// The same on as many threads as this machine has for it.
    #[must_use]
    pub fn here() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self { threads, ..Self::DEFAULT }
    }
}

/// How a compilation ended without native code.
#[derive(Debug)]
pub enum CompileEnd {
    /// The component is refused, or ran into a limit.
    Refused(Reason),
    /// The worker is lost, or there is none.
    Worker(WorkerError),
}

impl Worker {
    /// Makes native code of a component. `imported` is the interface that it may import, if it is an
    /// evaluator. The worker is of no use afterwards.
    ///
    /// # Errors
    /// If the component is refused or runs into a limit, or the worker is lost for another reason.
    pub fn compile(
        mut self,
        component: &[u8],
        imported: Option<&Interface>,
        limits: &CompileLimits,
    ) -> Result<Vec<u8>, CompileEnd> {
        let start = |error: std::io::Error| {
            CompileEnd::Worker(WorkerError::Start(format!("no memory for the code: {error}")))
        };
        let input = sealed("lazaret-component", component).map_err(start)?;
        let mut output = writable("lazaret-code").map_err(start)?;
        let process_limits = ProcessLimits {
            memory_bytes: limits.memory_bytes,
            cpu_seconds: Some(limits.cpu_seconds).filter(|_| !Weakness::CompileLimits.is_chosen()),
            file_bytes: limits.code_bytes,
        };
        self.limit(&process_limits).map_err(CompileEnd::Worker)?;
        let request = Request::Compile {
            limits: process_limits,
            imported: imported.cloned(),
            threads: limits.threads,
        };
        let answer = self
            .send_all(&request, &[input.as_fd(), output.as_fd()])
            .and_then(|()| self.receive(limits.wall, 1 << 20));
        let error = match answer {
            Ok(Reply::Compiled) => {
                // Nobody else holds the file once the process is gone.
                drop(self);
                seal(&output).map_err(start)?;
                output.rewind().map_err(start)?;
                return read(&output).map_err(start);
            }
            Ok(Reply::Refused(reason)) => return Err(CompileEnd::Refused(reason)),
            Ok(_) => self.unexpected(),
            Err(error) => error,
        };
        Err(match limit_of(self.signal(), limits) {
            Some(reason) => CompileEnd::Refused(reason),
            None => CompileEnd::Worker(error),
        })
    }
}

/// The limit that ended a compiler, by the signal that did. How fast a machine is decides about processor
/// time, but no component that admission lets through comes near it.
fn limit_of(signal: Option<i32>, limits: &CompileLimits) -> Option<Reason> {
    let refuse = |what: &str, limit: &str, allowed: u64| {
        let message = format!("compiling to native code {what}");
        Reason::new(Outcome::RejectedCompileLimit, message)
            .exceeding(limit, allowed.saturating_add(1), allowed)
            .hint("split large functions, and nest loops and branches less")
    };
    match signal? {
        libc::SIGXCPU => {
            Some(refuse("took too much processor time", "compile seconds", limits.cpu_seconds))
        }
        // An allocation that fails ends the process.
        libc::SIGABRT => {
            Some(refuse("took too much memory", "compile memory", limits.memory_bytes))
        }
        libc::SIGXFSZ => Some(refuse("gave too much code", "native code", limits.code_bytes)),
        _ => None,
    }
}
