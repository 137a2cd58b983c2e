//! Adding entries: the one way in which a ledger changes.
//!
//! The order, for every batch: the lock; what is there is what was signed; blobs, entries, hashes and the newly
//! signed head in one transaction, which is on the disk when it returns; the copy of the head in a file, which is
//! too; only then is it said that they are recorded. Wherever that is cut off, what was said before still holds.

use std::time::{SystemTime, UNIX_EPOCH};

use fail::fail_point;
use lazaret_trial::Digest;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use tlog_tiles::{Hash, record_hash, stored_hash_index, stored_hashes_for_record_hash};

use crate::blobs;
use crate::checkpoint::Note;
use crate::entry::{Body, Entry, FORMAT};
use crate::error::LedgerError;
use crate::ledger::Ledger;
use crate::tree::Tree;

/// A head is kept for good when the ledger grows beyond a multiple of this; a note has some 200 bytes.
const KEPT_EVERY: u64 = 1024;

/// Something to record, with the bytes of the blobs that it names.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What the entry says.
    pub body: Body,
    /// The blobs; those that the ledger has already may be missing.
    pub blobs: Vec<Vec<u8>>,
}

/// An entry that is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Its number.
    pub sequence: u64,
    /// Its leaf hash.
    pub leaf: Digest,
}

impl Ledger {
    /// Appends entries, all of them or none. When this returns, they are on the disk and signed.
    ///
    /// # Errors
    /// If the disk is full, the ledger is not what was signed, or anything else stops it. What was recorded
    /// before is unharmed. After an error of the file with the signed head the handle is of no more use.
    pub fn append(&mut self, drafts: &[Draft]) -> Result<Vec<Appended>, LedgerError> {
        if self.poisoned {
            return Err(LedgerError::Poisoned);
        }
        let Some(key) = &self.key else {
            return Err(LedgerError::ReadOnly(self.folder.path().to_owned()));
        };
        if drafts.is_empty() {
            return Ok(Vec::new());
        }
        let _lock = self.folder.lock()?;
        point("ledger-locked")?;
        // Nothing is signed that was not signed before or is not added here.
        let head = self.head()?;
        let behavior = TransactionBehavior::Immediate;
        let transaction = Transaction::new_unchecked(&self.connection, behavior)?;
        let mut appended = Vec::with_capacity(drafts.len());
        let mut previous = previous(&transaction, head.size, self.public.name())?;
        for (sequence, draft) in (head.size..).zip(drafts) {
            for bytes in &draft.blobs {
                blobs::put(&transaction, Digest::of(bytes), bytes)?;
            }
            point("ledger-blobs")?;
            previous = add(&transaction, sequence, previous, &draft.body)?;
            appended.push(Appended { sequence, leaf: previous });
            point("ledger-entry")?;
        }
        let size = head.size + drafts.len() as u64;
        let root = Tree(&transaction).root(size)?;
        let note = Note::sign(key, self.public.name(), size, root)?;
        set_head(&transaction, &note, head.size / KEPT_EVERY < size / KEPT_EVERY)?;
        point("ledger-signed")?;
        transaction.commit()?;
        // From here on it is recorded. Whoever asks is told so only after the copy is there as well.
        self.poisoned = true;
        point("ledger-committed")?;
        self.folder.write(&self.folder.checkpoint(), note.text.as_bytes(), 0o644)?;
        point("ledger-copied")?;
        self.poisoned = false;
        Ok(appended)
    }

    /// Keeps the head as it is now for good, and gives it out for somebody else to keep.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn checkpoint(&mut self) -> Result<Note, LedgerError> {
        if self.key.is_none() {
            return Err(LedgerError::ReadOnly(self.folder.path().to_owned()));
        }
        let _lock = self.folder.lock()?;
        let head = self.head()?;
        set_head(&self.connection, &head, true)?;
        Ok(head)
    }
}

/// What the next entry names as the one before it.
fn previous(connection: &Connection, size: u64, origin: &str) -> Result<Digest, LedgerError> {
    let Some(last) = size.checked_sub(1) else { return Ok(Digest::of(origin.as_bytes())) };
    let hash = Tree(connection).at(stored_hash_index(0, last))?;
    Ok(Digest::from_bytes(hash.0))
}

/// Adds one entry; its leaf hash.
fn add(
    connection: &Connection,
    sequence: u64,
    previous: Digest,
    body: &Body,
) -> Result<Digest, LedgerError> {
    let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let time_ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    let format = FORMAT.to_owned();
    let entry = Entry { format, sequence, previous, time_ms, body: body.clone() };
    let bad = |why: String| LedgerError::BadEntry { sequence, why };
    let leaf = serde_json::to_vec(&entry).map_err(|error| bad(error.to_string()))?;
    let mut insert = connection.prepare_cached("INSERT INTO entry VALUES (?1, ?2)")?;
    insert.execute((sequence.cast_signed(), &leaf))?;
    let hash = record_hash(&leaf);
    let stored = stored_hashes_for_record_hash(sequence, hash, &Tree(connection));
    let stored: Vec<Hash> = stored.map_err(|error| bad(error.to_string()))?;
    let mut insert = connection.prepare_cached("INSERT INTO node VALUES (?1, ?2)")?;
    for (position, hash) in (stored_hash_index(0, sequence)..).zip(stored) {
        insert.execute((position.cast_signed(), hash.0))?;
    }
    note_down(connection, sequence, body)?;
    Ok(Digest::from_bytes(hash.0))
}

/// What `query` finds it by.
pub fn note_down(connection: &Connection, sequence: u64, body: &Body) -> Result<(), LedgerError> {
    let sql = "INSERT INTO lookup VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let found = Found::of(body);
    connection.prepare_cached(sql)?.execute((
        sequence.cast_signed(),
        body.kind(),
        found.task,
        found.identity.map(|digest| *digest.bytes()),
        found.candidate.map(|digest| *digest.bytes()),
        found.code,
        found.score,
    ))?;
    Ok(())
}

/// What an entry can be found by; empty texts where it has none.
#[derive(Debug, PartialEq)]
pub struct Found<'a> {
    pub task: &'a str,
    pub identity: Option<Digest>,
    pub candidate: Option<Digest>,
    pub code: &'static str,
    pub score: Option<f64>,
}

impl<'a> Found<'a> {
    pub fn of(body: &'a Body) -> Self {
        match body {
            Body::Commitment(it) => Self {
                task: &it.task,
                identity: Some(it.identity.digest),
                candidate: None,
                code: "",
                score: None,
            },
            Body::Verdict(it) => Self {
                task: &it.task,
                identity: Some(it.identity),
                candidate: Some(it.candidate),
                code: it.code.as_str(),
                score: it.score,
            },
            Body::Run(it) => Self {
                task: "",
                identity: None,
                candidate: Some(it.candidate),
                code: it.code.as_str(),
                score: None,
            },
        }
    }
}

fn set_head(connection: &Connection, note: &Note, keep: bool) -> Result<(), LedgerError> {
    let text = note.text.as_bytes();
    connection.execute("INSERT OR REPLACE INTO head VALUES (1, ?1)", [text])?;
    if keep {
        let sql = "INSERT OR IGNORE INTO checkpoint VALUES (?1, ?2)";
        connection.execute(sql, (note.size.cast_signed(), text))?;
    }
    Ok(())
}

/// A step at which a test can make an append fail, stop or die.
fn point(name: &str) -> Result<(), LedgerError> {
    fail_point!(name, |_| Err(LedgerError::Full));
    let _ = name;
    Ok(())
}
