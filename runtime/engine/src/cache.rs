//! Native code on disk.
//!
//! Invariants:
//! - Loading native code is running it, so the folder belongs to the user who runs Lazaret and nobody
//!   else can write to it; this is checked each time the cache is opened.
//! - An entry is two files, `NAME.cwasm` and `NAME.sha256`; the code is used only if its digest, one over those of
//!   its pieces, is the one in the second file. An entry that fails the check is deleted and made anew.
//! - The name is a digest of the component and of all that the compiler depends on (engine version,
//!   settings, processor features), so another engine never sees an entry.
//! - Files appear complete or not at all: they are written under another name and renamed.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::hash::{Hash, Hasher};
use std::io::{self, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use lazaret_trial::{Digest, Digester};
use rustix::fs::SealFlags;
use wasmtime::component::Component;

use crate::artifact::{CompileError, Engine};

/// A folder of native code.
#[derive(Clone, Debug)]
pub struct CodeCache {
    directory: PathBuf,
}

/// Why the cache cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CacheError {
    /// The folder or a file in it cannot be read or written.
    #[error("cannot use `{path}`")]
    Io {
        /// The folder or file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Someone else could have written the folder.
    #[error("`{path}` is not safe to use: {why}")]
    Unsafe {
        /// The folder.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
}

impl CodeCache {
    /// Opens the cache, making the folder if it is not there.
    ///
    /// # Errors
    /// If the folder cannot be made, is a link, belongs to another user, or others can write to it.
    pub fn open(directory: &Path) -> Result<Self, CacheError> {
        private_folder(directory)?;
        Ok(Self { directory: directory.to_owned() })
    }

    /// The native code of a component, or none if it is not there or fails its check.
    pub(crate) fn load(
        &self,
        engine: &Engine,
        digest: Digest,
    ) -> Result<Option<(Component, Engine)>, CompileError> {
        if !self.check(engine.wasmtime(), digest, None)? {
            return Ok(None);
        }
        let (code_path, _) = self.paths(engine.wasmtime(), digest);
        let opened = match File::open(&code_path) {
            Ok(opened) => opened,
            // Another process has made room in between.
            Err(source) if source.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(CacheError::Io { path: code_path, source }.into()),
        };
        let fitting = engine.fitting(&opened)?;
        #[expect(unsafe_code, reason = "loading native code is what this cache is for")]
        // SAFETY: the bytes were made by `precompile_component` of this engine's settings (the name
        // binds them), are unchanged since (their digest was just checked), and cannot be changed by
        // another user (checked by `open`).
        let component = unsafe { Component::deserialize_file(fitting.wasmtime(), &code_path) };
        match component {
            Ok(component) => Ok(Some((component, fitting))),
            Err(_) => {
                self.discard(engine.wasmtime(), digest)?;
                Ok(None)
            }
        }
    }

    /// Whether a component's native code is there and passes its check. What is checked is what goes into `copy`,
    /// an empty file for a process that is to load it.
    pub(crate) fn check(
        &self,
        engine: &wasmtime::Engine,
        digest: Digest,
        copy: Option<&File>,
    ) -> Result<bool, CacheError> {
        let (code_path, digest_path) = self.paths(engine, digest);
        let Some(expected) = read(&digest_path)? else { return Ok(false) };
        let measured = match File::open(&code_path) {
            Ok(code) => digest_of_file(&code, copy),
            Err(source) if source.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(source) => Err(source),
        };
        let measured = measured.map_err(|source| CacheError::Io { path: code_path, source })?;
        if measured.to_string().as_bytes() != expected {
            self.discard(engine, digest)?;
            return Ok(false);
        }
        Ok(true)
    }

    pub(crate) fn store(
        &self,
        engine: &wasmtime::Engine,
        digest: Digest,
        code: &[u8],
    ) -> Result<(), CacheError> {
        let (code_path, digest_path) = self.paths(engine, digest);
        // The code first: an entry without its digest does not exist.
        write(&code_path, code)?;
        let pieces = code.chunks(PIECE_BYTES).map(Digest::of);
        write(&digest_path, digest_of_pieces(pieces).to_string().as_bytes())
    }

    fn discard(&self, engine: &wasmtime::Engine, digest: Digest) -> Result<(), CacheError> {
        let (code_path, digest_path) = self.paths(engine, digest);
        for path in [digest_path, code_path] {
            match fs::remove_file(&path) {
                Err(source) if source.kind() != io::ErrorKind::NotFound => {
                    return Err(CacheError::Io { path, source });
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn paths(&self, engine: &wasmtime::Engine, digest: Digest) -> (PathBuf, PathBuf) {
        let mut collected = Collected(Vec::new());
        engine.precompile_compatibility_hash().hash(&mut collected);
        let name = Digester::new("lazaret native code 3")
            .part("component", digest.bytes())
            .part("engine", &collected.0)
            .finish()
            .hex();
        (
            self.directory.join(format!("{name}.cwasm")),
            self.directory.join(format!("{name}.sha256")),
        )
    }
}

/// Makes a folder that only its owner can write to, or checks one that is there.
///
/// # Errors
/// If the folder cannot be made, is a link, belongs to another user, or others can write to it.
pub fn private_folder(directory: &Path) -> Result<(), CacheError> {
    let io_error = |source| CacheError::Io { path: directory.to_owned(), source };
    DirBuilder::new().recursive(true).mode(0o700).create(directory).map_err(io_error)?;
    let metadata = fs::symlink_metadata(directory).map_err(io_error)?;
    let refuse = |why: String| CacheError::Unsafe { path: directory.to_owned(), why };
    if !metadata.is_dir() {
        return Err(refuse("it is a link or a file".to_owned()));
    }
    let user = rustix::process::geteuid().as_raw();
    if metadata.uid() != user {
        return Err(refuse(format!("it belongs to user {}, not {user}", metadata.uid())));
    }
    if metadata.mode() & 0o022 != 0 {
        return Err(refuse(format!("others can write to it (mode {:o})", metadata.mode() & 0o777)));
    }
    Ok(())
}

/// A hasher that keeps what it is fed, so that the name rests on SHA-256 and not on 64 bits.
struct Collected(Vec<u8>);

impl Hasher for Collected {
    fn finish(&self) -> u64 {
        0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }
}

/// Loads native code from a file in memory that nobody can change any more.
pub fn load_sealed(engine: &Engine, code: &File) -> Result<(Component, Engine), CompileError> {
    let error = |error: &dyn std::fmt::Display| CompileError::Engine(error.to_string());
    let needed = SealFlags::SEAL | SealFlags::WRITE | SealFlags::SHRINK | SealFlags::GROW;
    let seals = rustix::fs::fcntl_get_seals(code).map_err(|why| error(&why))?;
    if !seals.contains(needed) {
        return Err(error(&"the native code is not sealed"));
    }
    let fitting = engine.fitting(code)?;
    let path = format!("/proc/self/fd/{}", code.as_raw_fd());
    #[expect(unsafe_code, reason = "loading native code is what a worker is for")]
    // SAFETY: the bytes cannot change (they are sealed). That they were made by a compiler is not known for
    // sure, since the process that made them had hostile input: this process is confined, and it is to be
    // expected of it that it runs such code.
    let component = unsafe { Component::deserialize_file(fitting.wasmtime(), path) };
    let component = component.map_err(|why| error(&why))?;
    // Now, because no file can be made in memory later.
    component.initialize_copy_on_write_image().map_err(|why| error(&why))?;
    Ok((component, fitting))
}

/// What is hashed at a time, so that several threads can.
const PIECE_BYTES: usize = 1 << 20;

fn digest_of_pieces(pieces: impl Iterator<Item = Digest>) -> Digest {
    let mut digester = Digester::new("lazaret native code in pieces 1");
    for piece in pieces {
        digester = digester.part("piece", piece.bytes());
    }
    digester.finish()
}

/// The digest of a file, whose pieces go into `copy` as they were hashed. Native code of an interpreter has
/// some 60 MB, and whoever starts a command waits for this.
fn digest_of_file(code: &File, copy: Option<&File>) -> io::Result<Digest> {
    let length = code.metadata()?.len();
    let pieces = length.div_ceil(PIECE_BYTES as u64);
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get() as u64);
    let some_of = |first: u64| -> io::Result<Vec<(u64, Digest)>> {
        let mut buffer = vec![0; PIECE_BYTES];
        let mut digests = Vec::new();
        let step = usize::try_from(threads).unwrap_or(1);
        for piece in (first..pieces).step_by(step) {
            let at = piece * PIECE_BYTES as u64;
            let rest = usize::try_from(length - at).unwrap_or(PIECE_BYTES);
            let bytes = buffer.get_mut(..rest.min(PIECE_BYTES)).unwrap_or_default();
            code.read_exact_at(bytes, at)?;
            if let Some(copy) = copy {
                copy.write_all_at(bytes, at)?;
            }
            digests.push((piece, Digest::of(bytes)));
        }
        Ok(digests)
    };
    let mut digests = std::thread::scope(|scope| {
        let others: Vec<_> =
            (1..threads.min(pieces)).map(|first| scope.spawn(move || some_of(first))).collect();
        let mut digests = some_of(0)?;
        for other in others {
            let panicked = |_| Err(io::Error::other("a thread panicked"));
            digests.extend(other.join().unwrap_or_else(panicked)?);
        }
        Ok::<_, io::Error>(digests)
    })?;
    digests.sort_unstable_by_key(|(piece, _)| *piece);
    Ok(digest_of_pieces(digests.into_iter().map(|(_, digest)| digest)))
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, CacheError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(source) if source.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(CacheError::Io { path: path.to_owned(), source }),
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), CacheError> {
    let io_error = |source| CacheError::Io { path: path.to_owned(), source };
    // Of several threads that write the same, each has a file of its own, and the last one's stays.
    static WRITTEN: AtomicU64 = AtomicU64::new(0);
    let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
    let temporary = path.with_extension(format!("tmp{}-{number}", std::process::id()));
    let mut file: File = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&temporary)
        .map_err(io_error)?;
    file.write_all(bytes).map_err(io_error)?;
    file.set_permissions(Permissions::from_mode(0o400)).map_err(io_error)?;
    drop(file);
    fs::rename(&temporary, path).map_err(io_error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_that_store_the_same_do_not_disturb_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let cache = CodeCache::open(&folder.path().join("code")).unwrap();
        let engine = wasmtime::Engine::default();
        let (digest, code) = (Digest::of(b"component"), vec![7; 3 << 20]);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..8 {
                        cache.store(&engine, digest, &code).unwrap();
                        assert!(cache.check(&engine, digest, None).unwrap());
                    }
                });
            }
        });
        assert_eq!(fs::read_dir(folder.path().join("code")).unwrap().count(), 2);
    }
}
