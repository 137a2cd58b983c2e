//! Finding the cases: `cases/GROUP/NAME.EXTENSION`, or a folder with a whole task.

use std::io;
use std::path::{Path, PathBuf};

use lazaret_host::{Task, TaskError};

use crate::case::{Case, names};
use crate::open::Languages;

/// The tasks that cases are judged on if they bring none.
#[derive(Clone, Debug)]
pub struct Tasks {
    /// Squares by name and plain data; also the task of the sentinels.
    pub squares: Task,
    /// Squares by a typed interface, among values of every shape.
    pub shapes: Task,
}

/// What a case is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// WebAssembly's text form.
    Wat,
    /// Python.
    Python,
    /// JavaScript.
    JavaScript,
    /// C.
    C,
    /// Rust.
    Rust,
    /// Several files that are one program, each after a line with its path.
    Files,
    /// A generator of the bytes, and what it is told.
    Recipe,
}

/// A case, or why a file is none.
#[derive(Debug)]
pub struct Entry {
    /// Group and name.
    pub path: String,
    /// The case.
    pub case: Result<Case, String>,
}

/// All cases.
#[derive(Debug)]
pub struct Corpus {
    /// In the order of groups and names.
    pub entries: Vec<Entry>,
    /// How many were left out because they need a compiler.
    pub left_out: usize,
}

impl Kind {
    const ALL: &'static [(&'static str, Self)] = &[
        ("wat", Self::Wat),
        ("py", Self::Python),
        ("js", Self::JavaScript),
        ("c", Self::C),
        ("rs", Self::Rust),
        ("files", Self::Files),
        ("recipe", Self::Recipe),
    ];

    fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?;
        Self::ALL.iter().find(|(known, _)| *known == extension).map(|(_, kind)| *kind)
    }

    /// What begins a comment.
    pub(crate) const fn mark(self) -> &'static str {
        match self {
            Self::Wat => ";;",
            Self::Python | Self::Recipe | Self::Files => "#",
            Self::JavaScript | Self::C | Self::Rust => "//",
        }
    }

    /// The file name under which a case is handed in if it says nothing else.
    pub(crate) const fn file(self) -> &'static str {
        match self {
            Self::Wat => "case.wat",
            Self::Python => "case.py",
            Self::JavaScript => "case.js",
            Self::C => "case.c",
            Self::Rust => "case.rs",
            Self::Files => "case.files",
            Self::Recipe => "case.wasm",
        }
    }
}

impl Tasks {
    /// Reads both.
    ///
    /// # Errors
    /// If one is no task.
    pub fn read() -> Result<Self, TaskError> {
        let read = |name: &str| Task::read(&folder().join(name), &[]);
        Ok(Self { squares: read("task")?, shapes: read("task-shapes")? })
    }
}

/// The folder of this crate.
pub fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

impl Corpus {
    /// Reads every case whose group and name contain `filter`.
    ///
    /// # Errors
    /// If the folder of cases cannot be listed.
    pub fn read(tasks: &Tasks, filter: &str, languages: Languages) -> io::Result<Self> {
        let mut corpus = Self { entries: Vec::new(), left_out: 0 };
        for group in sorted(&folder().join("cases"))? {
            for path in sorted(&group)? {
                let (group, name) = names(&path);
                let id = format!("{group}/{name}");
                if !id.contains(filter) {
                    continue;
                }
                let case = read(&path, tasks);
                let have = |case: &Case| {
                    languages.have(&case.task.evaluator_file)
                        && case.subjects.iter().all(|subject| languages.have(&subject.file))
                };
                if case.as_ref().is_ok_and(|case| !have(case)) {
                    corpus.left_out += 1;
                    continue;
                }
                corpus.entries.push(Entry { path: id, case });
            }
        }
        Ok(corpus)
    }
}

fn read(path: &Path, tasks: &Tasks) -> Result<Case, String> {
    let text = |path: &Path| {
        std::fs::read_to_string(path).map_err(|error| format!("cannot be read as text: {error}"))
    };
    if !path.is_dir() {
        let kind = Kind::of(path).ok_or("a file of this extension is no case")?;
        return Case::parse(path, kind, &text(path)?, tasks);
    }
    let task = Task::read(path, &[]).map_err(|error| chain(&error))?;
    let files = sorted(path).map_err(|error| error.to_string())?;
    let mut candidates =
        files.iter().filter(|it| it.file_stem().is_some_and(|it| it == "candidate"));
    let (Some(candidate), None) = (candidates.next(), candidates.next()) else {
        return Err("a task has one file `candidate.*`".to_owned());
    };
    let kind = Kind::of(candidate).ok_or("a candidate of this extension is no case")?;
    Case::of_task(path, task, kind, &text(candidate)?)
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!(": {error}"));
        source = error.source();
    }
    text
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder)?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    // What tools leave behind is no case.
    paths.retain(|path| {
        path.file_name().is_some_and(|it| !it.to_string_lossy().starts_with(['.', '_']))
    });
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_a_case() {
        let tasks = Tasks::read().unwrap();
        let corpus = Corpus::read(&tasks, "", Languages::All).unwrap();
        let wrong: Vec<String> = corpus
            .entries
            .iter()
            .filter_map(|entry| Some(format!("{}: {}", entry.path, entry.case.as_ref().err()?)))
            .collect();
        assert_eq!(wrong, Vec::<String>::new());
        assert_eq!(corpus.left_out, 0);
        assert!(130 < corpus.entries.len(), "only {} cases", corpus.entries.len());
    }

    #[test]
    fn names_are_unique_and_plain() {
        let tasks = Tasks::read().unwrap();
        let corpus = Corpus::read(&tasks, "", Languages::All).unwrap();
        let mut paths: Vec<&str> = corpus.entries.iter().map(|entry| entry.path.as_str()).collect();
        let usable =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_/".contains(&byte);
        assert!(paths.iter().all(|path| path.bytes().all(usable)), "{paths:?}");
        paths.dedup();
        assert_eq!(paths.len(), corpus.entries.len());
    }
}
