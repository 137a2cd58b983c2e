//! Adding entries: the one way in which a ledger changes.
//!
//! The order, for every batch: the lock; what is there is what was signed; blobs, entries, hashes and the newly
//! signed head in one transaction, which is on the disk when it returns; the copy of the head in a file, which is
//! too; only then is it said that they are recorded. Wherever that is cut off, what was said before still holds.

use std::time::{SystemTime, UNIX_EPOCH};

use fail::fail_point;
use lazaret_trial::Digest;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use tlog_tiles::{Hash, record_hash, stored_hash_index};

use crate::checkpoint::Note;
use crate::entry::{Body, CampaignEntry, Entry, FORMAT, RoundEntry, campaign_digest};
use crate::error::LedgerError;
use crate::frontier::Frontier;
use crate::key::Key;
use crate::ledger::Ledger;
use crate::rules;
use crate::tree::Tree;

/// A head is kept for good when the ledger grows beyond a multiple of this; a note has some 200 bytes.
const KEPT_EVERY: u64 = 1024;

/// The most bytes of an entry. One that names 200,000 blobs, a file of a dataset each, has as many.
const LEAF_BYTES_MAX: usize = 16 << 20;

/// Something to record, with the bytes of the blobs that it names.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What the entry says.
    pub body: Body,
    /// The blobs, each named by the body; those that the ledger has already may be missing.
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
    /// If the disk is full, the ledger is not what was signed, a draft is one that `verify` would find fault with,
    /// or anything else stops it. What was recorded before is unharmed. After an error of the disk, or of the
    /// file with the signed head, the handle is of no more use, and it shows at the next opening whether the
    /// drafts were recorded: all of them or none.
    pub fn append(&mut self, drafts: &[Draft]) -> Result<Vec<Appended>, LedgerError> {
        if self.poisoned.get() {
            return Err(LedgerError::Poisoned);
        }
        let Some(key) = &self.key else {
            return Err(LedgerError::ReadOnly(self.folder.path().to_owned()));
        };
        if drafts.is_empty() {
            return Ok(Vec::new());
        }
        let _lock = self.folder.lock(self.patience)?;
        point("ledger-locked")?;
        let written = self.write(key, drafts);
        let (transaction, appended, note) =
            written.map_err(|error| error.within(self.folder.path()))?;
        // From here on it is not known what a reader sees until the copy is there as well.
        self.poisoned.set(true);
        if let Err(error) = transaction.commit() {
            let error = LedgerError::from(error);
            // Of what did not fit nothing is there. A disk that has failed otherwise may have kept it.
            let kept = !matches!(error, LedgerError::Full | LedgerError::Busy { .. });
            self.poisoned.set(kept);
            return Err(error.within(self.folder.path()));
        }
        point("ledger-committed")?;
        self.folder.write(&self.folder.checkpoint(), note.text.as_bytes(), 0o644)?;
        point("ledger-copied")?;
        self.poisoned.set(false);
        Ok(appended)
    }

    /// Everything up to the commit. That what is there is what was signed is seen in the same transaction in which
    /// something is added to it, and the new root is computed from what was seen: nobody who changes the database
    /// at that moment can have something else signed.
    fn write(
        &self,
        key: &Key,
        drafts: &[Draft],
    ) -> Result<(Transaction<'_>, Vec<Appended>, Note), LedgerError> {
        let behavior = TransactionBehavior::Immediate;
        let transaction = Transaction::new_unchecked(&self.connection, behavior)?;
        let copy = self.folder.read(&self.folder.checkpoint())?;
        let head = self.head_now(copy.as_deref())?;
        let tree = Tree(&transaction);
        let mut frontier = tree.frontier(head.size, Hash(*head.root.bytes()))?;
        let mut previous = match head.size.checked_sub(1) {
            Some(last) => Digest::from_bytes(tree.leaf(&head, last)?.0),
            None => Digest::of(self.public.name().as_bytes()),
        };
        let mut appended = Vec::with_capacity(drafts.len());
        for (sequence, draft) in (head.size..).zip(drafts) {
            rules::check_draft(&transaction, sequence, draft)?;
            point("ledger-blobs")?;
            let leaf = leaf(sequence, previous, &draft.body)?;
            add(&transaction, sequence, &leaf, &mut frontier)?;
            note_down(&transaction, sequence, &draft.body)?;
            previous = Digest::from_bytes(record_hash(&leaf).0);
            appended.push(Appended { sequence, leaf: previous });
            point("ledger-entry")?;
        }
        let size = head.size + drafts.len() as u64;
        let note = Note::sign(key, self.public.name(), size, frontier.root())?;
        set_head(&transaction, &note, head.size / KEPT_EVERY < size / KEPT_EVERY)?;
        point("ledger-signed")?;
        Ok((transaction, appended, note))
    }

    /// Keeps the head as it is now for good, and gives it out for somebody else to keep.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn checkpoint(&mut self) -> Result<Note, LedgerError> {
        if self.key.is_none() {
            return Err(LedgerError::ReadOnly(self.folder.path().to_owned()));
        }
        let _lock = self.folder.lock(self.patience)?;
        let head = self.head()?;
        keep(&self.connection, &head)
            .map_err(|error| LedgerError::from(error).within(self.folder.path()))?;
        Ok(head)
    }
}

