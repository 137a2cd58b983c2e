//! Candidates as they come in: files, folders, standard input.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use lazaret_toolchain::{
    NativeLanguage, SOURCE_BYTES_MAX, SOURCE_DEPTH_MAX, SOURCE_FILES_MAX, Source,
};
use lazaret_trial::{Code, Digest, Reason};

use crate::files::open_file;
use crate::interpreters::{Plugin, PythonSetting};
use crate::preparation::language_of;

/// The most bytes of one candidate that are read; one more than any policy admits, so that too large a
/// file is refused by admission, with its reason, and never read whole.
const CANDIDATE_BYTES_MAX: u64 = (8 << 20) + 1;

/// Extensions that a folder is searched for.
const EXTENSIONS: &[&str] = &["py", "js", "mjs", "c", "rs", "wasm", "wat"];

/// A candidate as it came in: what it is, or why it could not be read. An unreadable one never stops
/// the others.
#[derive(Debug)]
pub struct Candidate {
    /// What to call it: the path as it was given.
    pub label: String,
    /// The file name, whose extension tells the language.
    pub name: String,
    /// What it is.
    pub content: io::Result<Content>,
}

/// What a candidate is made of.
#[derive(Debug)]
pub enum Content {
    /// The bytes of one file.
    File(Vec<u8>),
    /// A folder of sources that make one program, or why it can be none.
    Folder(Result<Source, Box<Reason>>),
}

impl Content {
    /// Stands for the whole of it.
    pub(crate) fn digest(&self) -> Digest {
        match self {
            Self::File(bytes) => Digest::of(bytes),
            Self::Folder(Ok(source)) => source.digest(),
            Self::Folder(Err(reason)) => Digest::of(reason.message.as_bytes()),
        }
    }
}

impl Candidate {
    /// A candidate of these bytes.
    #[must_use]
    pub fn of_bytes(label: &str, name: &str, bytes: Vec<u8>) -> Self {
        let content = Ok(Content::File(bytes));
        Self { label: label.to_owned(), name: name.to_owned(), content }
    }

    /// Reads one file, or one program that is a folder of sources.
    #[must_use]
    pub fn read(path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let content = if is_program(path) {
            read_folder(path).map(Content::Folder)
        } else {
            open_file(path).and_then(read_bounded).map(Content::File)
        };
        Self { label: path.display().to_string(), name, content }
    }

    /// Reads everything that a stream has. Text counts as Python.
    #[must_use]
    pub fn read_stream(stream: impl Read) -> Self {
        let content = read_bounded(stream).map(Content::File);
        Self { label: "-".to_owned(), name: "stdin.py".to_owned(), content }
    }

    /// Reads a file, a program that is a folder, or every candidate of a folder in the order of names.
    ///
    /// # Errors
    /// If a folder cannot be listed or has no candidates.
    pub fn gather(path: &Path) -> io::Result<Vec<Self>> {
        if !path.is_dir() || is_program(path) {
            return Ok(vec![Self::read(path)]);
        }
        let mut paths: Vec<PathBuf> = Vec::new();
        for entry in std::fs::read_dir(path)? {
            let path = entry?.path();
            let known = path.extension().and_then(|extension| extension.to_str());
            let file = path.is_file() && known.is_some_and(|known| EXTENSIONS.contains(&known));
            if file || is_program(&path) {
                paths.push(path);
            }
        }
        if paths.is_empty() {
            return Err(io::Error::other(format!(
                "the folder has no candidates (.{} files, or folders with `src/lib.c` or `src/lib.rs`)",
                EXTENSIONS.join(", .")
            )));
        }
        paths.sort();
        Ok(paths.iter().map(|path| Self::read(path)).collect())
    }

    /// What it is written in, as far as names tell.
    pub(crate) fn language(&self) -> &'static str {
        match &self.content {
            Ok(Content::Folder(Ok(source))) => source.language().name(),
            _ => language_of(&self.name),
        }
    }

    /// Its text, if it is made of one: a file that is text in UTF-8, or a folder with a single file that a compiler
    /// reads. A place in a program of several files does not say which of them is meant.
    pub(crate) fn text(&self) -> Option<Arc<str>> {
        let bytes = match self.content.as_ref().ok()? {
            Content::File(bytes) => bytes,
            Content::Folder(source) => source.as_ref().ok()?.only_file()?,
        };
        std::str::from_utf8(bytes).ok().map(Arc::from)
    }

    /// The interpreter that runs it, if it is a text for one.
    pub(crate) fn interpreter(&self, python: &PythonSetting) -> Option<Plugin> {
        match self.content.as_ref().ok()? {
            Content::File(bytes) => Plugin::of_text(&self.name, bytes, python),
            Content::Folder(_) => None,
        }
    }

    /// The native language that it is written in, if it is.
    pub(crate) fn native(&self) -> Option<NativeLanguage> {
        match &self.content {
            Ok(Content::Folder(source)) => source.as_ref().ok().map(Source::language),
            _ => NativeLanguage::of(&self.name),
        }
    }
}

fn read_bounded(stream: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(CANDIDATE_BYTES_MAX).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether a folder is one program.
fn is_program(path: &Path) -> bool {
    path.is_dir() && NativeLanguage::of_folder(|name| path.join(name).is_file()).is_some()
}

/// Reads the files of a program. The folder is a capability, and links are not followed at all: what they
/// lead to is not the candidate's.
fn read_folder(path: &Path) -> io::Result<Result<Source, Box<Reason>>> {
    let dir = Dir::open_ambient_dir(path, ambient_authority())?;
    let mut collector = Collector { files: BTreeMap::new(), room: SOURCE_BYTES_MAX + 1 };
    if let Err(stop) = collector.folder(&dir, "", 0) {
        return match stop {
            Stop::Io(error) => Err(error),
            Stop::Refused(reason) => Ok(Err(reason)),
        };
    }
    Ok(Source::of_folder(collector.files).map_err(|error| Box::new(error.reason())))
}

struct Collector {
    files: BTreeMap<String, Vec<u8>>,
    /// How many more bytes are read; one more than are allowed, so that too many are noticed.
    room: u64,
}

enum Stop {
    Io(io::Error),
    Refused(Box<Reason>),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Collector {
    fn folder(&mut self, dir: &Dir, prefix: &str, depth: usize) -> Result<(), Stop> {
        let refused = |message: String| {
            Stop::Refused(Box::new(Reason::new(Code::RejectedSourceError, message)))
        };
        for entry in dir.entries()? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            // What tools leave behind is no part of a program.
            if name.starts_with('.') || (depth == 0 && name == "target") {
                continue;
            }
            let path = format!("{prefix}{name}");
            let kind = entry.file_type()?;
            if kind.is_dir() {
                if SOURCE_DEPTH_MAX <= depth {
                    return Err(refused("the folders are nested too deeply".to_owned()));
                }
                self.folder(&entry.open_dir()?, &format!("{path}/"), depth + 1)?;
            } else if kind.is_file() && self.files.len() <= SOURCE_FILES_MAX {
                let mut bytes = Vec::new();
                entry.open()?.take(self.room).read_to_end(&mut bytes)?;
                self.room -= bytes.len() as u64;
                self.files.insert(path, bytes);
            } else if !kind.is_file() {
                return Err(refused(format!(
                    "`{}` is a link or no file; a program is made of files",
                    path.escape_debug()
                )));
            }
        }
        Ok(())
    }
}
