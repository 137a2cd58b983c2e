//! The cases of `tests/corpus` that are components, as bytes.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

const CANDIDATE: &str = include_str!("../../../header/worlds/candidate.wat");

/// Imports that a case may ask for with `uses`.
const IMPORTS: &[(&str, &str)] = &[
    ("clock", include_str!("../../../header/worlds/clock.wat")),
    ("poll", include_str!("../../../header/worlds/poll.wat")),
    ("streams", include_str!("../../../header/worlds/streams.wat")),
];

const REALLOC: &str = "(realloc (core func $main \"realloc\"))";
const POST_RETURN: &str =
    "(realloc (core func $main \"realloc\")) (post-return (core func $main \"post_return\"))";

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
        if let Ok(bytes) = wat::parse_str(assemble(&text))
            && bytes.len() <= BYTES_MAX
        {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            cases.push((name, bytes));
        }
    }
    Ok(cases)
}

/// A case in its world, as `tests/corpus/README.md` says.
fn assemble(text: &str) -> String {
    let directive = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(&format!(";; {name}: ")));
        line.unwrap_or_default()
    };
    let mut body = String::new();
    for wanted in directive("uses").split_whitespace() {
        let import = IMPORTS.iter().find(|(name, _)| *name == wanted);
        body.push_str(import.map_or("", |(_, import)| import));
    }
    body.push_str(text);
    match directive("world") {
        "candidate" => CANDIDATE.replace(super::BODY, &body),
        "candidate-with-post-return" => {
            CANDIDATE.replace(REALLOC, POST_RETURN).replace(super::BODY, &body)
        }
        _ => body,
    }
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
