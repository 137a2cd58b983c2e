//! Why a source did not become a component, and whose fault that is.

use lazaret_trial::{Code, Position, Reason};

use lazaret_jail::JailError;

/// Why a source did not become a component.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The source is no program: the compiler's first complaint, or what is never allowed.
    #[error("{message}")]
    Source {
        /// One line.
        message: String,
        /// Where.
        position: Option<Position>,
        /// What to do.
        hint: Option<&'static str>,
    },
    /// The source is larger than any program need be.
    #[error("the {limit} are {measured}; {allowed} are allowed")]
    TooLarge {
        /// What was measured.
        limit: &'static str,
        /// How much there is.
        measured: u64,
        /// How much may be.
        allowed: u64,
    },
    /// The compiler ran into one of its limits.
    #[error("the compiler used more than {allowed} of {limit}")]
    Limit {
        /// Which.
        limit: &'static str,
        /// How much is allowed, with its unit.
        allowed: String,
    },
    /// The compiler could not cope with the program.
    #[error("the compiler broke down over the program ({0})")]
    Broken(String),
    /// The compiler waited, or the machine was busy with others. Nobody's fault yet.
    #[error(
        "the compiler was not done after {allowed} s, of which it has computed for less than it may"
    )]
    TimedOut {
        /// The wall time that it has.
        allowed: u64,
    },
    /// Somebody else has ended the compiler. Not the fault of the source.
    #[error("the compiler was ended from outside; the machine may be short of memory")]
    Killed,
    /// Whoever asked for the build does not want it any more.
    #[error("interrupted while it was built")]
    Stopped,
    /// It is a program, and not one of this world.
    #[error("the program does not fit its world: {0}")]
    World(String),
    /// There is no compiler. Not the fault of the source.
    #[error("{0}")]
    NoCompiler(String),
    /// The compiler cannot be run safely. Not the fault of the source.
    #[error(transparent)]
    Jail(#[from] JailError),
    /// A file cannot be read or written. Not the fault of the source.
    #[error("cannot use a file while building")]
    Io(#[from] std::io::Error),
}

impl BuildError {
    /// A source that is refused, without a place.
    pub fn source(message: impl Into<String>) -> Self {
        Self::Source { message: message.into(), position: None, hint: None }
    }

    /// Whether it says nothing about the source, and another try could end otherwise.
    #[must_use]
    pub const fn is_inconclusive(&self) -> bool {
        matches!(self, Self::TimedOut { .. } | Self::Killed)
    }

    /// The reason for a verdict.
    #[must_use]
    pub fn reason(&self) -> Reason {
        let code = match self {
            Self::Source { .. } => Code::RejectedSourceError,
            Self::TooLarge { .. } => Code::RejectedTooLarge,
            Self::Limit { .. } | Self::Broken(_) => Code::RejectedCompileLimit,
            Self::TimedOut { .. } => Code::InconclusiveWallTimeout,
            Self::Killed => Code::InconclusiveWorkerLost,
            Self::Stopped => Code::InconclusiveInterrupted,
            Self::World(_) => Code::RejectedType,
            Self::NoCompiler(_) | Self::Jail(_) => Code::FaultToolchain,
            Self::Io(_) => Code::FaultHost,
        };
        let mut reason = Reason::new(code, self.to_string());
        match self {
            Self::Source { position, hint, .. } => {
                reason.position = *position;
                reason.hint = hint.map(str::to_owned);
            }
            Self::TooLarge { limit, measured, allowed } => {
                reason = reason.exceeding(*limit, *measured, *allowed);
            }
            Self::Limit { .. } => {
                reason =
                    reason.hint("make the program smaller, or what it computes at compile time");
            }
            Self::Broken(_) => {
                reason =
                    reason.hint("nest less deeply, or use fewer of the language's rarer parts");
            }
            Self::TimedOut { .. } | Self::Killed => {
                reason = reason.hint("try again when the machine has less to do");
            }
            Self::Stopped => {}
            Self::World(_) => {
                reason = reason.hint("`lazaret new candidate` writes a start that fits the task");
            }
            Self::NoCompiler(_) | Self::Jail(_) => {
                reason = reason.hint("`lazaret doctor` shows the compilers and what is missing");
            }
            Self::Io(source) => reason.message = format!("{self}: {source}"),
        }
        reason
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_source_uses_up_is_held_against_it() {
        let limit = BuildError::Limit { limit: "memory", allowed: "1 MiB".to_owned() };
        for (error, code) in [
            (limit, Code::RejectedCompileLimit),
            (BuildError::Broken("signal 11".to_owned()), Code::RejectedCompileLimit),
            (BuildError::TimedOut { allowed: 30 }, Code::InconclusiveWallTimeout),
            (BuildError::Killed, Code::InconclusiveWorkerLost),
            (BuildError::Stopped, Code::InconclusiveInterrupted),
        ] {
            let again = matches!(error, BuildError::TimedOut { .. } | BuildError::Killed);
            assert_eq!(error.reason().code, code);
            assert_eq!(error.is_inconclusive(), again);
        }
    }
}
