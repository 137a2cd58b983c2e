//! Everything in a ledger, checked against everything else in it.
//!
//! Nothing here relies on how it was written: the tree is made again from the entries, every blob is hashed, and
//! whatever lies in a table and follows from nothing is a finding. `verify_ledger.py` beside this crate does the
//! same in another language.

use std::collections::HashSet;

use lazaret_trial::{Digest, Verdict};
use rusqlite::Connection;
use tlog_tiles::record_hash;

use crate::append::Found;
use crate::blobs;
use crate::checkpoint::Note;
use crate::entry::{Body, CommitmentEntry, Entry, VerdictEntry};
use crate::error::LedgerError;
use crate::frontier::Frontier;
use crate::ledger::{Ledger, parse};
use crate::schema::meta;

/// How many entries go by between two reports of progress.
const PROGRESS_EVERY: u64 = 4096;

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The entry that it is about, if it is about one.
    pub sequence: Option<u64>,
    /// What is wrong.
    pub what: String,
}

/// What was found out about a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// How many entries were read.
    pub entries: u64,
    /// How many blobs were hashed.
    pub blobs: u64,
    /// How many signed heads were checked, the copy in the folder and one that was handed in included.
    pub checkpoints: u64,
    /// The root over all entries, made again from them.
    pub root: Digest,
    /// The first thing that is wrong, in the order of entries; none if all is well.
    pub bad: Option<Finding>,
    /// Entries before which the machine's clock had gone back, which is no fault of the ledger.
    pub clock_went_back: Vec<u64>,
}

/// Stops at the first finding.
enum Stop {
    Finding(Finding),
    Error(LedgerError),
}

impl<E: Into<LedgerError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

type Checked<T> = Result<T, Stop>;

fn bad<T>(sequence: impl Into<Option<u64>>, what: impl Into<String>) -> Checked<T> {
    Err(Stop::Finding(Finding { sequence: sequence.into(), what: what.into() }))
}

impl Ledger {
    /// Checks everything. `checkpoint` is a signed head that was kept elsewhere; with it, not even the owner of
    /// the key can have changed what it is about. `progress` is told how many entries are done.
    ///
    /// # Errors
    /// If the ledger cannot be read; what is wrong in it is in the result.
    pub fn verify(
        &self,
        checkpoint: Option<&[u8]>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Verification, LedgerError> {
        let mut walk = Walk::new(self);
        let ended = walk.all(checkpoint, progress);
        let bad = match ended {
            Ok(()) => None,
            Err(Stop::Finding(finding)) => Some(finding),
            // What cannot be read because of damage is a finding; what cannot be read at all is an error.
            Err(Stop::Error(
                error @ (LedgerError::Damaged(_)
                | LedgerError::BadEntry { .. }
                | LedgerError::NoBlob(_)
                | LedgerError::BadBlob(_)
                | LedgerError::Database(_)
                | LedgerError::Key { .. }),
            )) => {
                let sequence = (walk.entries < walk.size).then_some(walk.entries);
                Some(Finding { sequence, what: error.to_string() })
            }
            Err(Stop::Error(error)) => return Err(error),
        };
        Ok(Verification {
            entries: walk.entries,
            blobs: walk.blobs.len() as u64,
            checkpoints: walk.checkpoints,
            root: Digest::from_bytes(walk.frontier.root().0),
            bad,
            clock_went_back: walk.clock_went_back,
        })
    }
}

struct Walk<'a> {
    ledger: &'a Ledger,
    connection: &'a Connection,
    size: u64,
    entries: u64,
    blobs: HashSet<[u8; 32]>,
    checkpoints: u64,
    frontier: Frontier,
    previous: Digest,
    time_ms: u64,
    clock_went_back: Vec<u64>,
    /// Where the next stored hash is expected.
    position: u64,
    /// The kept heads, by how many entries they are about, the smallest last.
    notes: Vec<(String, Note)>,
    commitments: std::collections::HashMap<u64, Digest>,
}

impl<'a> Walk<'a> {
    fn new(ledger: &'a Ledger) -> Self {
        Self {
            ledger,
            connection: &ledger.connection,
            size: 0,
            entries: 0,
            blobs: HashSet::new(),
            checkpoints: 0,
            frontier: Frontier::default(),
            previous: Digest::of(ledger.public.name().as_bytes()),
            time_ms: 0,
            clock_went_back: Vec::new(),
            position: 0,
            notes: Vec::new(),
            commitments: std::collections::HashMap::new(),
        }
    }

