//! Candidates as they come in: files, folders, standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The most bytes of one candidate that are read; one more than any policy admits, so that too large a
/// file is refused by admission, with its reason, and never read whole.
const CANDIDATE_BYTES_MAX: u64 = (8 << 20) + 1;

/// Extensions that a folder is searched for.
const EXTENSIONS: &[&str] = &["py", "wasm", "wat"];

/// A candidate as it came in: its bytes, or why they could not be read. An unreadable one never stops
/// the others.
#[derive(Debug)]
pub struct Candidate {
    /// What to call it: the path as it was given.
    pub label: String,
    /// The file name, whose extension tells the language.
    pub name: String,
    /// The bytes.
    pub bytes: io::Result<Vec<u8>>,
}

impl Candidate {
    /// Reads one file.
    #[must_use]
    pub fn read(path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = open_file(path).and_then(read_bounded);
        Self { label: path.display().to_string(), name, bytes }
    }

    /// Reads everything that a stream has. Text counts as Python.
    #[must_use]
    pub fn read_stream(stream: impl Read) -> Self {
        Self { label: "-".to_owned(), name: "stdin.py".to_owned(), bytes: read_bounded(stream) }
    }

    /// Reads a file, or every candidate of a folder in the order of their names.
    ///
    /// # Errors
    /// If a folder cannot be listed or has no candidates.
    pub fn gather(path: &Path) -> io::Result<Vec<Self>> {
        if !path.is_dir() {
            return Ok(vec![Self::read(path)]);
        }
        let mut paths: Vec<PathBuf> = Vec::new();
        for entry in std::fs::read_dir(path)? {
            let path = entry?.path();
            let known = path.extension().and_then(|extension| extension.to_str());
            if path.is_file() && known.is_some_and(|known| EXTENSIONS.contains(&known)) {
                paths.push(path);
            }
        }
        if paths.is_empty() {
            return Err(io::Error::other(
                "the folder has no candidates (.py, .wasm or .wat files)",
            ));
        }
        paths.sort();
        Ok(paths.iter().map(|path| Self::read(path)).collect())
    }
}

/// Opens a file and nothing else. It looks first, because opening a pipe waits for whoever writes to it.
pub fn open_file(path: &Path) -> io::Result<File> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::other("not a file"));
    }
    File::open(path)
}

fn read_bounded(stream: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(CANDIDATE_BYTES_MAX).read_to_end(&mut bytes)?;
    Ok(bytes)
}
