//! A ledger that is open.

use std::cell::Cell;
use std::path::Path;
use std::time::Duration;

use lazaret_trial::Digest;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use tlog_tiles::{Hash, record_hash};

use crate::blobs;
use crate::checkpoint::Note;
use crate::entry::{Entry, FORMAT};
use crate::error::LedgerError;
use crate::folder::{Folder, LOCK_PATIENCE};
use crate::key::{Key, PublicKey};
use crate::schema::{self, meta};
use crate::tree::Tree;

/// A ledger. Several processes may have the same one open, each with a handle of its own.
pub struct Ledger {
    pub(crate) folder: Folder,
    pub(crate) connection: Connection,
    /// None if it was opened to be read.
    pub(crate) key: Option<Key>,
    pub(crate) public: PublicKey,
    /// How long it waits for its turn to append.
    pub(crate) patience: Duration,
    /// Whether an append has failed in a way after which it is not known what the next reader will see.
    pub(crate) poisoned: Cell<bool>,
}

/// How large a ledger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// How many entries there are.
    pub entries: u64,
    /// How many blobs.
    pub blobs: u64,
    /// Bytes on disk, of the database alone.
    pub disk_bytes: u64,
}

impl Ledger {
    /// Opens the ledger of a folder to append to it, and makes one if there is none.
    ///
    /// # Errors
    /// If it cannot be written, was written by a newer version, or is not what was signed.
    pub fn open(folder: &Path) -> Result<Self, LedgerError> {
        Self::open_within(folder, LOCK_PATIENCE)
    }

    /// The same, for whoever would rather be told soon that another process is at work: it and each append wait
    /// so long for their turn.
    ///
    /// # Errors
    /// As for `open`.
    pub fn open_within(folder: &Path, patience: Duration) -> Result<Self, LedgerError> {
        let folder = Folder::new(folder);
        folder.make()?;
        folder.check_to_write()?;
        let lock = folder.lock(patience)?;
        let (key, public) = Key::of(&folder)?;
        let connection = schema::open_to_write(&folder, patience, &public, || {
            Note::sign(&key, public.name(), 0, tlog_tiles::EMPTY_HASH)
        });
        let connection = connection.map_err(|error| error.within(folder.path()))?;
        let ledger = Self {
            folder,
            connection,
            key: Some(key),
            public,
            patience,
            poisoned: Cell::new(false),
        };
        ledger.check_key()?;
        let head = ledger.head()?;
        // Whoever was cut off between the two last steps of an append has left the copy behind.
        let copy = ledger.folder.checkpoint();
        if ledger.folder.read(&copy)?.as_deref() != Some(head.text.as_bytes()) {
            ledger.folder.write(&copy, head.text.as_bytes(), 0o644)?;
        }
        drop(lock);
        Ok(ledger)
    }

    /// Opens the ledger of a folder to read it.
    ///
    /// # Errors
    /// If there is none, it was written by a newer version, or is not what was signed.
    pub fn open_to_read(folder: &Path) -> Result<Self, LedgerError> {
        let ledger = Self::open_unchecked(folder)?;
        schema::check_tables(&ledger.connection)?;
        ledger.check_key()?;
        ledger.head()?;
        Ok(ledger)
    }

    /// Opens it without a look at what was signed, for whoever wants to know what is wrong with it.
    ///
    /// # Errors
    /// If there is none, or its database cannot be read at all.
    pub fn open_unchecked(folder: &Path) -> Result<Self, LedgerError> {
        let folder = Folder::new(folder);
        folder.check()?;
        let connection = schema::open_to_read(&folder)?;
        let public = PublicKey::of(&folder)?;
        let patience = LOCK_PATIENCE;
        Ok(Self { folder, connection, key: None, public, patience, poisoned: Cell::new(false) })
    }

    /// Whether an append has failed in a way after which only another handle tells what was recorded.
    #[must_use]
    pub fn is_poisoned(&self) -> bool {
        self.poisoned.get()
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The public key in its text form, which begins with the name of the ledger.
    #[must_use]
    pub fn verifier(&self) -> &str {
        self.public.text()
    }

    /// How many entries there are.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn size(&self) -> Result<u64, LedgerError> {
        let mut last = self.connection.prepare_cached("SELECT max(sequence) FROM entry")?;
        let last: Option<i64> = last.query_row([], |row| row.get(0))?;
        let size = last.map_or(Some(0), |last| last.checked_add(1));
        let size = size.and_then(|size| u64::try_from(size).ok());
        size.ok_or_else(|| LedgerError::Damaged("an entry has a number that none has".to_owned()))
    }

