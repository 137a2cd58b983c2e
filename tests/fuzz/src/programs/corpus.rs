//! The cases of `tests/corpus` that are components, as bytes.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use lazaret_header::{Header, component};

/// The largest case that is taken along; the others are about size.
const BYTES_MAX: usize = 16 << 10;

/// The names and bytes of all cases that assemble, in the order of names.
///
/// # Errors
/// If the folder cannot be read.
pub fn components() -> Result<Vec<(String, Vec<u8>)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus");
    let what = || format!("cannot read `{}`", folder.display());
    let entries = fs::read_dir(&folder).with_context(what)?;
    let paths: std::io::Result<Vec<PathBuf>> = entries.map(|entry| Ok(entry?.path())).collect();
    let mut paths = paths.with_context(what)?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "wat"));
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).with_context(what)?;
        // A case may be about a text that does not assemble.
        if let Some(bytes) = assemble(&text).and_then(|text| wat::parse_str(text).ok())
            && bytes.len() <= BYTES_MAX
        {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            cases.push((name, bytes));
        }
    }
    Ok(cases)
}

/// A case in its world, as `tests/corpus/README.md` says.
fn assemble(text: &str) -> Option<String> {
    let mut header = Header::read(text, ";;").ok()?;
    let (world, uses) = (header.take("world"), header.take("uses").unwrap_or_default());
    component(text, world.as_deref(), &uses).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_cases_are_components() {
        let cases = components().unwrap();
        assert!(100 < cases.len(), "{}", cases.len());
        assert!(cases.iter().any(|(name, _)| name == "honest_answer"));
    }
}
