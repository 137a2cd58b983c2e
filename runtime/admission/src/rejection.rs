//! Why something was not admitted.

use lazaret_trial::{Code, Reason};

use crate::caps::Cap;

/// Why bytes were refused before any of them ran.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Not what it claims to be.
    #[error("{0}")]
    Malformed(String),
    /// A WebAssembly feature that is off.
    #[error("{0}")]
    Feature(String),
    /// A structural cap.
    #[error("{}: {} where {} are allowed", .cap.info().what, .cap.info().format(*.measured), .cap.info().format(*.allowed))]
    TooLarge {
        /// The cap.
        cap: Cap,
        /// How many; counting stops at the first that is too many.
        measured: u64,
        /// How many are allowed.
        allowed: u64,
    },
    /// More of something than the parser takes, of which there is no cap, or none that is reached before.
    #[error("{0}")]
    Limit(String),
    /// An import that is not allowed.
    #[error("the component imports `{0}`, which is not granted")]
    Import(String),
    /// An export that is missing.
    #[error("the component does not export `{wanted}`; it exports {found}")]
    Export {
        /// What is missing.
        wanted: String,
        /// What is there, for people.
        found: String,
    },
    /// Another kind of WebAssembly than a component.
    #[error("{0}")]
    Type(String),
    /// The interface of the task is missing or has other types.
    #[error("{0}")]
    Interface(String),
    /// Texts that one component of a program hands to another.
    #[error("one component of the program hands texts to another, which is work without fuel")]
    Text,
    /// Native code.
    #[error("these bytes are native code (ELF or a precompiled module), which is never run")]
    Precompiled,
}

/// The most bytes of a message. It may quote names and types of the program, of which there may be many, and a
/// reason is kept in a verdict.
const MESSAGE_BYTES_MAX: usize = 4096;

/// A message of bounded length.
pub fn bounded(mut message: String) -> String {
    if MESSAGE_BYTES_MAX < message.len() {
        message.truncate(message.floor_char_boundary(MESSAGE_BYTES_MAX));
        message.push_str("...");
    }
    message
}

impl Rejection {
    /// The code of the verdict that this rejection becomes.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::Malformed(_) => Code::RejectedMalformed,
            Self::Feature(_) | Self::Text => Code::RejectedFeature,
            Self::TooLarge { .. } | Self::Limit(_) => Code::RejectedTooLarge,
            Self::Import(_) => Code::RejectedImport,
            Self::Export { .. } => Code::RejectedExport,
            Self::Type(_) | Self::Interface(_) => Code::RejectedType,
            Self::Precompiled => Code::RejectedPrecompiled,
        }
    }

    /// The reason for a verdict.
    #[must_use]
    pub fn reason(&self) -> Reason {
        let reason = Reason::new(self.code(), bounded(self.to_string()));
        match self {
            Self::TooLarge { cap, measured, allowed } => {
                let info = cap.info();
                let hint = if *allowed < info.usual {
                    let usual = info.format(info.usual);
                    format!("the task sets `{}` lower than the usual {usual}: do with less", info.name)
                } else {
                    "split the program, or leave out what it does not use".to_owned()
                };
                reason.exceeding(info.name, *measured, *allowed).hint(hint)
            }
            Self::Limit(_) => reason.hint("make the types simpler and fewer, or split them"),
            Self::Feature(_) => reason
                .hint("build for the WebAssembly 1.0 instruction set with the 2.0 basics (no SIMD, threads, GC)"),
            Self::Text => reason.hint("hand them over as lists of bytes, or link the components' sources into one component"),
            Self::Import(_) => reason.hint("candidates get clocks, random bytes and output streams only"),
            Self::Precompiled => reason.hint("submit the .wasm component that it was compiled from"),
            Self::Type(_) => reason.hint("`lazaret build` makes a component of a core module; `lazaret inspect` shows what there is"),
            Self::Interface(_) => reason.hint("`task.wit` says what to export; build against it"),
            Self::Malformed(_) | Self::Export { .. } => reason,
        }
    }
}