    /// How large it is.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn sizes(&self) -> Result<Sizes, LedgerError> {
        let number = |sql: &str| -> Result<u64, LedgerError> {
            let number: i64 = self.connection.query_row(sql, [], |row| row.get(0))?;
            Ok(number.cast_unsigned())
        };
        Ok(Sizes {
            entries: self.size()?,
            blobs: number("SELECT coalesce(max(number), 0) FROM blob")?,
            disk_bytes: number(
                "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
            )?,
        })
    }

    /// The head that was signed last, checked against the tree and against the copy in the folder.
    ///
    /// # Errors
    /// If they do not agree: somebody has changed something.
    pub fn head(&self) -> Result<Note, LedgerError> {
        self.signed(|head| Ok(head.clone()))
    }

    /// Reads something from one and the same state of the ledger, of which it was shown before that its head is
    /// what was signed.
    pub(crate) fn signed<T>(
        &self,
        read: impl FnOnce(&Note) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        // The copy first: what is appended meanwhile makes the database longer than it says, never shorter.
        let copy = self.folder.read(&self.folder.checkpoint())?;
        let behavior = TransactionBehavior::Deferred;
        let _snapshot = Transaction::new_unchecked(&self.connection, behavior)?;
        read(&self.head_now(copy.as_deref())?)
    }

    /// The head in the state that the transaction sees which the caller has begun.
    pub(crate) fn head_now(&self, copy: Option<&[u8]>) -> Result<Note, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT note FROM head")?;
        let note: Option<Vec<u8>> = statement.query_row([], |row| row.get(0)).optional()?;
        let note = note.ok_or_else(|| LedgerError::Damaged("no head was signed".to_owned()))?;
        let note = Note::read(&note, &self.public)?;
        self.check_note("the signed head", &note, true)?;
        match copy {
            Some(copy) => {
                let copy = Note::read(copy, &self.public)?;
                self.check_note("the file `checkpoint`", &copy, false)?;
            }
            // It is written a moment after the empty ledger.
            None if note.size == 0 => {}
            None => return Err(LedgerError::Damaged("the file `checkpoint` is gone".to_owned())),
        }
        Ok(note)
    }

    /// Whether a signed head is about the beginning of this ledger, or about all of it.
    pub(crate) fn check_note(&self, what: &str, note: &Note, all: bool) -> Result<(), LedgerError> {
        let size = self.size()?;
        let said = note.size;
        if size < said || (all && said != size) {
            return Err(LedgerError::Damaged(format!(
                "{what} is about {said} entries, and there are {size}"
            )));
        }
        if Tree(&self.connection).root(said)?.0 != *note.root.bytes() {
            return Err(LedgerError::Damaged(format!("{what} is about other entries")));
        }
        Ok(())
    }

    /// An entry, shown to be below the signed head.
    ///
    /// # Errors
    /// If there is none of this number, or it is not what was signed.
    pub fn entry(&self, sequence: u64) -> Result<Entry, LedgerError> {
        self.signed(|head| self.entry_below(head, sequence))
    }

    pub(crate) fn entry_below(&self, head: &Note, sequence: u64) -> Result<Entry, LedgerError> {
        let leaf = match self.leaf(sequence) {
            Err(LedgerError::NoEntry { .. }) if sequence < head.size => {
                return Err(LedgerError::BadEntry { sequence, why: "it is missing".to_owned() });
            }
            leaf => leaf?,
        };
        let (root, hash) = (Hash(*head.root.bytes()), record_hash(&leaf));
        Tree(&self.connection).check(head.size, root, sequence, hash)?;
        parse(sequence, &leaf)
    }

    /// The bytes of an entry as they are hashed.
    ///
    /// # Errors
    /// If there is none of this number.
    pub fn leaf(&self, sequence: u64) -> Result<Vec<u8>, LedgerError> {
        let Ok(number) = i64::try_from(sequence) else {
            return Err(LedgerError::NoEntry { sequence, size: self.size()? });
        };
        let sql = "SELECT leaf FROM entry WHERE sequence = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let leaf = statement.query_row([number], |row| row.get(0)).optional()?;
        match leaf {
            Some(leaf) => Ok(leaf),
            None => Err(LedgerError::NoEntry { sequence, size: self.size()? }),
        }
    }

    /// A blob, checked against its name.
    ///
    /// # Errors
    /// If it is missing or damaged.
    pub fn blob(&self, digest: Digest) -> Result<Vec<u8>, LedgerError> {
        blobs::get(&self.connection, digest)
    }

    /// A ledger belongs to one pair of keys for good.
    fn check_key(&self) -> Result<(), LedgerError> {
        if meta(&self.connection, "verifier")? == self.public.text() {
            return Ok(());
        }
        let why = "the ledger was begun with another key".to_owned();
        Err(LedgerError::Key { path: self.folder.verifier(), why })
    }
}

/// Reads an entry.
pub fn parse(sequence: u64, leaf: &[u8]) -> Result<Entry, LedgerError> {
    let bad = |why: String| LedgerError::BadEntry { sequence, why };
    let entry: Entry = serde_json::from_slice(leaf).map_err(|error| bad(error.to_string()))?;
    if entry.format != FORMAT {
        return Err(bad(format!("it has the form `{}`", entry.format.escape_debug())));
    }
    if entry.sequence != sequence {
        return Err(bad(format!("it says that it is entry {}", entry.sequence)));
    }
    Ok(entry)
}
