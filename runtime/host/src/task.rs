//! A task: a folder with `task.toml`, an evaluator, and optionally data.

use std::io;
use std::path::{Path, PathBuf};

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use lazaret_admission::Caps;
use lazaret_evaluate::Dataset;
use lazaret_toolchain::{TaskWit, WitError};
use lazaret_trial::{Budget, Digest, Lists};

use crate::dataset;
use crate::interpreters::{PythonChoice, PythonSetting};
use crate::packages::{PACKAGES_BYTES_MAX, PACKAGES_MAX, Packages, PackagesError, WheelName};
use crate::task_file::{self, TaskFileError};

/// A task, read from its folder.
#[derive(Clone, Debug)]
pub struct Task {
    /// `[a-z0-9-]`, up to 64 characters.
    pub name: String,
    /// One line for people.
    pub title: String,
    /// The evaluator's file name; its extension tells the language.
    pub evaluator_file: String,
    /// The evaluator's bytes.
    pub evaluator_bytes: Vec<u8>,
    /// What candidates export and evaluators import, if the task has a `task.wit`.
    pub wit: Option<TaskWit>,
    /// The budget of a candidate in one case.
    pub candidate_budget: Budget,
    /// The budget of an evaluator in one case.
    pub evaluator_budget: Budget,
    /// Which interpreter of Python candidates get, and what they may import.
    pub python: PythonSetting,
    /// What the evaluator may import; its interpreter follows from its imports.
    pub evaluator_python: PythonSetting,
    /// How lists of numbers in arguments arrive at candidates that know arrays.
    pub lists: Lists,
    /// How large a candidate may be; the evaluator has the usual caps.
    pub caps: Caps,
    /// The files that the evaluator may read.
    pub dataset: Dataset,
    /// How many cases of a split count, its first ones; all if it is not said. Whoever only wants to know whether a
    /// candidate is worth judging asks for few.
    pub first: Option<u64>,
    /// The splits of whose cases feedback may tell, if the task says; [`lazaret_trial::Exposure::of`] has what
    /// holds otherwise.
    pub public: Option<Vec<String>>,
}

/// Why a task cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TaskError {
    /// Not a folder, or not a task's.
    #[error("`{path}` is not a task: {why}")]
    NotATask {
        /// What was given.
        path: PathBuf,
        /// Why not.
        why: &'static str,
    },
    /// `task.toml` is wrong.
    #[error("`{path}`")]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: TaskFileError,
    },
    /// `task.wit` is wrong.
    #[error("`{path}`")]
    Wit {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: WitError,
    },
    /// The packages cannot be used.
    #[error("the packages of `{path}` cannot be used")]
    Packages {
        /// The task's folder.
        path: PathBuf,
        /// Why.
        source: PackagesError,
    },
    /// A file cannot be read.
    #[error("cannot read `{path}`")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The dataset is too large.
    #[error("the dataset is too large at `{path}`: 256 MiB in 10,000 files are allowed")]
    DatasetTooLarge {
        /// The file that was too much.
        path: PathBuf,
    },
}

/// The most bytes of `task.toml` and of `task.wit`, which people write by hand.
const TASK_FILE_BYTES_MAX: u64 = 64 << 10;

/// The most bytes of an evaluator: the size of the largest component that admission passes.
const EVALUATOR_BYTES_MAX: u64 = 8 << 20;

impl Task {
    /// Reads a task's folder. `data` are more files for its dataset.
    ///
    /// # Errors
    /// If the folder is no task, `task.toml` is wrong, or a file cannot be read.
    pub fn read(folder: &Path, data: &[&Path]) -> Result<Self, TaskError> {
        let not_a_task = |why| TaskError::NotATask { path: folder.to_owned(), why };
        let dir =
            Dir::open_ambient_dir(folder, ambient_authority()).map_err(|source| {
                match source.kind() {
                    io::ErrorKind::NotFound => not_a_task("there is no such folder"),
                    io::ErrorKind::NotADirectory => not_a_task("it is not a folder"),
                    _ => TaskError::Read { path: folder.to_owned(), source },
                }
            })?;
        if !dir.exists("task.toml") {
            return Err(not_a_task("there is no `task.toml` in it"));
        }
        let path = folder.join("task.toml");
        let text = text(read(&dir, folder, "task.toml", TASK_FILE_BYTES_MAX)?, &path)?;
        let file = task_file::parse(&text).map_err(|source| TaskError::File { path, source })?;
        let wit = read_wit(&dir, folder, &file.name)?;
        let evaluator_bytes = read(&dir, folder, &file.evaluator, EVALUATOR_BYTES_MAX)?;
        Ok(Self {
            name: file.name,
            title: file.title,
            evaluator_file: file.evaluator,
            evaluator_bytes,
            wit,
            candidate_budget: file.candidate_budget,
            evaluator_budget: file.evaluator_budget,
            python: PythonSetting {
                choice: file.python,
                packages: read_packages(&dir, folder, &file.packages)?,
            },
            evaluator_python: PythonSetting {
                choice: PythonChoice::ByImports,
                packages: read_packages(&dir, folder, &file.evaluator_packages)?,
            },
            lists: file.lists,
            caps: file.caps,
            first: None,
            public: file.public,
            dataset: dataset::read(&dir, folder, data)?,
        })
    }
}

