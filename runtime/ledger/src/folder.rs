//! The files of a ledger's folder, and whose they are.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::error::LedgerError;

/// How long an append waits for another process's append, which takes milliseconds.
const LOCK_PATIENCE: Duration = Duration::from_secs(30);

/// How often it looks.
const LOCK_POLL: Duration = Duration::from_millis(2);

/// The most bytes of a file that is no database: notes and keys have a few hundred.
const SMALL_FILE_BYTES_MAX: u64 = 64 << 10;

/// The files.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

/// Held while something is appended; given back when it is dropped.
pub struct Lock(#[expect(dead_code, reason = "it is held, and closing it lets go")] File);

impl Folder {
    /// The folder of a ledger, which is not looked at yet.
    pub fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Makes the folder if it is not there.
    pub fn make(&self) -> Result<(), LedgerError> {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&self.0);
        made.map_err(LedgerError::io(&self.0))
    }

    /// Refuses a folder that others can write to: they could have written the entries and the key.
    pub fn check(&self) -> Result<(), LedgerError> {
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
        Ok(())
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
    pub fn lock(&self) -> Result<Lock, LedgerError> {
        let path = self.0.join("lock");
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let mut file = options.open(&path).map_err(LedgerError::io(&path))?;
        let begin = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if begin.elapsed() < LOCK_PATIENCE => {
                    std::thread::sleep(LOCK_POLL);
                }
                Err(TryLockError::WouldBlock) => {
                    let mut holder = String::new();
                    // Who it is helps, and is not known for sure anyway.
                    drop((&file).take(20).read_to_string(&mut holder));
                    return Err(LedgerError::Busy { holder, wanted: "an append" });
                }
                Err(TryLockError::Error(source)) => return Err(LedgerError::Io { path, source }),
            }
        }
        // Only for the message above; whether it can be written is no reason to stop.
        let said = file.set_len(0).and_then(|()| file.rewind());
        drop(said.and_then(|()| write!(file, "{}", std::process::id())));
        Ok(Lock(file))
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
            Err(error) => Err(LedgerError::io(path)(error)),
        }
    }
}
