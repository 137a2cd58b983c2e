//! Why a ledger cannot be used, or what is wrong in it.

use std::io;
use std::path::{Path, PathBuf};

use lazaret_trial::Digest;

/// What can go wrong with a ledger. Nothing that is already recorded is touched by any of these.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// There is no ledger in the folder.
    #[error("there is no ledger in `{0}`")]
    Absent(PathBuf),
    /// The file is another kind of database.
    #[error("`{0}` is no ledger of Lazaret")]
    Foreign(PathBuf),
    /// A newer version of Lazaret has written it.
    #[error(
        "the ledger has schema {found}, and this version of Lazaret reads up to {known}; use a newer one"
    )]
    Newer {
        /// The schema of the ledger.
        found: i64,
        /// The newest that is known here.
        known: i64,
    },
    /// Another process is in the middle of an append, or holds the ledger for good.
    #[error("the ledger is in use by process {holder}: {wanted}")]
    Busy {
        /// Who holds it, as far as it has said so.
        holder: String,
        /// What it is needed for.
        wanted: &'static str,
    },
    /// It was opened to be read, or nothing can be written there.
    #[error("the ledger in `{0}` cannot be written to")]
    ReadOnly(PathBuf),
    /// The disk is full.
    #[error("no space is left for the ledger; what was recorded before is unharmed")]
    Full,
    /// An append failed between the commit and the signature; the handle must not be used again.
    #[error("an append to this ledger has failed before; open it again")]
    Poisoned,
    /// A file or folder cannot be used.
    #[error("cannot use `{path}`")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Somebody else could have written the folder.
    #[error("`{path}` is not safe to use: {why}")]
    Unsafe {
        /// The folder.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The key does not fit the ledger, or is none.
    #[error("the key in `{path}` cannot sign this ledger: {why}")]
    Key {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// The head of the ledger is not what was signed. `verify` tells what is wrong.
    #[error("the ledger is not what was signed: {0}")]
    Damaged(String),
    /// No entry has this number.
    #[error("there is no entry {sequence}; the ledger has {size}, counted from 0")]
    NoEntry {
        /// What was asked for.
        sequence: u64,
        /// How many there are.
        size: u64,
    },
    /// An entry that was read is damaged.
    #[error("entry {sequence} is damaged: {why}")]
    BadEntry {
        /// Which.
        sequence: u64,
        /// What is wrong with it.
        why: String,
    },
    /// A blob is missing.
    #[error("blob {0} is missing")]
    NoBlob(Digest),
    /// A blob is not what its name says.
    #[error("blob {0} is damaged")]
    BadBlob(Digest),
    /// A blob is larger than any that is kept.
    #[error("a blob of {measured} bytes is too large for the ledger; {allowed} are allowed")]
    LargeBlob {
        /// Its size.
        measured: u64,
        /// What is allowed.
        allowed: u64,
    },
    /// The database says no.
    #[error("the ledger's database: {0}")]
    Database(rusqlite::Error),
}

impl LedgerError {
    /// For what was to be written.
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
                Self::ReadOnly(path)
            }
            _ => Self::Io { path, source },
        }
    }

    /// For what was to be read.
    pub(crate) fn reading(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }

    /// The database does not know where it lies.
    pub(crate) fn within(self, folder: &Path) -> Self {
        match self {
            Self::ReadOnly(path) if path.as_os_str().is_empty() => {
                Self::ReadOnly(folder.to_owned())
            }
            error => error,
        }
    }

    /// Whether this says something about what lies in the ledger, and not about the machine that reads it.
    pub(crate) fn is_about_content(&self) -> bool {
        use rusqlite::ErrorCode;
        match self {
            Self::Damaged(_)
            | Self::BadEntry { .. }
            | Self::NoBlob(_)
            | Self::BadBlob(_)
            | Self::Key { .. } => true,
            Self::Database(error) => match error.sqlite_error() {
                // A file that ends too early is damage, a disk that does not answer is none.
                Some(error) if error.code == ErrorCode::SystemIoFailure => {
                    error.extended_code == SHORT_READ
                }
                Some(error) => !matches!(
                    error.code,
                    ErrorCode::OutOfMemory
                        | ErrorCode::OperationInterrupted
                        | ErrorCode::CannotOpen
                ),
                None => true,
            },
            _ => false,
        }
    }
}

/// What `SQLite` says when a file has fewer bytes than there should be (`SQLITE_IOERR_SHORT_READ`).
const SHORT_READ: i32 = 522;

/// The kernel's numbers for too many open files.
const ENFILE: i32 = 23;
const EMFILE: i32 = 24;

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Self::Busy { holder: "unknown".to_owned(), wanted: "the database" }
            }
            // The database says that it cannot, the kernel why: too many open files, of this process or of all.
            Some(ErrorCode::CannotOpen)
                if matches!(io::Error::last_os_error().raw_os_error(), Some(ENFILE | EMFILE)) =>
            {
                Self::io(PathBuf::from("ledger.sqlite"))(io::Error::last_os_error())
            }
            Some(ErrorCode::ReadOnly) => Self::ReadOnly(PathBuf::new()),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged(error.to_string())
            }
            _ => Self::Database(error),
        }
    }
}
