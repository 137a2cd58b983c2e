//! The files of a ledger's folder, and whose they are.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::error::LedgerError;

/// How long an append waits for another process's append, which takes milliseconds.
pub const LOCK_PATIENCE: Duration = Duration::from_secs(30);

/// How often it looks.
const LOCK_POLL: Duration = Duration::from_millis(2);

/// The most bytes of a file that is no database: notes and keys have a few hundred.
const SMALL_FILE_BYTES_MAX: u64 = 64 << 10;

/// All files that there can be.
const FILES: [&str; 8] = [
    "ledger.sqlite",
    "ledger.sqlite-wal",
    "ledger.sqlite-shm",
    "checkpoint",
    "verifier",
    "key",
    "lock",
    "turn",
];

/// The files.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

/// Held while something is appended; given back when it is dropped.
pub struct Lock(File);

impl Drop for Lock {
    /// Takes its name away before it lets go. Whoever comes next is told late who holds the lock now, between the
    /// taking of it and the writing of the name, and must not be told who held it before.
    fn drop(&mut self) {
        drop(self.0.set_len(0));
    }
}

impl Folder {
    /// The folder of a ledger, which is not looked at yet.
    pub fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Makes the folder if it is not there, so that it stays there without power.
    pub fn make(&self) -> Result<(), LedgerError> {
        let path = std::path::absolute(&self.0).map_err(LedgerError::io(&self.0))?;
        let missing: Vec<&Path> = path.ancestors().take_while(|it| !it.exists()).collect();
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&path);
        made.map_err(LedgerError::io(&self.0))?;
        for parent in missing.iter().filter_map(|it| it.parent()) {
            let synced = File::open(parent).and_then(|folder| folder.sync_all());
            synced.map_err(LedgerError::io(parent))?;
        }
        Ok(())
    }

    /// Refuses a folder that is somebody else's: what is written there goes where its owner wants.
    pub fn check_to_write(&self) -> Result<(), LedgerError> {
        let about = self.check()?;
        if about.uid() != rustix::process::geteuid().as_raw() {
            let why = "it belongs to another user".to_owned();
            return Err(LedgerError::Unsafe { path: self.0.clone(), why });
        }
        match fs::symlink_metadata(self.key()) {
            Ok(about) if about.mode() & 0o077 != 0 => Err(LedgerError::Unsafe {
                path: self.key(),
                why: "others can read it; make another ledger, or take their rights away"
                    .to_owned(),
            }),
            _ => Ok(()),
        }
    }

    /// Refuses a folder that others can write to, or with a file that they can write to: they could have written
    /// the entries and the key.
    pub fn check(&self) -> Result<Metadata, LedgerError> {
        let about = fs::symlink_metadata(&self.0).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => LedgerError::Absent(self.0.clone()),
            _ => LedgerError::Io { path: self.0.clone(), source },
        })?;
        let refuse = |why: &str| LedgerError::Unsafe { path: self.0.clone(), why: why.to_owned() };
        if !about.is_dir() {
            return Err(refuse("it is no folder"));
        }
        if about.mode() & 0o022 != 0 {
            return Err(refuse("others can write to it"));
        }
        for name in FILES {
            let path = self.0.join(name);
            let refuse =
                |why: &str| LedgerError::Unsafe { path: path.clone(), why: why.to_owned() };
            match fs::symlink_metadata(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(LedgerError::reading(path)(error)),
                Ok(about) if !about.is_file() => return Err(refuse("it is no file")),
                Ok(about) if about.mode() & 0o022 != 0 => {
                    return Err(refuse("others can write to it"));
                }
                Ok(_) => {}
            }
        }
        Ok(about)
    }

    /// Makes the file of the database if it is not there, so that nobody else can read it, whatever the folder
    /// allows. `SQLite` gives the files beside it the same rights. A file that is there is not even opened: to
    /// close it would end the locks that this process has on it.
    pub fn make_database(&self) -> Result<(), LedgerError> {
        let made =
            OpenOptions::new().write(true).create_new(true).mode(0o600).open(self.database());
        match made {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                Err(LedgerError::io(self.database())(error))
            }
            _ => Ok(()),
        }
    }

    /// Whether something was written here before that a new ledger would take the place of.
    pub fn is_begun(&self) -> bool {
        let has_bytes = |path: &Path| fs::metadata(path).is_ok_and(|about| about.len() != 0);
        has_bytes(&self.database()) || has_bytes(&self.checkpoint())
    }

    /// The folder's path.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.0.join("ledger.sqlite")
    }

    /// The signed head.
    pub fn checkpoint(&self) -> PathBuf {
        self.0.join("checkpoint")
    }

    /// The private key.
    pub fn key(&self) -> PathBuf {
        self.0.join("key")
    }

    /// The public key.
    pub fn verifier(&self) -> PathBuf {
        self.0.join("verifier")
    }

    /// Waits for its turn to write.
    ///
    /// Who appends without a pause would take the lock again before anybody who waits has looked. So whoever waits for
    /// the lock holds the turn meanwhile, and whoever had the lock must wait for the turn.
    pub fn lock(&self, patience: Duration) -> Result<Lock, LedgerError> {
        let until = Instant::now() + patience;
        let turn = self.wait("turn", until)?;
        let mut file = self.wait("lock", until)?;
        drop(turn);
        // Only for those who cannot wait longer; whether it can be written is no reason to stop.
        let said = file.set_len(0).and_then(|()| file.rewind());
        drop(said.and_then(|()| write!(file, "{}", std::process::id())));
        Ok(Lock(file))
    }

    /// A file that nobody else holds, once that is so.
    fn wait(&self, name: &str, until: Instant) -> Result<File, LedgerError> {
        let path = self.0.join(name);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let file = options.open(&path).map_err(LedgerError::io(&path))?;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) if Instant::now() < until => {
                    std::thread::sleep(LOCK_POLL);
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(LedgerError::Busy { holder: self.holder(), wanted: "an append" });
                }
                Err(TryLockError::Error(source)) => return Err(LedgerError::Io { path, source }),
            }
        }
    }

    /// Who holds the lock, as far as it is known.
    fn holder(&self) -> String {
        let mut holder = String::new();
        // Who it is helps, and is not known for sure anyway.
        let file = File::open(self.0.join("lock"));
        drop(file.and_then(|file| file.take(20).read_to_string(&mut holder)));
        // One who was killed left its name.
        let is_there = |it: u32| Path::new("/proc").join(it.to_string()).exists();
        if holder.parse::<u32>().is_ok_and(is_there) { holder } else { "unknown".to_owned() }
    }

    /// Writes a small file so that it is there whole, and stays there without power, or is what it was.
    pub fn write(&self, path: &Path, bytes: &[u8], mode: u32) -> Result<(), LedgerError> {
        let new = path.with_extension("new");
        let write = || -> io::Result<()> {
            let mut options = OpenOptions::new();
            options.write(true).create(true).truncate(true).mode(mode);
            let mut file = options.open(&new)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&new, path)?;
            File::open(&self.0)?.sync_all()
        };
        write().map_err(LedgerError::io(path))
    }

    /// Reads a small file; none if it is not there.
    pub fn read(&self, path: &Path) -> Result<Option<Vec<u8>>, LedgerError> {
        let read = || -> io::Result<Vec<u8>> {
            let mut bytes = Vec::new();
            File::open(path)?.take(SMALL_FILE_BYTES_MAX).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        match read() {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(LedgerError::reading(path)(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two threads that append without a pause, and one that wants to append at times.
    #[test]
    fn whoever_waits_comes_next() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = Folder::new(scratch.path());
        let done = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while !done.load(std::sync::atomic::Ordering::Relaxed) {
                        let lock = folder.lock(LOCK_PATIENCE).unwrap();
                        std::thread::sleep(Duration::from_millis(20));
                        drop(lock);
                    }
                });
            }
            let waited = (0..10).map(|_| {
                std::thread::sleep(Duration::from_millis(5));
                let begin = Instant::now();
                drop(folder.lock(LOCK_PATIENCE));
                begin.elapsed()
            });
            let longest = waited.max().unwrap();
            done.store(true, std::sync::atomic::Ordering::Relaxed);
            // Each of the others comes at most once before, or twice.
            assert!(longest < Duration::from_secs(5), "{longest:?}");
        });
    }
}
