//! The inputs that new ones are made of: the committed corpus first, and then whatever led where none had
//! been before.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::random::Random;
use crate::targets::Outcome;

/// The most inputs that are kept; more do not make better ones, and each is memory.
const INPUTS_MAX: usize = 4_000;

/// Larger ones are tried and not kept, so that what is made of them does not grow without end.
const INPUT_BYTES_MAX: usize = 64 << 10;

/// Inputs, and the trails that they left.
#[derive(Debug, Default)]
pub struct Pool {
    inputs: Vec<Vec<u8>>,
    trails: HashSet<u64>,
}

impl Pool {
    /// Keeps an input if nothing before it left the same trail, and others can be made of it; says whether the
    /// trail is new.
    pub fn offer(&mut self, input: &[u8], outcome: &Outcome) -> bool {
        let new = self.trails.insert(outcome.trail);
        let room = self.inputs.len() < INPUTS_MAX && input.len() <= INPUT_BYTES_MAX;
        if new && room && outcome.fertile {
            self.inputs.push(input.to_vec());
        }
        new
    }

    /// How many different trails there were.
    #[must_use]
    pub fn trails(&self) -> usize {
        self.trails.len()
    }

    /// All inputs that were kept, in the order in which they came.
    #[must_use]
    pub fn inputs(&self) -> &[Vec<u8>] {
        &self.inputs
    }

    /// One of the inputs, the later ones twice as likely; none if there are none.
    pub fn pick(&self, random: &mut Random) -> Option<&[u8]> {
        let later = self.inputs.len() / 2;
        let from = if random.once_in(3) { later } else { 0 };
        let index = random.between(from, self.inputs.len().saturating_sub(1));
        self.inputs.get(index).map(Vec::as_slice)
    }
}

/// The files of a folder with their names, in the order of names; none if there is no folder.
///
/// # Errors
/// If one cannot be read.
pub fn files(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let what = || format!("cannot read `{}`", folder.display());
    let entries = fs::read_dir(folder).with_context(what)?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()
        .with_context(what)?;
    paths.sort();
    let file = |path: &PathBuf| {
        let bytes = fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
        Ok((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes))
    };
    paths.iter().filter(|path| path.is_file()).map(file).collect()
}

/// The folder of the committed corpora.
#[must_use]
pub fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_nowhere_new_is_not_kept() {
        let mut pool = Pool::default();
        let outcome = |class: &str| Outcome::new(class, "");
        assert!(pool.offer(b"a", &outcome("one")));
        assert!(!pool.offer(b"b", &outcome("one")));
        assert!(pool.offer(&vec![0; INPUT_BYTES_MAX + 1], &outcome("two")));
        assert!(pool.offer(b"c", &outcome("three").barren()));
        assert_eq!((pool.inputs().len(), pool.trails()), (1, 3));
        assert_eq!(pool.pick(&mut Random::of(0, 0)), Some(&b"a"[..]));
        assert_eq!(Pool::default().pick(&mut Random::of(0, 0)), None);
    }

    /// They are for people to read and for Git to keep, and one that is empty tests nothing.
    #[test]
    fn every_target_has_a_corpus_of_small_files() {
        for target in crate::targets::NAMES {
            let files = files(&corpus().join(crate::targets::corpus_of(target))).unwrap();
            // What leads to the planted defect is for the fuzzer to find.
            let enough = if *target == "canary" { 1..=4 } else { 10..=60 };
            assert!(enough.contains(&files.len()), "{target} has {} files", files.len());
            for (name, bytes) in files {
                assert!(bytes.len() < 2_048, "{target}/{name} has {} bytes", bytes.len());
            }
        }
    }
}
