//! Working starts: a task, an evaluator or a candidate to change, in each language.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use lazaret_toolchain::{TaskWit, start};

/// A language in which a start can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartLanguage {
    /// Python, by the interpreter plugin.
    Python,
    /// Rust, compiled.
    Rust,
    /// C, compiled.
    C,
    /// JavaScript, by the interpreter plugin.
    Javascript,
}

macro_rules! example {
    ($path:literal) => {
        include_str!(concat!("../../../examples/start/", $path))
    };
}

const TASK: &str = example!("task.toml");
const INTERFACE: &str = example!("task.wit");

impl StartLanguage {
    const fn extension(self) -> &'static str {
        match self {
            Self::Python => "py",
            Self::Rust => "rs",
            Self::C => "c",
            Self::Javascript => "js",
        }
    }

    const fn evaluator(self) -> &'static str {
        match self {
            Self::Python => example!("evaluator.py"),
            Self::Rust => example!("evaluators/evaluator.rs"),
            Self::C => example!("evaluators/evaluator.c"),
            Self::Javascript => example!("evaluators/evaluator.js"),
        }
    }

    const fn candidate(self) -> &'static str {
        match self {
            Self::Python => example!("candidates/candidate.py"),
            Self::Rust => example!("candidates/candidate.rs"),
            Self::C => example!("candidates/candidate.c"),
            Self::Javascript => example!("candidates/candidate.js"),
        }
    }
}

/// Writes a whole task into a new folder, whose name is the task's: with an interface, an evaluator and a
/// first candidate in one language. Gives the files, the folder's own among them.
///
/// # Errors
/// If the folder is there already, its name is no task's, or nothing can be written.
pub fn new_task(folder: &Path, language: StartLanguage) -> io::Result<Vec<PathBuf>> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let usable = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let word = |word: &str| word.starts_with(|first: char| first.is_ascii_lowercase());
    if !name.bytes().all(usable) || !name.split('-').all(word) || 64 < name.len() {
        return Err(io::Error::other(format!(
            "`{}` is no name of a task: words of a-z and 0-9 that start with a letter, joined by `-`",
            name.escape_debug()
        )));
    }
    let extension = language.extension();
    let manifest = TASK
        .replace("name = \"start\"", &format!("name = \"{name}\""))
        .replace("evaluator = \"evaluator.py\"", &format!("evaluator = \"evaluator.{extension}\""));
    fs::create_dir(folder)?;
    fs::create_dir(folder.join("candidates"))?;
    let files = [
        ("task.toml".to_owned(), manifest.as_str()),
        ("task.wit".to_owned(), INTERFACE),
        (format!("evaluator.{extension}"), language.evaluator()),
        (format!("candidates/candidate.{extension}"), language.candidate()),
    ];
    let write = |(name, text): &(String, &str)| write_new(&folder.join(name), text);
    files.iter().map(write).collect()
}

/// Writes a first candidate: for an interface, with an answer of zeros, or else for the task that
/// [`new_task`] writes.
///
/// # Errors
/// If the file is there already or cannot be written.
pub fn new_candidate(
    path: &Path,
    language: StartLanguage,
    wit: Option<&TaskWit>,
) -> io::Result<PathBuf> {
    let text = match (wit, language) {
        (None, language) => language.candidate().to_owned(),
        (Some(wit), StartLanguage::Python) => start::python(wit),
        (Some(wit), StartLanguage::Javascript) => start::javascript(wit),
        (Some(wit), StartLanguage::C) => start::c(wit).map_err(io::Error::other)?,
        (Some(wit), StartLanguage::Rust) => start::rust(wit).map_err(io::Error::other)?,
    };
    write_new(&with_extension(path, language), &text)
}

/// Writes the evaluator of the task that [`new_task`] writes.
///
/// # Errors
/// If the file is there already or cannot be written.
pub fn new_evaluator(path: &Path, language: StartLanguage) -> io::Result<PathBuf> {
    write_new(&with_extension(path, language), language.evaluator())
}

/// The path with the extension of the language, unless it has it.
fn with_extension(path: &Path, language: StartLanguage) -> PathBuf {
    let wanted = language.extension();
    if path.extension().is_some_and(|extension| extension == wanted) {
        return path.to_owned();
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(wanted);
    PathBuf::from(name)
}

/// Writes a file that is not there yet.
fn write_new(path: &Path, text: &str) -> io::Result<PathBuf> {
    let mut file = fs::File::create_new(path)?;
    file.write_all(text.as_bytes())?;
    Ok(path.to_owned())
}
