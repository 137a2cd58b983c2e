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
///
/// It is what a guest says about itself. So that no guest can choose a reason which is not so, the host has
/// held it against what it knows itself before there is one of these: nothing that has run is a source error,
/// and nobody is out of memory who was never refused any. The reason follows from the rest, also on the far side
/// of a socket.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "Sent")]
pub struct Failure {
    /// The failure as an evaluator gets to see it.
    pub(crate) wit: wit::Failure,
    /// Of one that is out of memory: what was asked for, and what is allowed.
    refused: Option<(u64, u64)>,
}

/// A failure as another process sends it, which may have been taken over by its guest.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    wit: wit::Failure,
    refused: Option<(u64, u64)>,
}

impl From<Sent> for Failure {
    fn from(Sent { wit, refused }: Sent) -> Self {
        Self::of_load(wit, refused)
    }
}

impl Failure {
    /// What an interpreter says of a text of which nothing has run. `refused` is the memory that was asked for
    /// and the memory that is allowed, if the host has refused any.
    pub(crate) fn of_load(mut wit: wit::Failure, refused: Option<(u64, u64)>) -> Self {
        bound(&mut wit);
        let refused = refused.filter(|_| matches!(wit, wit::Failure::OutOfMemory(_)));
        let wit = match wit {
            // The parser of CPython says so of what is too deep for it.
            wit::Failure::OutOfMemory(raised) if refused.is_none() => {
                let at = wit::Position { line: 0, column: 0 };
                let wit::Raised { kind, message, .. } = raised;
                wit::Failure::SourceError(wit::Diagnostic { kind, message, at })
            }
            wit => wit,
        };
        Self { wit, refused }
    }

    /// What a program says that has run, or whoever speaks for it.
    pub(crate) fn of_run(mut wit: wit::Failure, refused: Option<(u64, u64)>) -> Self {
        bound(&mut wit);
        let refused = refused.filter(|_| matches!(wit, wit::Failure::OutOfMemory(_)));
        let wit = match wit {
            wit::Failure::OutOfMemory(raised) if refused.is_none() => {
                wit::Failure::Exception(raised)
            }
            wit::Failure::SourceError(wit::Diagnostic { kind, message, .. }) => {
                wit::Failure::Exception(wit::Raised { kind, message, traceback: Vec::new() })
            }
            wit => wit,
        };
        Self { wit, refused }
    }

    /// The same if it is the answer to a call, whatever the process says in which the call was made.
    #[must_use]
    pub fn of_call(self) -> Self {
        Self::of_run(self.wit, self.refused)
    }

    /// The reason, as for a candidate.
    #[must_use]
    pub fn reason(&self) -> Reason {
        let reason = reason(&self.wit);
        match self.refused {
            Some((asked, allowed)) => reason.exceeding("memory", asked, allowed),
            None => reason,
        }
    }

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
        Self::of_run(wit::Failure::InvalidOutput(message), None)
    }
}

/// What a program says, or that it says nothing: a reason has words.
fn said(text: &str) -> String {
    if text.is_empty() { "the program does not say why".to_owned() } else { text.to_owned() }
}

/// The reason of an error raised in a program.
pub fn raised_reason(code: Code, raised: &wit::Raised) -> Reason {
    let message = match (raised.kind.as_str(), raised.message.as_str()) {
        (kind, "") => said(kind),
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
        wit::Failure::BadArguments(message) => Reason::new(Code::FailedBadArguments, said(message)),
        wit::Failure::InvalidOutput(message) => {
            Reason::new(Code::FailedInvalidOutput, said(message))
                .hint("return plain data: numbers, texts, lists, and dicts with text keys")
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn raised() -> wit::Raised {
        let frame = wit::Frame { function: "f".to_owned(), line: 2 };
        wit::Raised { kind: "Kind".to_owned(), message: "why".to_owned(), traceback: vec![frame] }
    }

    fn source_error() -> wit::Failure {
        let (kind, message) = ("Kind".to_owned(), "why".to_owned());
        wit::Failure::SourceError(wit::Diagnostic {
            kind,
            message,
            at: wit::Position { line: 1, column: 2 },
        })
    }

    #[track_caller]
    fn check(failure: &Failure, code: Code, case: &str) {
        assert_eq!((failure.reason().code, failure.case()), (code, case), "{failure:?}");
        assert_eq!(failure.reason().message, "Kind: why");
    }

    #[test]
    fn what_has_run_is_no_source_error() {
        check(&Failure::of_load(source_error(), None), Code::RejectedSourceError, "source-error");
        let ran = Failure::of_run(source_error(), None);
        check(&ran, Code::FailedException, "exception");
        assert_eq!(ran.reason().position, None);
    }

    #[test]
    fn nobody_is_out_of_memory_who_was_never_refused_any() {
        let claim = || wit::Failure::OutOfMemory(raised());
        let ran = Failure::of_run(claim(), None);
        check(&ran, Code::FailedException, "exception");
        assert_eq!(ran.reason().traceback.len(), 1);
        check(&Failure::of_load(claim(), None), Code::RejectedSourceError, "source-error");
        for failure in
            [Failure::of_run(claim(), Some((9, 8))), Failure::of_load(claim(), Some((9, 8)))]
        {
            check(&failure, Code::FailedOutOfMemory, "out-of-memory");
            let excess = failure.reason().excess.map(|it| (it.limit, it.measured, it.allowed));
            assert_eq!(excess, Some(("memory".to_owned(), 9, 8)));
        }
        // A program that was refused memory once and fails for another reason later is not out of memory.
        let later = Failure::of_run(wit::Failure::Exception(raised()), Some((9, 8)));
        check(&later, Code::FailedException, "exception");
        assert_eq!(later.reason().excess, None);
    }

    #[test]
    fn a_reason_has_words_also_if_the_program_has_none() {
        let nothing =
            || wit::Raised { kind: String::new(), message: String::new(), traceback: Vec::new() };
        for failure in [
            wit::Failure::Exception(nothing()),
            wit::Failure::OutOfMemory(nothing()),
            wit::Failure::BadArguments(String::new()),
            wit::Failure::InvalidOutput(String::new()),
        ] {
            let reason = Failure::of_run(failure, Some((9, 8))).reason();
            assert_eq!(reason.message, "the program does not say why", "{}", reason.code);
        }
    }

    /// A process that is not what it was can send what it likes; no reason comes of it but one of these.
    #[test]
    fn what_another_process_sends_is_held_against_the_same_rules() {
        let sent = |wit: &wit::Failure, refused: Option<(u64, u64)>| {
            let text = serde_json::json!({"wit": wit, "refused": refused}).to_string();
            serde_json::from_str::<Failure>(&text).unwrap()
        };
        check(&sent(&source_error(), None).of_call(), Code::FailedException, "exception");
        let claim = wit::Failure::OutOfMemory(raised());
        check(&sent(&claim, None).of_call(), Code::FailedException, "exception");
        check(&sent(&claim, Some((9, 8))).of_call(), Code::FailedOutOfMemory, "out-of-memory");
        let long = sent(&wit::Failure::InvalidOutput("x".repeat(1 << 20)), Some((9, 8)));
        assert!(long.reason().message.len() < 2 * TEXT_BYTES_MAX);
        assert_eq!(long.reason().excess, None);
        let with_reason =
            r#"{"wit":{"Exit":3},"refused":null,"reason":{"code":"scored","message":""}}"#;
        assert!(serde_json::from_str::<Failure>(with_reason).is_err());
    }
}
