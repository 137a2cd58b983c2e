//! What was accepted, on the disk, until it is recorded; and for a while how it ended.
//!
//! Invariants:
//! - A job is on the disk before its client hears that it was accepted.
//! - A job is taken from the list of what is to be done only after its verdict is in the ledger.
//! - Numbers are never used twice, also not after a restart.
//! - What has ended and the idempotency keys are bounded; the oldest go.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use lazaret_trial::Digest;
use rusqlite::{Connection, OptionalExtension};
use tokio::sync::oneshot;

use crate::error::ServiceError;
use crate::limits::{ENDED_MAX, KEYS_MAX};

/// The form of the database.
const SCHEMA: i64 = 1;

/// The most orders of one commit, which is what one wait for the disk is shared by.
const ORDERS_MAX: usize = 256;

/// How many ends go by before the oldest are looked for.
const ENDS_PER_LOOK: u64 = 512;

const TABLES: &str = "
    CREATE TABLE job (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        task TEXT NOT NULL,
        name TEXT NOT NULL,
        request TEXT NOT NULL,
        accepted_ms INTEGER NOT NULL,
        deadline_ms INTEGER,
        content BLOB,
        ended TEXT
    ) STRICT;
    CREATE INDEX waiting ON job (id) WHERE ended IS NULL;
    CREATE TABLE key (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        digest BLOB NOT NULL UNIQUE,
        body BLOB NOT NULL,
        first INTEGER NOT NULL,
        count INTEGER NOT NULL
    ) STRICT;";

/// The queue on the disk.
pub struct Store {
    /// None once it ends.
    orders: Option<Sender<Order>>,
    writer: Option<JoinHandle<()>>,
    reader: Mutex<Connection>,
}

/// A job as it is written.
#[derive(Clone, Debug)]
pub struct Draft {
    pub task: String,
    pub name: String,
    /// What else was asked for, in JSON.
    pub request: String,
    pub accepted_ms: i64,
    pub deadline_ms: Option<i64>,
    pub content: Vec<u8>,
}

/// A job that is on the disk.
#[derive(Clone, Debug)]
pub struct Stored {
    pub id: u64,
    pub task: String,
    pub name: String,
    pub request: String,
    pub deadline_ms: Option<i64>,
    /// How it ended, in JSON.
    pub ended: Option<String>,
}

/// What a client says so that the same request is not done twice.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    pub key: Digest,
    pub body: Digest,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// It is on the disk, under these numbers.
    New(Vec<u64>),
    /// It was there already.
    Known(Vec<u64>),
    /// The key was used for another request.
    Conflict,
}

enum Order {
    Accept { drafts: Vec<Draft>, key: Option<Key>, done: oneshot::Sender<Result<Accepted, String>> },
    End { id: u64, end: String },
}

impl Store {
    /// Opens the queue of a folder, and makes one if there is none.
    pub fn open(folder: &Path) -> Result<Self, ServiceError> {
        let path = folder.join("queue.sqlite");
        let queue = |error: rusqlite::Error| ServiceError::Queue {
            path: path.clone(),
            why: error.to_string(),
        };
        let connection = connect(&path).map_err(queue)?;
        let found: i64 = connection
            .query_row("SELECT user_version FROM pragma_user_version", [], |row| row.get(0))
            .map_err(queue)?;
        match found {
            0 => {
                let begin =
                    format!("BEGIN IMMEDIATE; {TABLES} PRAGMA user_version = {SCHEMA}; COMMIT;");
                connection.execute_batch(&begin).map_err(queue)?;
            }
            SCHEMA => {}
            _ => return Err(ServiceError::Newer { path, found, known: SCHEMA }),
        }
        let reader = Mutex::new(connect(&path).map_err(queue)?);
        private(&path)?;
        let (orders, inbox) = channel::<Order>();
        let write = move || Writer { connection, ends: 0 }.run(&inbox);
        let writer = std::thread::Builder::new().name("queue".to_owned()).spawn(write)?;
        Ok(Self { orders: Some(orders), writer: Some(writer), reader })
    }

    /// Hands a request in to be written.
    pub fn accept(
        &self,
        drafts: Vec<Draft>,
        key: Option<Key>,
    ) -> oneshot::Receiver<Result<Accepted, String>> {
        let (done, accepted) = oneshot::channel();
        self.order(Order::Accept { drafts, key, done });
        accepted
    }

    /// Says how a job has ended. If the power goes before this is written, the job is done again, and answered
    /// from the ledger.
    pub fn end(&self, id: u64, end: String) {
        self.order(Order::End { id, end });
    }

    /// Everything that has not ended, the oldest first.
    pub fn waiting(&self) -> Result<Vec<Stored>, rusqlite::Error> {
        let reader = self.reader();
        let sql = format!("{SELECT} WHERE ended IS NULL ORDER BY id");
        let mut statement = reader.prepare(&sql)?;
        let rows = statement.query_map([], stored)?;
        rows.collect()
    }