/// Reads an interface for a program without its task. A text that names no package belongs to the task that
/// it lies beside.
///
/// # Errors
/// If it cannot be read or is no interface.
pub fn read_interface(path: &Path) -> Result<TaskWit, TaskError> {
    let read_error = |source| TaskError::Read { path: path.to_owned(), source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let dir = Dir::open_ambient_dir(folder, ambient_authority()).map_err(read_error)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let text = text(read(&dir, folder, &name, TASK_FILE_BYTES_MAX)?, path)?;
    let mut task = "program".to_owned();
    if dir.exists("task.toml") {
        let path = folder.join("task.toml");
        let text = self::text(read(&dir, folder, "task.toml", TASK_FILE_BYTES_MAX)?, &path)?;
        let file = task_file::parse(&text).map_err(|source| TaskError::File { path, source })?;
        task = file.name;
    }
    TaskWit::parse(&text, &task).map_err(|source| TaskError::Wit { path: path.to_owned(), source })
}

/// Reads wheels of the task's folder, and holds each to its digest before anybody looks into it.
fn read_packages(dir: &Dir, folder: &Path, names: &[WheelName]) -> Result<Packages, TaskError> {
    let unusable = |source| TaskError::Packages { path: folder.to_owned(), source };
    if PACKAGES_MAX < names.len() {
        return Err(unusable(PackagesError::Count(names.len())));
    }
    let (mut wheels, mut bytes_left) = (Vec::new(), PACKAGES_BYTES_MAX);
    for WheelName { file, digest } in names {
        let bytes = read(dir, folder, file, PACKAGES_BYTES_MAX)?;
        let found = Digest::of(&bytes);
        if found != *digest {
            let (file, expected) = (file.clone(), *digest);
            return Err(unusable(PackagesError::Digest { file, found, expected }));
        }
        let left = bytes_left.checked_sub(bytes.len() as u64);
        bytes_left = left.ok_or_else(|| unusable(PackagesError::Bytes))?;
        let name = file.rsplit('/').next().unwrap_or_default();
        wheels.push((name.to_owned(), bytes));
    }
    Packages::of(wheels).map_err(unusable)
}

/// Reads `task.wit`, if there is one.
fn read_wit(dir: &Dir, folder: &Path, task: &str) -> Result<Option<TaskWit>, TaskError> {
    if !dir.exists("task.wit") {
        return Ok(None);
    }
    let path = folder.join("task.wit");
    let text = text(read(dir, folder, "task.wit", TASK_FILE_BYTES_MAX)?, &path)?;
    TaskWit::parse(&text, task).map(Some).map_err(|source| TaskError::Wit { path, source })
}

fn text(bytes: Vec<u8>, path: &Path) -> Result<String, TaskError> {
    String::from_utf8(bytes).map_err(|_| TaskError::Read {
        path: path.to_owned(),
        source: io::Error::other("it is not UTF-8 text"),
    })
}

/// Reads one file of the folder, at most `bytes_max` of it.
fn read(dir: &Dir, folder: &Path, name: &str, bytes_max: u64) -> Result<Vec<u8>, TaskError> {
    use std::io::Read;

    let read_error = |source| TaskError::Read { path: folder.join(name), source };
    // Before it is opened, because opening a pipe waits for whoever writes to it.
    if !dir.metadata(name).map_err(read_error)?.is_file() {
        return Err(read_error(io::Error::other("not a file")));
    }
    let file = dir.open(name).map_err(read_error)?;
    let mut bytes = Vec::new();
    file.take(bytes_max + 1).read_to_end(&mut bytes).map_err(read_error)?;
    if bytes_max < bytes.len() as u64 {
        return Err(read_error(io::Error::other(format!("it has more than {bytes_max} bytes"))));
    }
    Ok(bytes)
}
