//! Telling languages apart, and texts from garbage.

use lazaret_trial::Weakness;

use crate::caps::Cap;
use crate::policy::Policy;
use crate::rejection::Rejection;

/// A language whose programs are texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// Python 3.
    Python,
    /// JavaScript (ECMAScript 2023).
    JavaScript,
}

impl Language {
    /// Every language.
    pub const ALL: &'static [Self] = &[Self::Python, Self::JavaScript];

    /// The name in verdicts and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::JavaScript => "javascript",
        }
    }

    /// The language of a file name, by its extension.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        let is = |wanted: &[&str]| wanted.iter().any(|it| extension.eq_ignore_ascii_case(it));
        if is(&["py"]) {
            Some(Self::Python)
        } else if is(&["js", "mjs"]) {
            Some(Self::JavaScript)
        } else {
            None
        }
    }
}

/// Checks that `bytes` are a text of sane size.
pub fn check(bytes: &[u8], policy: &Policy) -> Result<String, Rejection> {
    if !Weakness::TextSize.is_chosen() {
        policy.caps.check(Cap::SourceBytes, bytes.len() as u64)?;
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        Rejection::Malformed(format!(
            "the source is not UTF-8 text: byte {} on line {line}",
            error.valid_up_to()
        ))
    })?;
    // A byte order mark is a habit of some editors, not part of the program.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(offset) = text.find('\0').filter(|_| !Weakness::TextNul.is_chosen()) {
        return Err(Rejection::Malformed(format!(
            "the source has a NUL character at byte {offset}"
        )));
    }
    Ok(text.to_owned())
}