    /// A job, if it is remembered.
    pub fn job(&self, id: u64) -> Result<Option<Stored>, rusqlite::Error> {
        let reader = self.reader();
        let mut statement = reader.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?;
        statement.query_row([number(id)], stored).optional()
    }

    /// The bytes of a job that has not ended.
    pub fn content(&self, id: u64) -> Result<Option<Vec<u8>>, rusqlite::Error> {
        let reader = self.reader();
        let mut statement = reader.prepare_cached("SELECT content FROM job WHERE id = ?1")?;
        Ok(statement.query_row([number(id)], |row| row.get(0)).optional()?.flatten())
    }

    fn order(&self, order: Order) {
        if let Some(orders) = &self.orders {
            // If the writer is gone, so is what would have answered, and waiting says so.
            drop(orders.send(order));
        }
    }

    fn reader(&self) -> MutexGuard<'_, Connection> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Store {
    /// What was handed in is written before it is gone.
    fn drop(&mut self) {
        drop(self.orders.take());
        if let Some(writer) = self.writer.take() {
            drop(writer.join());
        }
    }
}

const SELECT: &str = "SELECT id, task, name, request, deadline_ms, ended FROM job";

fn stored(row: &rusqlite::Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        id: row.get::<_, i64>(0)?.cast_unsigned(),
        task: row.get(1)?,
        name: row.get(2)?,
        request: row.get(3)?,
        deadline_ms: row.get(4)?,
        ended: row.get(5)?,
    })
}

fn number(id: u64) -> i64 {
    i64::try_from(id).unwrap_or(i64::MAX)
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
    Ok(connection)
}

/// Programs of others are in there: for its owner only, like the folder.
fn private(path: &Path) -> Result<(), ServiceError> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(path, mode)
        .map_err(|source| ServiceError::Io { path: path.to_owned(), source })
}

/// The one that writes.
struct Writer {
    connection: Connection,
    ends: u64,
}

impl Writer {
    fn run(mut self, inbox: &Receiver<Order>) {
        while let Ok(first) = inbox.recv() {
            let mut orders = vec![first];
            orders.extend(inbox.try_iter().take(ORDERS_MAX - 1));
            let answers: Vec<Result<Option<Accepted>, String>> = match self.commit(&orders) {
                Ok(answers) => answers.into_iter().map(Ok).collect(),
                Err(error) => vec![Err(error.to_string()); orders.len()],
            };
            for (order, answer) in orders.into_iter().zip(answers) {
                match (order, answer) {
                    // Whoever has gone away finds the job by its key, or not at all.
                    (Order::Accept { done, .. }, Ok(Some(accepted))) => {
                        drop(done.send(Ok(accepted)));
                    }
                    (Order::Accept { done, .. }, Err(error)) => drop(done.send(Err(error))),
                    (Order::End { id, .. }, Err(error)) => {
                        tracing::error!(id, error, "an end could not be written; it is done again");
                    }
                    (_, Ok(_)) => {}
                }
            }
        }
    }

    /// All in one transaction, or nothing; an answer for each order.
    fn commit(&mut self, orders: &[Order]) -> rusqlite::Result<Vec<Option<Accepted>>> {
        let transaction = self.connection.transaction()?;
        let mut answers = Vec::new();
        for order in orders {
            answers.push(match order {
                Order::Accept { drafts, key, .. } => Some(accept(&transaction, drafts, *key)?),
                Order::End { id, end } => {
                    let sql = "UPDATE job SET ended = ?2, content = NULL WHERE id = ?1";
                    transaction.prepare_cached(sql)?.execute((number(*id), end))?;
                    self.ends += 1;
                    if self.ends.is_multiple_of(ENDS_PER_LOOK) {
                        forget(&transaction)?;
                    }
                    None
                }
            });
        }
        transaction.commit()?;
        Ok(answers)
    }
}