/// The bytes of an entry.
fn leaf(sequence: u64, previous: Digest, body: &Body) -> Result<Vec<u8>, LedgerError> {
    let time_ms = now_ms();
    let format = FORMAT.to_owned();
    let entry = Entry { format, sequence, previous, time_ms, body: body.clone() };
    let bad = |why: String| LedgerError::BadEntry { sequence, why };
    let leaf = serde_json::to_vec(&entry).map_err(|error| bad(error.to_string()))?;
    if LEAF_BYTES_MAX < leaf.len() {
        let measured = leaf.len();
        return Err(bad(format!("it has {measured} bytes, and {LEAF_BYTES_MAX} are allowed")));
    }
    Ok(leaf)
}

/// Milliseconds since 1970, as the machine's clock says; a test can be another clock.
fn now_ms() -> u64 {
    fail_point!("ledger-clock", |said| said.and_then(|it| it.parse().ok()).unwrap_or_default());
    let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// Adds one entry and the hashes that it completes.
fn add(
    connection: &Connection,
    sequence: u64,
    leaf: &[u8],
    frontier: &mut Frontier,
) -> Result<(), LedgerError> {
    let mut insert = connection.prepare_cached("INSERT INTO entry VALUES (?1, ?2)")?;
    insert.execute((sequence.cast_signed(), leaf))?;
    let mut insert = connection.prepare_cached("INSERT INTO node VALUES (?1, ?2)")?;
    let hashes = frontier.push(record_hash(leaf));
    for (position, hash) in (stored_hash_index(0, sequence)..).zip(hashes) {
        insert.execute((position.cast_signed(), hash.0))?;
    }
    Ok(())
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
            Body::Check(it) => {
                Self { task: &it.task, identity: None, candidate: None, code: "", score: None }
            }
            Body::Campaign(CampaignEntry { name, task, .. })
            | Body::Round(RoundEntry { name, task, .. }) => Self {
                task,
                identity: Some(campaign_digest(name)),
                candidate: None,
                code: "",
                score: None,
            },
        }
    }
}

fn set_head(connection: &Connection, note: &Note, keep: bool) -> Result<(), LedgerError> {
    let text = note.text.as_bytes();
    connection.execute("INSERT OR REPLACE INTO head VALUES (1, ?1)", [text])?;
    if keep {
        self::keep(connection, note)?;
    }
    Ok(())
}

fn keep(connection: &Connection, note: &Note) -> rusqlite::Result<()> {
    let sql = "INSERT OR IGNORE INTO checkpoint VALUES (?1, ?2)";
    connection.execute(sql, (note.size.cast_signed(), note.text.as_bytes()))?;
    Ok(())
}

/// A step at which a test can make an append fail, stop or die.
fn point(name: &str) -> Result<(), LedgerError> {
    fail_point!(name, |_| Err(LedgerError::Full));
    let _ = name;
    Ok(())
}
