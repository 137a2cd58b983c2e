//! Making a component and looking into one, without running it.

use lazaret_admission::{Caps, Measured, Submission, admit, measure};
use lazaret_toolchain::{Contents, TaskWit, contents};
use lazaret_trial::{Digest, Reason};

use crate::candidates::Candidate;
use crate::host::{Host, HostError, guarded};
use crate::interpreters::PythonSetting;
use crate::preparation::Role;

/// What a program is for.
#[derive(Clone, Copy, Debug)]
pub enum Purpose<'a> {
    /// To be scored, through this interface if there is one.
    Candidate(Option<&'a TaskWit>),
    /// To score others, which implement this interface if there is one.
    Evaluator(Option<&'a TaskWit>),
}

impl<'a> Purpose<'a> {
    /// To score others if `evaluator`, otherwise to be scored.
    #[must_use]
    pub const fn of(evaluator: bool, wit: Option<&'a TaskWit>) -> Self {
        if evaluator { Self::Evaluator(wit) } else { Self::Candidate(wit) }
    }

    const fn role(self) -> Role<'a> {
        match self {
            Self::Candidate(wit) => Role::Candidate(wit, &Caps::USUAL, PythonSetting::USUAL),
            Self::Evaluator(wit) => Role::Evaluator(wit, PythonSetting::USUAL),
        }
    }
}

/// What was found in a file.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// The digest of the bytes.
    pub digest: Digest,
    /// How many bytes there are.
    pub bytes: u64,
    /// What is in it, or why that cannot be told.
    pub contents: Result<Contents, String>,
    /// How much it has of everything that is capped.
    pub measured: Result<Measured, Reason>,
    /// What admission says to it.
    pub admission: Result<(), Reason>,
}

impl Host {
    /// Makes the component of a program: compiles its source, or wraps its module. A program that is a
    /// component already is given back as it is. It is admitted like any other.
    ///
    /// # Errors
    /// If the program cannot be read, or there is nothing to make of it; the outer error is not the
    /// program's fault.
    pub fn make(
        &self,
        candidate: &Candidate,
        purpose: Purpose<'_>,
    ) -> Result<Result<Vec<u8>, Reason>, HostError> {
        let content = candidate.content.as_ref().map_err(|error| {
            HostError::Request(format!("cannot read `{}`: {error}", candidate.label))
        })?;
        let made = guarded(|| {
            let component = self.component(&candidate.name, content, purpose.role())?;
            let submission = Submission { name: "made.wasm", bytes: &component };
            admit(&submission, &purpose.role().policy()).map_err(|error| error.reason())?;
            Ok(component)
        });
        Ok(made.unwrap_or_else(Err))
    }
}

/// Looks into a file and asks admission about it.
#[must_use]
pub fn inspect(bytes: &[u8], purpose: Purpose<'_>) -> Inspection {
    let submission = Submission { name: "inspected.wasm", bytes };
    let admission = guarded(|| admit(&submission, &purpose.role().policy()));
    let admission = match admission {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(rejection)) => Err(rejection.reason()),
        Err(reason) => Err(reason),
    };
    // What is larger than even a plugin may be is nothing for parsers that recurse.
    let measured = measure(bytes, &Caps::PLUGINS).map_err(|rejection| rejection.reason());
    let contents = match &measured {
        Ok(_) => guarded(|| contents(bytes)).unwrap_or_else(|reason| Err(reason.message)),
        Err(reason) => Err(reason.message.clone()),
    };
    Inspection {
        digest: Digest::of(bytes),
        bytes: bytes.len() as u64,
        contents,
        measured,
        admission,
    }
}
