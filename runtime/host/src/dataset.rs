//! The files that an evaluator may read.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use lazaret_evaluate::Dataset;

use crate::task::TaskError;

/// The most bytes of all files together: they are kept in memory for the whole evaluation.
const DATASET_BYTES_MAX: u64 = 256 << 20;

/// The most files.
const DATASET_FILES_MAX: usize = 10_000;

/// Reads the task's `data` folder, if there is one, and the extra files by their own names.
///
/// The folder is opened as a capability: a link in it that leads out of it cannot be followed.
pub fn read(task: &Path, extra: &[&Path]) -> Result<Dataset, TaskError> {
    let mut dataset = Collector { files: BTreeMap::new(), bytes: 0 };
    let folder = task.join("data");
    match Dir::open_ambient_dir(&folder, ambient_authority()) {
        Ok(dir) => dataset.folder(&dir, &folder)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(source) => return Err(TaskError::Read { path: folder, source }),
    }
    for path in extra {
        dataset.extra(path)?;
    }
    Ok(Arc::new(dataset.files))
}

struct Collector {
    files: BTreeMap<String, Vec<u8>>,
    bytes: u64,
}

impl Collector {
    fn folder(&mut self, dir: &Dir, path: &Path) -> Result<(), TaskError> {
        let read_error = |source| TaskError::Read { path: path.to_owned(), source };
        for entry in dir.entries().map_err(read_error)? {
            let entry = entry.map_err(read_error)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = path.join(&name);
            let read_error = |source| TaskError::Read { path: path.clone(), source };
            let file = dir.open(&name).map_err(read_error)?;
            if file.metadata().map_err(read_error)?.is_file() {
                self.add(name, file, &path)?;
            }
        }
        Ok(())
    }

    fn extra(&mut self, path: &Path) -> Result<(), TaskError> {
        let read_error = |source| TaskError::Read { path: path.to_owned(), source };
        let file = std::fs::File::open(path).map_err(read_error)?;
        if !file.metadata().map_err(read_error)?.is_file() {
            return Err(read_error(io::Error::other("not a file")));
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.add(name, file, path)
    }

    fn add(&mut self, name: String, file: impl Read, path: &Path) -> Result<(), TaskError> {
        let room = DATASET_BYTES_MAX - self.bytes;
        let mut bytes = Vec::new();
        // One more than fits, so that too much is noticed without reading all of it.
        file.take(room + 1)
            .read_to_end(&mut bytes)
            .map_err(|source| TaskError::Read { path: path.to_owned(), source })?;
        self.bytes += bytes.len() as u64;
        if DATASET_BYTES_MAX < self.bytes || DATASET_FILES_MAX == self.files.len() {
            return Err(TaskError::DatasetTooLarge { path: path.to_owned() });
        }
        self.files.insert(name, bytes);
        Ok(())
    }
}
