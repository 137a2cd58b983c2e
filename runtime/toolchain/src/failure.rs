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

    /// The reason for a verdict.
    #[must_use]
    pub fn reason(&self) -> Reason {
        let code = match self {
            Self::Source { .. } => Code::RejectedSourceError,
            Self::TooLarge { .. } => Code::RejectedTooLarge,
            Self::Limit { .. } => Code::RejectedCompileLimit,
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
