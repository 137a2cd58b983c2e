//! Everything in a ledger, checked against everything else in it.
//!
//! Nothing here relies on how it was written: the tree is made again from the entries, every blob is hashed, and
//! whatever lies in a table and follows from nothing is a finding. `verify_ledger.py` beside this crate does the
//! same in another language and in the same order, so that both name the same entry.

use std::collections::HashMap;

use lazaret_trial::Digest;
use rusqlite::{Connection, Row, Rows};
use tlog_tiles::record_hash;

use crate::append::Found;
use crate::blobs;
use crate::checkpoint::Note;
use crate::entry::{Body, Entry};
use crate::error::LedgerError;
use crate::frontier::Frontier;
use crate::ledger::{Ledger, parse};
use crate::rules::{self, Progress};
use crate::schema::{check_tables, meta};

/// How many entries go by between two reports of progress.
const PROGRESS_EVERY: u64 = 4096;

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The first entry that does not fit with all that was read before it, if it is about an entry. Where whoever
    /// changed an entry has adapted the hashes as well, that is the next one; where they have adapted all that
    /// follows, it is the first that no earlier signed head vouches for.
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
            Err(Stop::Error(error)) if error.is_about_content() => {
                let what = match error {
                    LedgerError::BadEntry { why, .. } => why,
                    error => error.to_string(),
                };
                Some(Finding { sequence: walk.at, what })
            }
            Err(Stop::Error(error)) => return Err(error),
        };
        Ok(Verification {
            entries: walk.entries,
            blobs: walk.blobs.count,
            checkpoints: walk.checkpoints,
            root: Digest::from_bytes(walk.frontier.root().0),
            bad,
            clock_went_back: walk.clock_went_back,
        })
    }
}

/// Which rows of the table of blobs were looked at; a bit each, because there may be millions.
#[derive(Default)]
struct Seen {
    bits: Vec<u64>,
    largest: u64,
    count: u64,
}

impl Seen {
    /// A few of the rows may be gone, which the entries that name them will tell; so there may be numbers beyond
    /// their count, but not any number.
    fn of(rows: u64) -> Self {
        let largest = rows.saturating_mul(2).saturating_add(64);
        let words = usize::try_from(largest / 64 + 1).unwrap_or(usize::MAX);
        Self { bits: vec![0; words], largest, count: 0 }
    }

    /// Whether this is the first time; none if there can be no such row.
    fn is_new(&mut self, number: i64) -> Option<bool> {
        let number = u64::try_from(number).ok().filter(|number| *number <= self.largest)?;
        let number = usize::try_from(number).ok()?;
        let (word, bit) = (self.bits.get_mut(number / 64)?, 1 << (number % 64));
        let new = *word & bit == 0;
        *word |= bit;
        self.count += u64::from(new);
        Some(new)
    }
}

struct Walk<'a> {
    ledger: &'a Ledger,
    connection: &'a Connection,
    /// The entry that is being looked at.
    at: Option<u64>,
    entries: u64,
    blobs: Seen,
    checkpoints: u64,
    frontier: Frontier,
    previous: Digest,
    time_ms: u64,
    clock_went_back: Vec<u64>,
    /// Where the next stored hash is expected.
    position: u64,
    /// How many entries the signed head is about.
    signed: u64,
    /// How many entries were shown to be what was signed.
    vouched: u64,
    /// The signed heads that were not compared yet, by how many entries they are about, the smallest last.
    notes: Vec<(&'static str, Note)>,
    commitments: HashMap<u64, Digest>,
    /// How far each campaign has come, by its name.
    campaigns: HashMap<String, Progress>,
}

