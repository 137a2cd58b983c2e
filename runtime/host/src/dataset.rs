//! The files that an evaluator may read.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use cap_std::fs::Dir;
use lazaret_evaluate::Dataset;

use crate::files::open_file;
use crate::task::TaskError;

/// The most bytes of all files together: they are kept in memory for the whole evaluation.
const DATASET_BYTES_MAX: u64 = 256 << 20;

/// The most files.
const DATASET_FILES_MAX: usize = 10_000;

/// Reads the task's `data` folder, if there is one, and the extra files by their own names.
///
/// The task's folder is a capability: a link that leads out of it, be it `data` itself or something in
/// it, cannot be followed.
pub fn read(task: &Dir, path: &Path, extra: &[&Path]) -> Result<Dataset, TaskError> {
    let mut dataset = Collector { files: BTreeMap::new(), bytes: 0 };
    let folder = path.join("data");
    match task.open_dir("data") {
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
            // Before it is opened, because opening a pipe waits for whoever writes to it.
            if dir.metadata(&name).map_err(read_error)?.is_file() {
                let file = dir.open(&name).map_err(read_error)?;
                self.add(name, file, &path)?;
            }
        }
        Ok(())
    }

    fn extra(&mut self, path: &Path) -> Result<(), TaskError> {
        let read_error = |source| TaskError::Read { path: path.to_owned(), source };
        let file = open_file(path).map_err(read_error)?;
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
