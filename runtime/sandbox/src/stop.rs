//! Why a sandbox stopped for good.

use std::fmt;

use lazaret_trial::{Budget, Code, Reason};
use serde::{Deserialize, Serialize};

use crate::failure::cut;

/// Why a sandbox stopped. It is never called again after one of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stop {
    /// The fuel is used up.
    OutOfFuel,
    /// More memory was asked for than the budget allows; the bytes that there would have been.
    OutOfMemory(u64),
    /// The WebAssembly stack is used up.
    StackOverflow,
    /// A trap, in the engine's words.
    Trap(String),
    /// The guest asked to exit with this status.
    Exit(i32),
    /// More output than the budget allows; the bytes that there would have been.
    OutputLimit(u64),
    /// More calls to the host than the budget allows.
    HostCallLimit,
    /// More handles than the budget allows.
    HandleLimit,
    /// A result larger than the budget allows; its bytes, if they could be counted.
    ResultLimit(Option<u64>),
    /// An import that this role is not granted.
    Denied(String),
    /// The wall clock ran out.
    WallTimeout,
    /// The host could not supply memory that the budget allows.
    HostOutOfMemory,
    /// The counterpart of an evaluator, its candidate, stopped; whoever owns the candidate knows why.
    Counterpart,
    /// An evaluator called its candidate in a way that the task's interface does not have.
    BadCall(String),
    /// The process that it ran in is gone, and how.
    Lost(String),
    /// The host itself failed.
    Host(String),
}

impl fmt::Display for Stop {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message())
    }
}

impl std::error::Error for Stop {}

impl Stop {
    fn message(&self) -> String {
        match self {
            Self::OutOfFuel => "used up its fuel".to_owned(),
            Self::OutOfMemory(_) => "asked for more memory than its budget allows".to_owned(),
            Self::StackOverflow => "overflowed the WebAssembly stack".to_owned(),
            Self::Trap(what) => format!("trapped: {what}"),
            Self::Exit(status) => format!("exited with status {status} instead of returning"),
            Self::OutputLimit(_) => "wrote more output than its budget allows".to_owned(),
            Self::HostCallLimit => "called the host more often than its budget allows".to_owned(),
            Self::HandleLimit => "held more handles than its budget allows".to_owned(),
            Self::ResultLimit(_) => "returned a value larger than its budget allows".to_owned(),
            Self::Denied(import) => format!("called `{import}`, which it is not granted"),
            Self::WallTimeout => "ran out of wall time".to_owned(),
            Self::HostOutOfMemory => {
                "the host could not supply memory that the budget allows".to_owned()
            }
            Self::Counterpart => "its candidate stopped".to_owned(),
            Self::BadCall(why) => format!("called the candidate wrongly: {why}"),
            Self::Lost(how) => format!("is lost with its worker: {how}"),
            Self::Host(what) => format!("the host failed: {what}"),
        }
    }

    /// The code of the verdict if this happened to a candidate.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::OutOfFuel => Code::FailedOutOfFuel,
            Self::OutOfMemory(_) => Code::FailedOutOfMemory,
            Self::StackOverflow => Code::FailedStackOverflow,
            Self::Trap(_) | Self::Denied(_) | Self::BadCall(_) => Code::FailedTrap,
            Self::Exit(_) => Code::FailedExit,
            Self::OutputLimit(_) => Code::FailedOutputLimit,
            Self::HostCallLimit => Code::FailedHostcallLimit,
            Self::HandleLimit => Code::FailedHandleLimit,
            Self::ResultLimit(_) => Code::FailedResultLimit,
            Self::WallTimeout => Code::InconclusiveWallTimeout,
            Self::HostOutOfMemory => Code::InconclusiveHostOom,
            Self::Lost(_) => Code::InconclusiveWorkerLost,
            Self::Counterpart | Self::Host(_) => Code::FaultHost,
        }
    }

    /// The reason for a verdict if this happened to a candidate with this budget.
    #[must_use]
    pub fn reason(&self, budget: &Budget) -> Reason {
        // The engine's words may quote names of the program, and those of another process anything.
        let mut message = format!("the candidate {}", self.message());
        cut(&mut message);
        let reason = Reason::new(self.code(), message);
        let over = |limit: u64| limit.saturating_add(1);
        match self {
            Self::OutOfFuel => reason
                .exceeding("fuel", over(budget.fuel), budget.fuel)
                .hint("look for an endless loop, do less work a call, or raise `fuel`"),
            Self::OutOfMemory(asked) => reason
                .exceeding("memory", *asked, budget.memory_bytes)
                .hint("keep less at one time, or raise `memory`"),
            Self::StackOverflow => reason.hint("recurse less deeply, or use a loop"),
            Self::OutputLimit(asked) => reason
                .exceeding("output", *asked, budget.output_bytes)
                .hint("print less, or raise `output`; output is never read for scores"),
            Self::HostCallLimit => reason
                .exceeding("host_calls", over(budget.host_calls), budget.host_calls)
                .hint("print in larger pieces and ask for the time less often, or raise `host_calls`"),
            Self::HandleLimit => reason
                .exceeding("handles", over(budget.handles), budget.handles)
                .hint("drop handles that are no longer used, or raise `handles`"),
            Self::ResultLimit(bytes) => reason
                .exceeding("result", bytes.unwrap_or(over(budget.result_bytes)), budget.result_bytes)
                .hint("return less, or raise `result`"),
            Self::Exit(_) => reason.hint("return a value instead of exiting"),
            Self::WallTimeout => reason
                .exceeding("wall_ms", over(budget.wall_ms), budget.wall_ms)
                .hint("try again on a less busy machine, raise `wall_ms`, or lower `fuel` so that it ends first"),
            Self::HostOutOfMemory => reason.hint("try again with fewer jobs or a smaller `memory`"),
            Self::Lost(_) => reason.hint("it was tried twice; `lazaret doctor` shows where its program is kept"),
            Self::BadCall(_) => reason.hint("`task.wit` says which functions there are, and their types"),
            Self::Trap(_) | Self::Denied(_) | Self::Counterpart | Self::Host(_) => reason,
        }
    }
}
