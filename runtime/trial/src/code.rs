//! The closed list of outcomes, and whose fault each one is.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What kind of outcome a code is; the part before the slash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// The candidate ran to the end on every case and has a score.
    Scored,
    /// The candidate was refused before any of it ran.
    Rejected,
    /// The candidate ran and failed; the same again on every repetition.
    Failed,
    /// Nobody's fault yet, and never scored: worth another try.
    Inconclusive,
    /// The evaluator, the task or Lazaret itself is at fault; never held against the candidate.
    Fault,
}

/// Whose fault an outcome is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Blame {
    /// Nothing went wrong, or nobody can be blamed.
    Nobody,
    /// The program under trial.
    Candidate,
    /// The task's evaluator.
    Evaluator,
    /// The machine or Lazaret.
    Host,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal, $class:ident, $blame:ident;)*) => {
        /// The outcome of a trial. The text form (`class/reason`) is stable: scripts may match on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)*
        }

        impl Code {
            /// Every code there is, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The text form, for example `failed/out-of-fuel`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// What kind of outcome this is.
            #[must_use]
            pub const fn class(self) -> Class {
                match self { $(Self::$variant => Class::$class,)* }
            }

            /// Whose fault this is.
            #[must_use]
            pub const fn blame(self) -> Blame {
                match self { $(Self::$variant => Blame::$blame,)* }
            }

            /// One line that says what the code means.
            #[must_use]
            pub const fn summary(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii(),)* }
            }
        }
    };
}

codes! {
    /// The candidate ran to the end on every case and has a score.
    Scored = "scored", Scored, Nobody;

    /// The bytes are not what they claim to be: not UTF-8 text, not WebAssembly, or damaged.
    RejectedMalformed = "rejected/malformed", Rejected, Candidate;
    /// The module uses a WebAssembly feature that the engine profile has switched off.
    RejectedFeature = "rejected/feature", Rejected, Candidate;
    /// A structural cap of the admission policy is exceeded.
    RejectedTooLarge = "rejected/too-large", Rejected, Candidate;
    /// The component asks for an import that no candidate gets.
    RejectedImport = "rejected/import", Rejected, Candidate;
    /// The component does not export what a candidate must export.
    RejectedExport = "rejected/export", Rejected, Candidate;
    /// An import or export has another type than the contract says.
    RejectedType = "rejected/type", Rejected, Candidate;
    /// Precompiled native code, which is never run.
    RejectedPrecompiled = "rejected/precompiled", Rejected, Candidate;
    /// The source text is not a program of its language.
    RejectedSourceError = "rejected/source-error", Rejected, Candidate;
    /// The compiler refused or could not finish within its limits.
    RejectedCompileLimit = "rejected/compile-limit", Rejected, Candidate;

    /// The candidate used up its fuel.
    FailedOutOfFuel = "failed/out-of-fuel", Failed, Candidate;
    /// The candidate needed more memory than its budget allows.
    FailedOutOfMemory = "failed/out-of-memory", Failed, Candidate;
    /// The candidate's WebAssembly stack overflowed.
    FailedStackOverflow = "failed/stack-overflow", Failed, Candidate;
    /// The candidate trapped: unreachable code, a bad memory access, a division by zero.
    FailedTrap = "failed/trap", Failed, Candidate;
    /// The candidate raised an error that nothing handled.
    FailedException = "failed/exception", Failed, Candidate;
    /// The candidate asked to exit instead of returning.
    FailedExit = "failed/exit", Failed, Candidate;
    /// The candidate wrote more output than its budget allows.
    FailedOutputLimit = "failed/output-limit", Failed, Candidate;
    /// The candidate called the host more often than its budget allows.
    FailedHostcallLimit = "failed/hostcall-limit", Failed, Candidate;
    /// The candidate held more handles than its budget allows.
    FailedHandleLimit = "failed/handle-limit", Failed, Candidate;
    /// One result of the candidate is larger than its budget allows.
    FailedResultLimit = "failed/result-limit", Failed, Candidate;
    /// The candidate answered with something that is no valid answer.
    FailedInvalidOutput = "failed/invalid-output", Failed, Candidate;
    /// The candidate has no function of the name that was called.
    FailedNoSuchFunction = "failed/no-such-function", Failed, Candidate;
    /// The arguments do not fit the candidate's function.
    FailedBadArguments = "failed/bad-arguments", Failed, Candidate;

    /// The wall clock ran out before the fuel did.
    InconclusiveWallTimeout = "inconclusive/wall-timeout", Inconclusive, Nobody;
    /// The host could not supply memory that the budget allows.
    InconclusiveHostOom = "inconclusive/host-oom", Inconclusive, Host;
    /// The process that ran the candidate or the evaluator is gone, or was ended because it did not answer.
    InconclusiveWorkerLost = "inconclusive/worker-lost", Inconclusive, Host;
    /// The evaluation was interrupted before it was done.
    InconclusiveInterrupted = "inconclusive/interrupted", Inconclusive, Nobody;

    /// The evaluator's source does not load.
    FaultEvaluatorSource = "fault/evaluator-source", Fault, Evaluator;
    /// The evaluator raised an error of its own.
    FaultEvaluatorException = "fault/evaluator-exception", Fault, Evaluator;
    /// The evaluator trapped or exited.
    FaultEvaluatorTrap = "fault/evaluator-trap", Fault, Evaluator;
    /// The evaluator exceeded a limit of its own budget.
    FaultEvaluatorLimit = "fault/evaluator-limit", Fault, Evaluator;
    /// The evaluator answered with something that is no valid report.
    FaultEvaluatorInvalid = "fault/evaluator-invalid", Fault, Evaluator;
    /// There is no compiler for the candidate's language, or none that can be locked up.
    FaultToolchain = "fault/toolchain", Fault, Host;
    /// Lazaret itself failed.
    FaultHost = "fault/host", Fault, Host;
}

impl Code {
    /// Reads the text form, or none if there is no such code.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.as_str().to_owned()
    }
}

impl TryFrom<String> for Code {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is not a reason code"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_forms_are_unique_and_agree_with_the_class() {
        let mut seen = std::collections::BTreeSet::new();
        for code in Code::ALL {
            assert!(seen.insert(code.as_str()));
            assert_eq!(Code::parse(code.as_str()), Some(*code));
            let class = format!("{:?}", code.class()).to_lowercase();
            assert_eq!(code.as_str().split('/').next(), Some(class.as_str()));
            assert!(code.summary().ends_with('.') && !code.summary().starts_with(' '));
        }
    }

    #[test]
    fn candidates_are_blamed_exactly_for_rejections_and_failures() {
        for code in Code::ALL {
            let candidates_fault = matches!(code.class(), Class::Rejected | Class::Failed);
            assert_eq!(code.blame() == Blame::Candidate, candidates_fault, "{code}");
        }
    }
}
