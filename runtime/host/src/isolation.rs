//! Where programs run, and what the host needs for it.

use std::path::PathBuf;

/// What stands between a program and everybody else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Isolation {
    /// A store of its own, in the host's process: for trusted work and for measuring.
    Store,
    /// A jailed process for the evaluator and another for candidates of one language; native code is
    /// compiled in a third.
    #[default]
    Process,
    /// A jailed process for each instance of a candidate, besides.
    Strict,
}

impl Isolation {
    /// The name that is typed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Store => "store",
            Self::Process => "process",
            Self::Strict => "strict",
        }
    }
}

/// How a host isolates what it runs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What stands between programs.
    pub isolation: Isolation,
    /// The program that becomes a worker: the `lazaret` command. Not looked at with [`Isolation::Store`].
    pub worker: PathBuf,
    /// Whether programs run although walls of the jail are missing; verdicts say so then.
    pub allow_degraded: bool,
}

impl Settings {
    /// Everything in this process.
    #[must_use]
    pub fn store() -> Self {
        Self { isolation: Isolation::Store, worker: PathBuf::new(), allow_degraded: false }
    }

    /// Jailed processes, which are copies of this program.
    #[must_use]
    pub fn process(worker: PathBuf) -> Self {
        Self { isolation: Isolation::Process, worker, allow_degraded: false }
    }
}