impl<'a> Walk<'a> {
    fn new(ledger: &'a Ledger) -> Self {
        Self {
            ledger,
            connection: &ledger.connection,
            at: None,
            entries: 0,
            blobs: Seen::default(),
            checkpoints: 0,
            frontier: Frontier::default(),
            previous: Digest::of(ledger.public.name().as_bytes()),
            time_ms: 0,
            clock_went_back: Vec::new(),
            position: 0,
            signed: 0,
            vouched: 0,
            notes: Vec::new(),
            commitments: HashMap::new(),
            campaigns: HashMap::new(),
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
        self.heads(copy, checkpoint)?;
        progress(0);
        let connection = self.connection;
        let mut entries =
            connection.prepare("SELECT sequence, leaf FROM entry ORDER BY sequence")?;
        let mut nodes = connection.prepare("SELECT position, hash FROM node ORDER BY position")?;
        let mut lookups = connection.prepare(
            "SELECT sequence, kind, task, identity, candidate, code, score FROM lookup
             ORDER BY sequence",
        )?;
        let (mut nodes, mut lookups) = (nodes.query([])?, lookups.query([])?);
        let mut entries = entries.query([])?;
        self.due()?;
        loop {
            self.at = Some(self.entries);
            let Some(row) = entries.next()? else { break };
            self.entry(row, &mut nodes, &mut lookups)?;
            if self.entries.is_multiple_of(PROGRESS_EVERY) {
                progress(self.entries);
            }
        }
        progress(self.entries);
        if let Some((what, note)) = self.notes.last() {
            let said = note.size;
            return bad(self.entries, format!("it is missing: {what} is about {said} entries"));
        }
        self.at = None;
        if nodes.next()?.is_some() || lookups.next()?.is_some() {
            return bad(None, "there are hashes or an index of entries that are not there");
        }
        self.leftovers()
    }

    fn entry(
        &mut self,
        row: &Row<'_>,
        nodes: &mut Rows<'_>,
        lookups: &mut Rows<'_>,
    ) -> Checked<()> {
        let Ok(sequence) = u64::try_from(row.get::<_, i64>(0)?) else {
            return bad(None, "there is an entry with a number below 0");
        };
        if self.signed <= self.entries {
            return bad(sequence, "it was added without a signature");
        }
        if sequence != self.entries {
            return bad(self.entries, "it is missing");
        }
        let leaf: Vec<u8> = row.get(1)?;
        self.tree(&leaf, nodes)?;
        let entry = parse(sequence, &leaf)?;
        self.chain(&entry, &leaf)?;
        self.index(&entry, lookups)?;
        self.body(&entry)?;
        self.entries += 1;
        self.due()
    }

    /// What the database itself finds wrong with it, and what runs when something is changed. The tables first:
    /// nothing is asked of them before it is known what they are.
    fn database(&mut self) -> Checked<()> {
        check_tables(self.connection)?;
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
        let number = |sql: &str| self.connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        if number("SELECT count(*) FROM meta")? != 2 {
            return bad(None, "something was added to the names of the ledger");
        }
        let blobs = number("SELECT count(*) FROM blob")?.cast_unsigned();
        if number("SELECT coalesce(min(number), 1) FROM blob")? < 1 {
            return bad(None, "a blob has a number below 1");
        }
        self.blobs = Seen::of(blobs);
        Ok(())
    }

    /// Reads every signed head; they are compared with the tree on the way.
    fn heads(&mut self, copy: Option<&[u8]>, checkpoint: Option<&[u8]>) -> Checked<()> {
        let mut statement = self.connection.prepare("SELECT note FROM head")?;
        let heads: Vec<Vec<u8>> =
            statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let [head] = heads.as_slice() else { return bad(None, "no head was signed") };
        self.note("the signed head", head)?;
        self.signed = self.notes.last().map_or(0, |(_, note)| note.size);
        match copy {
            Some(copy) => self.note("the file `checkpoint`", copy)?,
            // It is written a moment after the empty ledger.
            None if self.signed == 0 => {}
            None => return bad(None, "the file `checkpoint` is gone"),
        }
        if let Some(note) = checkpoint {
            self.note("the checkpoint that was given", note)?;
        }
        let mut kept = self.connection.prepare("SELECT size, note FROM checkpoint")?;
        let mut rows = kept.query([])?;
        while let Some(row) = rows.next()? {
            self.note("a kept head", &row.get::<_, Vec<u8>>(1)?)?;
            let size = self.notes.last().map(|(_, note)| note.size.cast_signed());
            if size != Some(row.get(0)?) {
                return bad(None, "a kept head is about another number of entries than it says");
            }
        }
        self.notes.sort_by_key(|(_, note)| std::cmp::Reverse(note.size));
        Ok(())
    }

    fn note(&mut self, what: &'static str, bytes: &[u8]) -> Checked<()> {
        match Note::read(bytes, &self.ledger.public) {
            Ok(note) => self.notes.push((what, note)),
            Err(LedgerError::Damaged(why)) => return bad(None, format!("{what}: {why}")),
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Compares the heads that are about just the entries that were read.
    fn due(&mut self) -> Checked<()> {
        let entries = self.entries;
        let mut root = None;
        while let Some((what, note)) = self.notes.pop_if(|(_, note)| note.size == entries) {
            let root = root.get_or_insert_with(|| self.frontier.root());
            if root.0 != *note.root.bytes() {
                let to = entries.saturating_sub(1);
                let what = format!("it, or one up to entry {to}, is not what was signed ({what})");
                return bad(self.vouched, what);
            }
            self.checkpoints += 1;
        }
        if root.is_some() {
            self.vouched = entries;
        }
        Ok(())
    }

    fn tree(&mut self, leaf: &[u8], nodes: &mut Rows<'_>) -> Checked<()> {
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
            let what = "it does not follow the entry before it: one of the two was changed";
            return bad(self.entries, what);
        }
        if entry.time_ms < self.time_ms {
            self.clock_went_back.push(self.entries);
        }
        self.time_ms = entry.time_ms;
        self.previous = Digest::from_bytes(record_hash(leaf).0);
        Ok(())
    }

    fn index(&self, entry: &Entry, lookups: &mut Rows<'_>) -> Checked<()> {
        let Some(row) = lookups.next()? else { return bad(self.entries, "it is not in the index") };
        let digest = |column| -> rusqlite::Result<Option<Digest>> {
            Ok(row.get::<_, Option<[u8; 32]>>(column)?.map(Digest::from_bytes))
        };
        let code: String = row.get(5)?;
        let (task, kind): (String, String) = (row.get(2)?, row.get(1)?);
        // The database keeps no sign of a zero, so that these are compared as numbers.
        let score: Option<f64> = row.get(6)?;
        let expected = Found::of(&entry.body);
        let same = row.get::<_, i64>(0)?.cast_unsigned() == entry.sequence
            && kind == entry.body.kind()
            && task == expected.task
            && digest(3)? == expected.identity
            && digest(4)? == expected.candidate
            && code == expected.code
            && score == expected.score;
        if same { Ok(()) } else { bad(self.entries, "the index says something else about it") }
    }

    fn body(&mut self, entry: &Entry) -> Checked<()> {
        let mut bytes_of_verdict = None;
        for digest in entry.body.blobs() {
            let number = blobs::number(self.connection, digest)?;
            let Some(new) = self.blobs.is_new(number) else {
                return bad(self.entries, format!("blob {digest} has a number that none has"));
            };
            let wanted = matches!(&entry.body, Body::Verdict(it) if it.verdict == digest);
            if new || wanted {
                let bytes = blobs::get(self.connection, digest)?;
                bytes_of_verdict = if wanted { Some(bytes) } else { bytes_of_verdict };
            }
        }
        let fault = match &entry.body {
            Body::Commitment(it) => {
                self.commitments.insert(self.entries, it.identity.digest);
                rules::commitment(it)
            }
            Body::Verdict(it) => {
                let committed = self.commitments.get(&it.commitment).copied();
                rules::verdict(it, committed, &bytes_of_verdict.unwrap_or_default())
            }
            Body::Run(_) => None,
            Body::Check(it) => rules::check(it),
            Body::Campaign(it) => {
                let fault = rules::campaign(self.campaigns.get(&it.name));
                self.campaigns.insert(it.name.clone(), Progress::begun(self.entries, it));
                fault
            }
            Body::Round(it) => {
                let fault = rules::round(it, self.campaigns.get(&it.name));
                self.campaigns.insert(it.name.clone(), Progress::after(it));
                fault
            }
        };
        fault.map_or(Ok(()), |why| bad(self.entries, why))
    }

    /// Blobs that no entry names.
    fn leftovers(&self) -> Checked<()> {
        let sql = "SELECT count(*) FROM blob";
        let count: i64 = self.connection.query_row(sql, [], |row| row.get(0))?;
        if count.cast_unsigned() != self.blobs.count {
            return bad(None, "there are blobs that no entry names");
        }
        let sql = "SELECT coalesce(max(number), 0) FROM blob";
        if self.connection.query_row(sql, [], |row| row.get::<_, i64>(0))? != count {
            return bad(None, "the blobs are not numbered one after the other");
        }
        Ok(())
    }
}