fn accept(
    connection: &Connection,
    drafts: &[Draft],
    key: Option<Key>,
) -> rusqlite::Result<Accepted> {
    if let Some(key) = key {
        let sql = "SELECT body, first, count FROM key WHERE digest = ?1";
        let known = connection.prepare_cached(sql)?.query_row([key.key.bytes()], |row| {
            Ok((row.get::<_, [u8; 32]>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?))
        });
        if let Some((body, first, count)) = known.optional()? {
            if body != *key.body.bytes() {
                return Ok(Accepted::Conflict);
            }
            let ids = first..first.saturating_add(count);
            return Ok(Accepted::Known(ids.map(i64::cast_unsigned).collect()));
        }
    }
    let sql = "INSERT INTO job (task, name, request, accepted_ms, deadline_ms, content)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let mut insert = connection.prepare_cached(sql)?;
    let mut ids = Vec::new();
    for draft in drafts {
        let Draft { task, name, request, accepted_ms, deadline_ms, content } = draft;
        insert.execute((task, name, request, accepted_ms, deadline_ms, content))?;
        ids.push(connection.last_insert_rowid());
    }
    if let (Some(key), Some(first)) = (key, ids.first()) {
        let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
        let sql = "INSERT INTO key (digest, body, first, count) VALUES (?1, ?2, ?3, ?4)";
        let mut insert = connection.prepare_cached(sql)?;
        insert.execute((key.key.bytes(), key.body.bytes(), first, count))?;
        let old = connection.last_insert_rowid().saturating_sub(KEYS_MAX);
        connection.prepare_cached("DELETE FROM key WHERE number <= ?1")?.execute([old])?;
    }
    Ok(Accepted::New(ids.into_iter().map(i64::cast_unsigned).collect()))
}

/// Of what has ended, the oldest go.
fn forget(connection: &Connection) -> rusqlite::Result<()> {
    let sql = "DELETE FROM job WHERE id IN (
                   SELECT id FROM job WHERE ended IS NOT NULL ORDER BY id DESC LIMIT -1 OFFSET ?1)";
    connection.prepare_cached(sql)?.execute([ENDED_MAX])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(text: &str) -> Draft {
        Draft {
            task: "task".to_owned(),
            name: "x.py".to_owned(),
            request: "{}".to_owned(),
            accepted_ms: 1,
            deadline_ms: None,
            content: text.as_bytes().to_vec(),
        }
    }

    fn key(key: &str, body: &str) -> Option<Key> {
        Some(Key { key: Digest::of(key.as_bytes()), body: Digest::of(body.as_bytes()) })
    }

    #[track_caller]
    fn accept(store: &Store, drafts: &[&str], key: Option<Key>) -> Accepted {
        let drafts = drafts.iter().map(|text| draft(text)).collect();
        store.accept(drafts, key).blocking_recv().unwrap().unwrap()
    }

    #[test]
    fn what_was_accepted_is_there_again_until_it_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        assert_eq!(accept(&store, &["a", "b"], None), Accepted::New(vec![1, 2]));
        store.end(1, "\"done\"".to_owned());
        drop(store);
        let store = Store::open(folder.path()).unwrap();
        let waiting: Vec<u64> = store.waiting().unwrap().iter().map(|it| it.id).collect();
        assert_eq!(waiting, [2]);
        assert_eq!(store.content(2).unwrap().unwrap(), b"b");
        assert_eq!(store.content(1).unwrap(), None);
        assert_eq!(store.job(1).unwrap().unwrap().ended.unwrap(), "\"done\"");
        assert!(store.job(3).unwrap().is_none());
        assert_eq!(accept(&store, &["c"], None), Accepted::New(vec![3]));
    }

    #[test]
    fn a_key_is_for_one_request_also_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        assert_eq!(accept(&store, &["a", "b"], key("k", "ab")), Accepted::New(vec![1, 2]));
        drop(store);
        let store = Store::open(folder.path()).unwrap();
        assert_eq!(accept(&store, &["a", "b"], key("k", "ab")), Accepted::Known(vec![1, 2]));
        assert_eq!(accept(&store, &["c"], key("k", "c")), Accepted::Conflict);
        assert_eq!(accept(&store, &["c"], key("l", "c")), Accepted::New(vec![3]));
    }

    #[test]
    fn what_has_ended_and_keys_are_bounded() {
        let folder = tempfile::tempdir().unwrap();
        let connection = Connection::open(folder.path().join("x")).unwrap();
        connection.execute_batch(TABLES).unwrap();
        for index in 0..KEYS_MAX + 5 {
            let key = key(&index.to_string(), "");
            super::accept(&connection, &[draft("x")], key).unwrap();
        }
        let count = |table: &str| -> i64 {
            let sql = format!("SELECT count(*) FROM {table}");
            connection.query_row(&sql, [], |row| row.get(0)).unwrap()
        };
        assert_eq!(count("key"), KEYS_MAX);
        forget(&connection).unwrap();
        assert_eq!(count("job"), KEYS_MAX + 5, "what is to be done is never forgotten");
        connection.execute("UPDATE job SET ended = '1'", []).unwrap();
        forget(&connection).unwrap();
        assert_eq!(count("job"), ENDED_MAX);
    }

    #[test]
    fn a_queue_of_a_newer_version_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        drop(Store::open(folder.path()).unwrap());
        let connection = Connection::open(folder.path().join("queue.sqlite")).unwrap();
        connection.execute_batch("PRAGMA user_version = 2").unwrap();
        assert!(matches!(Store::open(folder.path()), Err(ServiceError::Newer { found: 2, .. })));
    }
}
