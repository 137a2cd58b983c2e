//! A program of several files, written down as one text.
//!
//! A line `--- PATH` begins a file, and `--- PATH -> TARGET` is a link; what stands before the first is the header
//! of the case.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use anyhow::{Context, Result, ensure};

/// What begins a file.
const MARK: &[u8] = b"--- ";

/// Writes all files of a text below a folder, which is made.
pub fn write_files(folder: &Path, text: &[u8]) -> Result<()> {
    fs::create_dir_all(folder)?;
    let mut open: Option<(String, Vec<u8>)> = None;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        if let Some(name) = line.strip_prefix(MARK) {
            if let Some((name, text)) = open.take() {
                write(folder, &name, &text)?;
            }
            open = Some((std::str::from_utf8(name)?.trim_end().to_owned(), Vec::new()));
        } else if let Some((_, text)) = &mut open {
            text.extend_from_slice(line);
        }
    }
    let (name, text) = open.context("there is no file in it")?;
    write(folder, &name, &text)
}

fn write(folder: &Path, name: &str, text: &[u8]) -> Result<()> {
    let (name, target) = match name.split_once(" -> ") {
        Some((name, target)) => (name, Some(target)),
        None => (name, None),
    };
    let path = folder.join(name);
    ensure!(path.starts_with(folder) && !name.contains(".."), "`{name}` leads out");
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    match target {
        Some(target) => symlink(target, &path)?,
        None => fs::write(&path, text)?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_written_where_it_belongs() {
        let folder = tempfile::tempdir().unwrap();
        let text = b"# A case.\n--- src/lib.c\nint x;\n--- a/b.h\n--- l -> /etc/passwd\n";
        write_files(folder.path(), text).unwrap();
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(read("src/lib.c"), "int x;\n");
        assert_eq!(read("a/b.h"), "");
        assert!(folder.path().join("l").is_symlink());
    }

    #[test]
    fn nothing_is_written_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        for text in ["", "# A case.\n", "--- ../x\n", "--- /tmp/lazaret-out\n"] {
            assert!(write_files(&folder.path().join("in"), text.as_bytes()).is_err(), "{text}");
        }
    }
}
