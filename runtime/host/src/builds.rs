//! Programs that were built from source, kept so that the same source is built once.
//!
//! Invariants:
//! - The name of an entry stands for all that decides it: the source, the world, the compiler, the recipe.
//! - Files appear complete or not at all.
//! - The oldest entries make room: a campaign of a million candidates fills no disk.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use lazaret_engine::{CacheError, CodeCache, private_folder};
use lazaret_toolchain::{BuildError, Compiler, Source, World};

use crate::files::write_file;
use crate::home::Home;

/// The folder of native code inside the other.
const NATIVE: &str = "native";

/// The most entries; a quarter of them goes when there are more.
const ENTRIES_MAX: usize = 4_000;

/// How many builds go by before it is looked whether there is room.
const BUILDS_PER_LOOK: u32 = 256;

/// The folder of what was built.
pub struct Builds {
    /// How many were made by this process.
    made: AtomicU32,
    /// Goes up when all compilers that run shall end.
    generation: AtomicU32,
    components: PathBuf,
    scratch: PathBuf,
    /// Native code of the components, which saves most of the time of starting one.
    pub code: CodeCache,
    /// Native code of components that workers have made; it is for workers only, because what made it had
    /// somebody else's program in its hands.
    pub foreign: CodeCache,
    foreign_folder: PathBuf,
}

impl Builds {
    /// Opens the folder.
    pub fn open(home: &Home) -> Result<Self, CacheError> {
        let components = home.builds();
        private_folder(&components)?;
        let code = CodeCache::open(&components.join(NATIVE))?;
        let foreign = CodeCache::open(&home.foreign_code())?;
        Ok(Self {
            made: AtomicU32::new(0),
            generation: AtomicU32::new(0),
            components,
            scratch: home.build(),
            code,
            foreign,
            foreign_folder: home.foreign_code(),
        })
    }

    /// Ends every compiler that runs now; what they were to build is told as interrupted.
    pub fn expire(&self) {
        self.generation.fetch_add(1, Ordering::Relaxed);
    }

    /// The component of a source: the one that is kept, or one that is built now and kept. A compiler that was
    /// ended without having used up anything is tried once more.
    pub fn get(
        &self,
        compiler: &Compiler,
        source: &Source,
        world: World<'_>,
    ) -> Result<Vec<u8>, BuildError> {
        let path = self.components.join(format!("{}.wasm", compiler.key(source, world).hex()));
        match fs::read(&path) {
            Ok(component) => return Ok(component),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
        let generation = self.generation.load(Ordering::Relaxed);
        let stop = || self.generation.load(Ordering::Relaxed) != generation;
        let component = twice(|| compiler.build(source, world, &self.scratch, &stop))?;
        write_file(&path, &component)?;
        self.made_one();
        Ok(component)
    }

    /// Something was added; once in a while, room is made for what comes next.
    pub fn made_one(&self) {
        if self.made.fetch_add(1, Ordering::Relaxed).is_multiple_of(BUILDS_PER_LOOK) {
            let native = self.components.join(NATIVE);
            for folder in [&self.components, &native, &self.foreign_folder] {
                // Room is a courtesy; whether there was any to make is no reason to stop.
                drop(make_room(folder, ENTRIES_MAX));
            }
        }
    }
}

/// Builds once more if the first end says nothing about the source.
fn twice<T>(mut build: impl FnMut() -> Result<T, BuildError>) -> Result<T, BuildError> {
    match build() {
        Err(error) if error.is_inconclusive() => build(),
        other => other,
    }
}

/// Deletes the oldest quarter of a folder's files if there are too many.
pub fn make_room(folder: &Path, entries_max: usize) -> io::Result<()> {
    let mut files: Vec<(SystemTime, PathBuf)> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        if about.is_file() {
            files.push((about.modified()?, entry.path()));
        }
    }
    if files.len() <= entries_max {
        return Ok(());
    }
    files.sort();
    for (_, path) in files.iter().take(files.len() - entries_max * 3 / 4) {
        // Another process may have been faster.
        drop(fs::remove_file(path));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use lazaret_trial::Code;

    #[test]
    fn what_says_nothing_about_a_source_is_built_once_more() {
        let tries = |ends: &[fn() -> Result<u8, BuildError>]| {
            let mut made = 0;
            let last = twice(|| {
                made += 1;
                ends[made - 1]()
            });
            (made, last.map_err(|error| error.reason().code))
        };
        let timed_out = || Err(BuildError::TimedOut { allowed: 30 });
        assert_eq!(tries(&[timed_out, || Ok(7)]), (2, Ok(7)));
        assert_eq!(tries(&[|| Err(BuildError::Killed), || Ok(7)]), (2, Ok(7)));
        let surfaced = (2, Err(Code::InconclusiveWallTimeout));
        assert_eq!(tries(&[timed_out, timed_out, || Ok(7)]), surfaced);
        for end in [
            (|| Err(BuildError::source("x"))) as fn() -> _,
            || Err(BuildError::Broken("signal 11".to_owned())),
            || Err(BuildError::Stopped),
        ] {
            assert_eq!(tries(&[end]).0, 1);
        }
    }

    #[test]
    fn the_oldest_make_room() {
        let folder = tempfile::tempdir().unwrap();
        for index in 0..=ENTRIES_MAX {
            let file = fs::File::create(folder.path().join(index.to_string())).unwrap();
            let age = std::time::Duration::from_secs(ENTRIES_MAX as u64 - index as u64);
            file.set_modified(SystemTime::now() - age).unwrap();
        }
        make_room(folder.path(), ENTRIES_MAX).unwrap();
        let left = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, ENTRIES_MAX * 3 / 4);
        assert!(folder.path().join(ENTRIES_MAX.to_string()).exists());
        assert!(!folder.path().join("0").exists());
    }
}