    fn all(&mut self, checkpoint: Option<&[u8]>, progress: &mut dyn FnMut(u64)) -> Checked<()> {
        // The copy first: what is appended meanwhile makes the rest longer than it says.
        let copy = self.ledger.folder.read(&self.ledger.folder.checkpoint())?;
        self.connection.execute_batch("BEGIN")?;
        let ended = self.within(copy.as_deref(), checkpoint, progress);
        // Nothing was changed, so that there is nothing to keep.
        drop(self.connection.execute_batch("ROLLBACK"));
        ended
    }

    fn within(
        &mut self,
        copy: Option<&[u8]>,
        checkpoint: Option<&[u8]>,
        progress: &mut dyn FnMut(u64),
    ) -> Checked<()> {
        self.database()?;
        self.size = self.ledger.size()?;
        self.heads(copy, checkpoint)?;
        progress(0);
        let mut entries =
            self.connection.prepare("SELECT sequence, leaf FROM entry ORDER BY sequence")?;
        let mut nodes =
            self.connection.prepare("SELECT position, hash FROM node ORDER BY position")?;
        let mut lookups = self.connection.prepare(
            "SELECT sequence, kind, task, identity, candidate, code, score FROM lookup ORDER BY sequence",
        )?;
        let (mut entries, mut nodes) = (entries.query([])?, nodes.query([])?);
        let mut lookups = lookups.query([])?;
        self.due()?;
        while let Some(row) = entries.next()? {
            let sequence = row.get::<_, i64>(0)?.cast_unsigned();
            if sequence != self.entries {
                return bad(self.entries, "it is missing");
            }
            let leaf: Vec<u8> = row.get(1)?;
            self.tree(&leaf, &mut nodes)?;
            let entry = parse(sequence, &leaf)?;
            self.chain(&entry, &leaf)?;
            self.index(&entry, &mut lookups)?;
            self.body(&entry)?;
            self.entries += 1;
            self.due()?;
            if self.entries.is_multiple_of(PROGRESS_EVERY) {
                progress(self.entries);
            }
        }
        progress(self.entries);
        if nodes.next()?.is_some() || lookups.next()?.is_some() {
            return bad(None, "there are hashes or an index of entries that are not there");
        }
        if let Some((what, note)) = self.notes.last() {
            let (said, size) = (note.size, self.entries);
            return bad(size, format!("it is missing: {what} is about {said} entries"));
        }
        self.leftovers()
    }

    /// What the database itself finds wrong with it, and what runs when something is changed.
    fn database(&self) -> Checked<()> {
        let sql = "PRAGMA integrity_check(1)";
        let said: String = self.connection.query_row(sql, [], |row| row.get(0))?;
        if said != "ok" {
            return bad(None, format!("the database is damaged: {said}"));
        }
        let (origin, verifier) =
            (meta(self.connection, "origin")?, meta(self.connection, "verifier")?);
        if verifier != self.ledger.public.text() || origin != self.ledger.public.name() {
            return bad(None, "the ledger was begun with another key");
        }
        let sql =
            "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema ORDER BY name)";
        let schema: String = self.connection.query_row(sql, [], |row| row.get(0))?;
        if schema != crate::schema::expected()? {
            return bad(None, "the tables are not those that a ledger has");
        }
        let rows: i64 =
            self.connection.query_row("SELECT count(*) FROM meta", [], |row| row.get(0))?;
        if rows != 2 {
            return bad(None, "something was added to the names of the ledger");
        }
        Ok(())
    }

    /// Reads every signed head; they are compared with the tree on the way.
    fn heads(&mut self, copy: Option<&[u8]>, checkpoint: Option<&[u8]>) -> Checked<()> {
        let public = &self.ledger.public;
        let mut statement = self.connection.prepare("SELECT note FROM head")?;
        let heads: Vec<Vec<u8>> =
            statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let [head] = heads.as_slice() else { return bad(None, "no head was signed") };
        let Some(copy) = copy else { return bad(None, "the file `checkpoint` is gone") };
        let mut notes = vec![("the signed head".to_owned(), Note::read(head, public)?)];
        notes.push(("the file `checkpoint`".to_owned(), Note::read(copy, public)?));
        if let Some(note) = checkpoint {
            notes.push(("the checkpoint that was given".to_owned(), Note::read(note, public)?));
        }
        let head_size = notes.first().map_or(0, |(_, note)| note.size);
        let mut kept = self.connection.prepare("SELECT size, note FROM checkpoint")?;
        let mut rows = kept.query([])?;
        while let Some(row) = rows.next()? {
            let note = Note::read(&row.get::<_, Vec<u8>>(1)?, public)?;
            if note.size.cast_signed() != row.get::<_, i64>(0)? {
                return bad(None, "a kept head is about another number of entries than it says");
            }
            notes.push(("a kept head".to_owned(), note));
        }
        if head_size < self.size {
            return bad(head_size, "it was added without a signature");
        }
        notes.sort_by_key(|(_, note)| std::cmp::Reverse(note.size));
        self.notes = notes;
        Ok(())
    }

