//! The pure-Python packages of one side of a task: wheels that it names with their digests.
//!
//! Invariants:
//! - What is in here has the digests that `task.toml` says, and was unpacked within its caps.
//! - No path stands in two wheels, and none is a file in one and a folder in another.
//! - The same wheels give the same files, so that a task from the record is the task that was recorded.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use lazaret_admission::python_imports;
use lazaret_evaluate::Dataset;
use lazaret_trial::{Digest, Digester};

use crate::taken::taken;
use crate::wheel::{self, FILES_MAX, Room, UNPACKED_BYTES_MAX, WheelError, shown};

/// The most wheels of one side of a task.
pub const PACKAGES_MAX: usize = 32;

/// The most bytes of all wheels of one side together. They are read for each evaluation and are part of its record.
pub const PACKAGES_BYTES_MAX: u64 = 16 << 20;

/// A wheel as `task.toml` names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WheelName {
    /// The file, below the task's folder.
    pub file: String,
    /// The digest that it must have.
    pub digest: Digest,
}

/// Why packages cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PackagesError {
    /// Too many of them.
    #[error("{0} wheels; {PACKAGES_MAX} are allowed for a side")]
    Count(usize),
    /// Too large.
    #[error("the wheels of a side have more than {PACKAGES_BYTES_MAX} bytes together")]
    Bytes,
    /// One is not the one that was meant.
    #[error("`{file}` has the digest {found}; task.toml says {expected}")]
    Digest {
        /// Which one.
        file: String,
        /// What it is.
        found: Digest,
        /// What it should be.
        expected: Digest,
    },
    /// One is no wheel that can be used.
    #[error("`{file}` cannot be used")]
    Wheel {
        /// Which one.
        file: String,
        /// Why not.
        source: WheelError,
    },
    /// Two have the same name or file in them.
    #[error("`{file}` cannot be used: `{path}` in it is in another wheel, too")]
    Collision {
        /// The second of them.
        file: String,
        /// What both have.
        path: String,
    },
    /// One has a name that is taken.
    #[error(
        "`{file}` cannot be used: {by} a module `{name}` of its own, which is what `import {name}` finds; rename it in \
         the package, or use a package without it"
    )]
    Taken {
        /// Which one.
        file: String,
        /// The name.
        name: String,
        /// Who has it.
        by: &'static str,
    },
}

/// Packages; cheap to clone, and none by default.
#[derive(Clone, Debug, Default)]
pub struct Packages(Option<Arc<Inner>>);

#[derive(Debug)]
struct Inner {
    /// The wheels by the names of their files.
    wheels: BTreeMap<String, Vec<u8>>,
    files: Dataset,
    /// The names that can be imported and lead to an import of NumPy; found out when somebody asks.
    numpy: OnceLock<BTreeSet<String>>,
}

impl Packages {
    /// No packages at all.
    pub const NONE: Self = Self(None);

    /// Checks and unpacks wheels: the names of their files, without folders, and their bytes.
    ///
    /// # Errors
    /// If one cannot be used, or they do not go together.
    pub fn of(wheels: Vec<(String, Vec<u8>)>) -> Result<Self, PackagesError> {
        if PACKAGES_MAX < wheels.len() {
            return Err(PackagesError::Count(wheels.len()));
        }
        let bytes = wheels.iter().map(|(_, bytes)| bytes.len() as u64).sum::<u64>();
        if PACKAGES_BYTES_MAX < bytes {
            return Err(PackagesError::Bytes);
        }
        let mut room = Room { bytes: UNPACKED_BYTES_MAX, files: FILES_MAX };
        let (mut files, mut folders) = (BTreeMap::new(), BTreeSet::new());
        let mut named: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for (file, bytes) in wheels {
            let unusable = |source| PackagesError::Wheel { file: file.clone(), source };
            wheel::check_name(&file).map_err(unusable)?;
            for (path, content) in wheel::unpack(&bytes, &mut room).map_err(unusable)? {
                let top = top_level(&path).unwrap_or_default().to_owned();
                if let Some(by) = taken(&top) {
                    return Err(PackagesError::Taken { file, name: top, by });
                }
                let above = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
                let above: Vec<String> = above.map(str::to_owned).collect();
                let is_twice = files.contains_key(&path)
                    || folders.contains(&path)
                    || above.iter().any(|folder| files.contains_key(folder));
                if is_twice {
                    return Err(PackagesError::Collision { file, path: shown(&path) });
                }
                folders.extend(above);
                files.insert(path, content);
            }
            if let Some((file, _)) = named.remove_entry(&file) {
                return Err(PackagesError::Collision { path: file.clone(), file });
            }
            named.insert(file, bytes);
        }
        if named.is_empty() {
            return Ok(Self::NONE);
        }
        let (files, numpy) = (Arc::new(files), OnceLock::new());
        Ok(Self(Some(Arc::new(Inner { wheels: named, files, numpy }))))
    }

    /// The wheels by the names of their files.
    pub(crate) fn wheels(&self) -> impl Iterator<Item = (&String, &Vec<u8>)> {
        self.0.iter().flat_map(|inner| &inner.wheels)
    }

    /// All files by their paths.
    pub(crate) fn files(&self) -> Dataset {
        self.0.as_ref().map(|inner| inner.files.clone()).unwrap_or_default()
    }

    /// Stands for all of it; none if there are no packages. What the files of the wheels are called does not count.
    pub(crate) fn digest(&self) -> Option<Digest> {
        let inner = self.0.as_ref()?;
        let mut digests: Vec<Digest> = inner.wheels.values().map(|it| Digest::of(it)).collect();
        digests.sort();
        let add = |digester: Digester, digest: &Digest| digester.part("wheel", digest.bytes());
        Some(digests.iter().fold(Digester::new("lazaret packages 1"), add).finish())
    }

    /// Whether any of these imported names leads to an import of NumPy.
    pub(crate) fn lead_to_numpy(&self, imports: &BTreeSet<&str>) -> bool {
        let Some(inner) = &self.0 else { return false };
        // Most programs import none of them.
        let named = |name: &&str| {
            let (folder, module) = (format!("{name}/"), format!("{name}.py"));
            let first = inner.files.range(folder.clone()..).next();
            inner.files.contains_key(&module)
                || first.is_some_and(|(path, _)| path.starts_with(&folder))
        };
        imports.iter().any(|it| named(it) && inner.numpy().contains(*it))
    }
}

impl Inner {
    fn numpy(&self) -> &BTreeSet<String> {
        self.numpy.get_or_init(|| {
            let mut imports: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
            for (path, content) in self.files.iter() {
                let (Some(top), Ok(text)) = (top_level(path), std::str::from_utf8(content)) else {
                    continue;
                };
                if path.ends_with(".py") {
                    imports.entry(top).or_default().extend(python_imports(text));
                }
            }
            let mut found = BTreeSet::from(["numpy"]);
            loop {
                let known = found.len();
                let leads = |names: &BTreeSet<&str>| !names.is_disjoint(&found);
                let more = imports.iter().filter(|(_, names)| leads(names)).map(|(top, _)| *top);
                let more: Vec<&str> = more.collect();
                found.extend(more);
                if found.len() == known {
                    break;
                }
            }
            found.into_iter().map(str::to_owned).collect()
        })
    }
}

/// The name by which a file is imported, or the package that it is in.
fn top_level(path: &str) -> Option<&str> {
    let first = path.split('/').next()?;
    if first.len() < path.len() { Some(first) } else { first.strip_suffix(".py") }
}
