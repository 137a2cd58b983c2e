//! The front door.

use lazaret_trial::{Digest, Interface, Weakness};

use crate::caps::Measured;
use crate::component::{self, Surface};
use crate::policy::Policy;
use crate::rejection::Rejection;
use crate::script::{self, Language};

/// Bytes that somebody handed in, under the name that they gave them.
#[derive(Clone, Copy, Debug)]
pub struct Submission<'a> {
    /// A file name without folders; its extension tells the language of a text.
    pub name: &'a str,
    /// The bytes, whatever they are.
    pub bytes: &'a [u8],
}

/// What passed. Only [`admit`] makes one.
#[derive(Clone, Debug)]
pub enum Admitted {
    /// A text for an interpreter.
    Script(AdmittedScript),
    /// A component for the engine.
    Component(AdmittedComponent),
}

/// A source text of sane size, in UTF-8 and without NUL characters.
#[derive(Clone, Debug)]
pub struct AdmittedScript {
    language: Language,
    source: String,
    digest: Digest,
}

/// A valid component within the caps, whose imports are allowed and whose exports are there.
#[derive(Clone, Debug)]
pub struct AdmittedComponent {
    bytes: Vec<u8>,
    digest: Digest,
    surface: Surface,
    measured: Box<Measured>,
}

/// Decides about a submission.
///
/// # Errors
/// Why it is refused.
pub fn admit(submission: &Submission<'_>, policy: &Policy) -> Result<Admitted, Rejection> {
    let bytes = submission.bytes;
    let digest = Digest::of(bytes);
    // Before any other look at the bytes.
    refuse_native(bytes)?;
    let wasm = bytes.starts_with(b"\0asm");
    match Language::of(submission.name) {
        Some(language) if !wasm => {
            let source = script::check(bytes, policy)?;
            Ok(Admitted::Script(AdmittedScript { language, source, digest }))
        }
        _ => {
            let (surface, measured) = component::check(bytes, policy)?;
            let measured = Box::new(measured);
            let bytes = bytes.to_vec();
            Ok(Admitted::Component(AdmittedComponent { bytes, digest, surface, measured }))
        }
    }
}

/// Refuses native code, which must not reach a parser, let alone a loader, whatever it is called. For bytes on
/// their way to something else than [`admit`].
///
/// # Errors
/// If the bytes are native code.
pub fn refuse_native(bytes: &[u8]) -> Result<(), Rejection> {
    if bytes.starts_with(b"\x7fELF") && !Weakness::Precompiled.is_chosen() {
        return Err(Rejection::Precompiled);
    }
    Ok(())
}

impl Admitted {
    /// The digest of the bytes that were handed in.
    #[must_use]
    pub const fn digest(&self) -> Digest {
        match self {
            Self::Script(script) => script.digest,
            Self::Component(component) => component.digest,
        }
    }

    /// What it is written in, for verdicts.
    #[must_use]
    pub const fn language(&self) -> &'static str {
        match self {
            Self::Script(script) => script.language.name(),
            Self::Component(_) => "component",
        }
    }
}

impl AdmittedScript {
    /// The language.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The text, without a byte order mark.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The digest of the bytes that were handed in.
    #[must_use]
    pub const fn digest(&self) -> Digest {
        self.digest
    }
}

impl AdmittedComponent {
    /// The bytes, as they were handed in.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Their digest.
    #[must_use]
    pub const fn digest(&self) -> Digest {
        self.digest
    }

    /// How much it has of everything that is capped.
    #[must_use]
    pub fn measured(&self) -> &Measured {
        &self.measured
    }

    /// The names of the imports, in order.
    #[must_use]
    pub fn imports(&self) -> &[String] {
        &self.surface.imports
    }

    /// The names of the exports, in order.
    #[must_use]
    pub fn exports(&self) -> &[String] {
        &self.surface.exports
    }

    /// The exported interfaces, in order, with their functions; or why they cannot be called with plain
    /// data.
    pub fn interfaces(&self) -> &[(String, Result<Interface, String>)] {
        &self.surface.interfaces
    }
}
