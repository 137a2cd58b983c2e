//! From bytes to a program that can be started.

use std::borrow::Cow;

use lazaret_admission::{Admitted, Language, Policy, Submission, admit};
use lazaret_engine::Engine;
use lazaret_evaluate::{Program, Script};
use lazaret_sandbox::{PrepareError, Prepared};
use lazaret_trial::{Code, Digest, Position, Reason};

/// The most bytes of a component in text form: the parser of that form is not built for hostile input.
const WAT_BYTES_MAX: usize = 1 << 20;

/// A program and what a verdict says about it.
#[derive(Clone)]
pub struct PreparedProgram {
    pub program: Program,
    /// The digest of the bytes that were handed in.
    pub digest: Digest,
    /// What it is written in.
    pub language: &'static str,
}

/// Admits, compiles and links a program.
///
/// # Errors
/// A `rejected/*` reason, with the digest of the bytes.
pub fn prepare(
    engine: &Engine,
    python: &Prepared,
    name: &str,
    bytes: &[u8],
) -> Result<PreparedProgram, Reason> {
    let digest = Digest::of(bytes);
    let wat = extension_is(name, "wat");
    let binary = if wat { Cow::Owned(from_text(bytes)?) } else { Cow::Borrowed(bytes) };
    let binary_name = if wat { "text.wasm" } else { name };
    let submission = Submission { name: binary_name, bytes: &binary };
    let admitted = admit(&submission, &Policy::for_candidates()).map_err(|error| error.reason())?;
    let (program, language) = match &admitted {
        Admitted::Script(script) => {
            let prepared = match script.language() {
                Language::Python => python.clone(),
            };
            let script = Script { source: script.source().to_owned(), file: file_name(name) };
            (Program { prepared, script: Some(script) }, admitted.language())
        }
        Admitted::Component(component) => {
            let artifact = engine
                .compile(component)
                .map_err(|error| Reason::new(Code::RejectedCompileLimit, error.to_string()))?;
            let prepared = Prepared::new(engine, &artifact).map_err(|error| match error {
                PrepareError::Import(_) | PrepareError::Export { .. } => {
                    Reason::new(Code::RejectedType, error.to_string())
                }
            })?;
            (Program { prepared, script: None }, if wat { "wat" } else { admitted.language() })
        }
    };
    Ok(PreparedProgram { program, digest, language })
}

/// The language of bytes that were refused, as far as their name tells.
pub fn language_of(name: &str) -> &'static str {
    match Language::of(name) {
        Some(language) => language.name(),
        None if extension_is(name, "wat") => "wat",
        None if extension_is(name, "wasm") => "component",
        None => "unknown",
    }
}

fn extension_is(name: &str, wanted: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case(wanted))
}

/// The name under which a script knows itself: the last part of its path, of harmless characters only,
/// so that no verdict depends on where a file lay or smuggles anything through its name.
fn file_name(name: &str) -> String {
    let safe = |character: char| {
        if character.is_ascii_alphanumeric() || "._-".contains(character) { character } else { '_' }
    };
    name.chars().take(64).map(safe).collect()
}

/// WebAssembly from its text form.
fn from_text(bytes: &[u8]) -> Result<Vec<u8>, Reason> {
    if WAT_BYTES_MAX < bytes.len() {
        let reason = Reason::new(Code::RejectedTooLarge, "the text is too large");
        return Err(reason.exceeding("source bytes", bytes.len() as u64, WAT_BYTES_MAX as u64));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Reason::new(Code::RejectedMalformed, "the source is not UTF-8 text"))?;
    wat::parse_str(text).map_err(|error| {
        let message = error.to_string();
        let first = message.lines().next().unwrap_or_default().to_owned();
        let mut reason = Reason::new(Code::RejectedSourceError, first);
        reason.position = position(&message);
        reason
    })
}

/// The place in a message of the text parser, which says `--> <anon>:LINE:COLUMN`.
fn position(message: &str) -> Option<Position> {
    let (_, place) = message.split_once("<anon>:")?;
    let mut numbers = place.split(|character: char| !character.is_ascii_digit());
    let line = numbers.next()?.parse().ok()?;
    let column = numbers.next()?.parse().ok()?;
    Some(Position { line, column })
}
