//! Files, opened and written in the one way that is safe.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// Opens a file and nothing else. It looks first, because opening a pipe waits for whoever writes to it.
///
/// # Errors
/// If it is no file or cannot be opened.
pub fn open_file(path: &Path) -> io::Result<File> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::other("not a file"));
    }
    File::open(path)
}

/// Writes a file that appears complete or not at all.
///
/// # Errors
/// If it cannot be written.
pub fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
