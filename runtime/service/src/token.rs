//! The secret that a client shows.

use std::fmt;
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use lazaret_trial::Digest;
use subtle::ConstantTimeEq;

/// The shortest token. One that people remember is one that programs guess.
const TOKEN_BYTES_MIN: usize = 16;

/// The longest.
const TOKEN_BYTES_MAX: usize = 4096;

/// A token, as its digest: the text is not kept.
pub struct Token(Digest);

/// Why a file has no token.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// It cannot be read.
    #[error("cannot read the token file `{path}`")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Others can read it.
    #[error("the token file `{path}` can be used by others (mode {mode:o}); `chmod 600` it")]
    Open {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// What is in it is no token.
    #[error(
        "the token file `{path}` must have one line of {TOKEN_BYTES_MIN} to {TOKEN_BYTES_MAX} visible characters"
    )]
    Unfit {
        /// The file.
        path: PathBuf,
    },
}

impl Token {
    /// Reads the token of a file that nobody but its owner can use.
    ///
    /// # Errors
    /// If there is none, or others can read it.
    pub fn read(path: &Path) -> Result<Self, TokenError> {
        let read_error = |source| TokenError::Read { path: path.to_owned(), source };
        let file = lazaret_host::open_file(path).map_err(read_error)?;
        // Of the file that is open, whatever lies under the name by now.
        let mode = file.metadata().map_err(read_error)?.mode() & 0o7777;
        if mode & 0o077 != 0 {
            return Err(TokenError::Open { path: path.to_owned(), mode });
        }
        let mut text = Vec::new();
        file.take(TOKEN_BYTES_MAX as u64 + 2).read_to_end(&mut text).map_err(read_error)?;
        Self::parse(text.trim_ascii()).ok_or_else(|| TokenError::Unfit { path: path.to_owned() })
    }

    fn parse(text: &[u8]) -> Option<Self> {
        let long = TOKEN_BYTES_MIN <= text.len() && text.len() <= TOKEN_BYTES_MAX;
        (long && text.iter().all(u8::is_ascii_graphic)).then(|| Self(Digest::of(text)))
    }

    /// Whether somebody has shown it. How long this takes depends on the length of what was shown only.
    pub fn fits(&self, shown: &[u8]) -> bool {
        Digest::of(shown).bytes().ct_eq(self.0.bytes()).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token")
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[track_caller]
    fn check(text: &str, mode: u32) -> Result<Token, TokenError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        Token::read(&path)
    }

    #[test]
    fn a_token_is_one_line_in_a_file_of_its_owner() {
        let token = check("0123456789abcdef\n", 0o600).unwrap();
        assert!(token.fits(b"0123456789abcdef"));
        for wrong in ["", "0123456789abcde", "0123456789abcdef0", "0123456789abcdeF"] {
            assert!(!token.fits(wrong.as_bytes()), "{wrong}");
        }
        assert_eq!(format!("{token:?}"), "Token");
        for text in ["", "short", "0123456789 abcdef", "0123456789abcde\u{e9}", &"x".repeat(4097)] {
            assert!(matches!(check(text, 0o600), Err(TokenError::Unfit { .. })), "{text}");
        }
        for mode in [0o604, 0o640, 0o620, 0o601] {
            let error = check("0123456789abcdef\n", mode);
            assert!(matches!(error, Err(TokenError::Open { .. })), "{mode:o}");
        }
    }
}