    /// Compares the heads that are about just the entries that were read.
    fn due(&mut self) -> Checked<()> {
        let root = self.frontier.root();
        while let Some((what, note)) = self.notes.pop_if(|(_, note)| note.size == self.entries) {
            if root.0 != *note.root.bytes() {
                return bad(self.entries.checked_sub(1), format!("{what} is about other entries"));
            }
            self.checkpoints += 1;
        }
        Ok(())
    }

    fn tree(&mut self, leaf: &[u8], nodes: &mut rusqlite::Rows<'_>) -> Checked<()> {
        for hash in self.frontier.push(record_hash(leaf)) {
            let stored = match nodes.next()? {
                Some(row) => (row.get::<_, i64>(0)?.cast_unsigned(), row.get::<_, Vec<u8>>(1)?),
                None => return bad(self.entries, "its hash is missing"),
            };
            if stored.0 != self.position || stored.1 != hash.0 {
                return bad(self.entries, "it is not what was hashed");
            }
            self.position += 1;
        }
        Ok(())
    }

    fn chain(&mut self, entry: &Entry, leaf: &[u8]) -> Checked<()> {
        if entry.previous != self.previous {
            return bad(self.entries, "it names another entry as the one before it");
        }
        if entry.time_ms < self.time_ms {
            self.clock_went_back.push(self.entries);
        }
        self.time_ms = entry.time_ms;
        self.previous = Digest::from_bytes(record_hash(leaf).0);
        Ok(())
    }

    fn index(&self, entry: &Entry, lookups: &mut rusqlite::Rows<'_>) -> Checked<()> {
        let Some(row) = lookups.next()? else { return bad(self.entries, "it is not in the index") };
        let digest = |column| -> rusqlite::Result<Option<Digest>> {
            Ok(row.get::<_, Option<[u8; 32]>>(column)?.map(Digest::from_bytes))
        };
        let code: String = row.get(5)?;
        let (task, kind): (String, String) = (row.get(2)?, row.get(1)?);
        let expected = Found::of(&entry.body);
        let same = row.get::<_, i64>(0)?.cast_unsigned() == entry.sequence
            && kind == entry.body.kind()
            && task == expected.task
            && digest(3)? == expected.identity
            && digest(4)? == expected.candidate
            && code == expected.code
            && row.get::<_, Option<f64>>(6)?.map(f64::to_bits) == expected.score.map(f64::to_bits);
        if same { Ok(()) } else { bad(self.entries, "the index says something else about it") }
    }

    fn body(&mut self, entry: &Entry) -> Checked<()> {
        for digest in entry.body.blobs() {
            if self.blobs.contains(digest.bytes()) {
                continue;
            }
            blobs::get(self.connection, digest)?;
            self.blobs.insert(*digest.bytes());
        }
        match &entry.body {
            Body::Commitment(it) => self.commitment(it),
            Body::Verdict(it) => self.verdict(it),
            Body::Run(_) => Ok(()),
        }
    }

    fn commitment(&mut self, entry: &CommitmentEntry) -> Checked<()> {
        if lazaret_trial::Identity::of(entry.identity.parts.clone()) != entry.identity {
            return bad(self.entries, "its identity is not the digest of its parts");
        }
        self.commitments.insert(self.entries, entry.identity.digest);
        Ok(())
    }

    /// What the entry says of the verdict is what the verdict says.
    fn verdict(&self, entry: &VerdictEntry) -> Checked<()> {
        if self.commitments.get(&entry.commitment) != Some(&entry.identity) {
            return bad(self.entries, "it rests on a commitment that was not made before");
        }
        let bytes = blobs::get(self.connection, entry.verdict)?;
        let Ok(verdict) = serde_json::from_slice::<Verdict>(&bytes) else {
            return bad(self.entries, "its verdict cannot be read");
        };
        let same = verdict.candidate == entry.candidate
            && verdict.code() == entry.code
            && verdict.score.map(f64::to_bits) == entry.score.map(f64::to_bits)
            && verdict.identity.is_none_or(|identity| identity == entry.identity);
        if same { Ok(()) } else { bad(self.entries, "its verdict says something else") }
    }

    /// Blobs that no entry names.
    fn leftovers(&self) -> Checked<()> {
        let sql = "SELECT count(*) FROM blob";
        let count: i64 = self.connection.query_row(sql, [], |row| row.get(0))?;
        if count.cast_unsigned() != self.blobs.len() as u64 {
            return bad(None, "there are blobs that no entry names");
        }
        Ok(())
    }
}
