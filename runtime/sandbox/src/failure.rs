//! A call that gave no value although the program is alive.

use lazaret_trial::{Code, Frame, Position, Reason};
use serde::{Deserialize, Serialize};

use crate::bindings::lazaret::candidate::types as wit;

/// The most bytes of any text that a guest may put into a reason; whatever the guest sends, this much
/// of it is kept.
const TEXT_BYTES_MAX: usize = 4096;

/// The most steps of a traceback that are kept.
const FRAMES_MAX: usize = 32;

/// Why a call gave no value although the program is alive: `failure` of `lazaret:candidate/types`, with
/// its texts bounded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Failure {
    /// The reason, as for a candidate.
    pub reason: Reason,
    /// The failure as an evaluator gets to see it.
    pub(crate) wit: wit::Failure,
}

impl Failure {
    /// The case of `failure` in the contract, for example `exception`.
    #[must_use]
    pub fn case(&self) -> &'static str {
        match self.wit {
            wit::Failure::SourceError(_) => "source-error",
            wit::Failure::Exception(_) => "exception",
            wit::Failure::OutOfMemory(_) => "out-of-memory",
            wit::Failure::NoSuchFunction(_) => "no-such-function",
            wit::Failure::BadArguments(_) => "bad-arguments",
            wit::Failure::InvalidOutput(_) => "invalid-output",
            wit::Failure::Exit(_) => "exit",
        }
    }

    /// The failure of a program whose result is none.
    #[must_use]
    pub fn invalid_output(message: String) -> Self {
        Self::from(wit::Failure::InvalidOutput(message))
    }
}

impl From<wit::Failure> for Failure {
    fn from(mut wit: wit::Failure) -> Self {
        bound(&mut wit);
        let reason = reason(&wit);
        Self { reason, wit }
    }
}

/// The reason of an error raised in a program.
pub fn raised_reason(code: Code, raised: &wit::Raised) -> Reason {
    let message = match (raised.kind.as_str(), raised.message.as_str()) {
        (kind, "") => kind.to_owned(),
        (kind, message) => format!("{kind}: {message}"),
    };
    let mut reason = Reason::new(code, message);
    let frame = |frame: &wit::Frame| Frame { function: frame.function.clone(), line: frame.line };
    reason.traceback = raised.traceback.iter().map(frame).collect();
    reason.position = reason.traceback.last().map(|frame| Position { line: frame.line, column: 0 });
    reason
}

fn reason(failure: &wit::Failure) -> Reason {
    match failure {
        wit::Failure::SourceError(diagnostic) => {
            let message = format!("{}: {}", diagnostic.kind, diagnostic.message);
            let mut reason = Reason::new(Code::RejectedSourceError, message);
            let wit::Position { line, column } = diagnostic.at;
            reason.position = (0 < line).then_some(Position { line, column });
            reason
        }
        wit::Failure::Exception(raised) => raised_reason(Code::FailedException, raised),
        wit::Failure::OutOfMemory(raised) => raised_reason(Code::FailedOutOfMemory, raised)
            .hint("keep less at one time, or raise `memory`"),
        wit::Failure::NoSuchFunction(missing) => {
            let message = format!("there is no function `{}`", missing.function);
            let hint = match missing.available.as_slice() {
                [] => "the candidate defines no functions".to_owned(),
                names => format!("the candidate defines: {}", names.join(", ")),
            };
            Reason::new(Code::FailedNoSuchFunction, message).hint(hint)
        }
        wit::Failure::BadArguments(message) => Reason::new(Code::FailedBadArguments, message),
        wit::Failure::InvalidOutput(message) => Reason::new(Code::FailedInvalidOutput, message)
            .hint("return plain data: numbers, texts, lists, and dicts with text keys"),
        wit::Failure::Exit(status) => {
            let message = format!("exited with status {status} instead of returning");
            Reason::new(Code::FailedExit, message).hint("return a value instead of exiting")
        }
    }
}

/// Cuts every text and list of a failure to its bound. What a guest sends is bounded as a whole by the
/// result budget; this keeps reasons readable and verdicts small.
fn bound(failure: &mut wit::Failure) {
    match failure {
        wit::Failure::SourceError(diagnostic) => {
            cut(&mut diagnostic.kind);
            cut(&mut diagnostic.message);
        }
        wit::Failure::Exception(raised) | wit::Failure::OutOfMemory(raised) => bound_raised(raised),
        wit::Failure::NoSuchFunction(missing) => {
            cut(&mut missing.function);
            missing.available.truncate(FRAMES_MAX);
            missing.available.iter_mut().for_each(cut);
        }
        wit::Failure::BadArguments(text) | wit::Failure::InvalidOutput(text) => cut(text),
        wit::Failure::Exit(_) => {}
    }
}

pub fn bound_raised(raised: &mut wit::Raised) {
    cut(&mut raised.kind);
    cut(&mut raised.message);
    raised.traceback.truncate(FRAMES_MAX);
    for frame in &mut raised.traceback {
        cut(&mut frame.function);
    }
}

pub fn cut(text: &mut String) {
    if TEXT_BYTES_MAX < text.len() {
        text.truncate(text.floor_char_boundary(TEXT_BYTES_MAX));
        text.push_str("...");
    }
}
