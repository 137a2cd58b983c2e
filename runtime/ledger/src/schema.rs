//! The database: how it is opened, and what is in it.

use std::cmp::Ordering;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use crate::checkpoint::Note;
use crate::error::LedgerError;
use crate::folder::{Folder, LOCK_PATIENCE};
use crate::key::PublicKey;

/// Says that a database is a ledger: "LZRT".
const APPLICATION_ID: i64 = 0x4c5a_5254;

/// The schema that this version writes. A newer one is refused, never guessed at.
pub const SCHEMA: i64 = 1;

/// The most bytes of a row that is read or written: the largest blob, and what else is in its row. Whatever a
/// damaged file says, no more is asked of the machine.
const ROW_BYTES_MAX: i32 = (256 << 20) + 4096;

/// What whoever appends keeps of the database in memory, in KiB: the inner pages of all indices of ten million
/// entries, and some of the others.
const CACHE_KIB: i64 = 32 << 10;

/// How many pages of 4 KiB the write-ahead log has before they are taken over into the database: 32 MiB.
const LOG_PAGES: i64 = 8 << 10;

/// `entry`, `blob`, `node` and `checkpoint` only grow. `lookup` can be made again from the entries, and `head`
/// is the last checkpoint.
const TABLES: &str = "
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT;
CREATE TABLE entry (sequence INTEGER PRIMARY KEY, leaf BLOB NOT NULL) STRICT;
CREATE TABLE blob (
    number INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, size INTEGER NOT NULL,
    packed INTEGER NOT NULL, bytes BLOB NOT NULL
) STRICT;
CREATE TABLE node (position INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;
CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note BLOB NOT NULL) STRICT;
CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), note BLOB NOT NULL) STRICT;
CREATE TABLE lookup (
    sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, task TEXT NOT NULL, identity BLOB,
    candidate BLOB, code TEXT NOT NULL, score REAL
) STRICT;
CREATE INDEX lookup_trial ON lookup (candidate, identity);
CREATE INDEX lookup_identity ON lookup (identity);
CREATE INDEX lookup_task ON lookup (task);
CREATE INDEX lookup_code ON lookup (code);
CREATE INDEX lookup_kind ON lookup (kind);
";

/// Tables of which a row is never changed and never goes.
const GROWING: [&str; 4] = ["entry", "blob", "node", "checkpoint"];

/// A head was signed, so there was a database.
fn gone() -> LedgerError {
    LedgerError::Damaged("the database is gone, and `checkpoint` is not".to_owned())
}

/// Opens the database to be written, and makes it if there is none. The caller holds the lock. `first` is the
/// head of the empty ledger: there is no time without a signed one, so that whoever takes all entries away
/// cannot make the owner sign that there never were any.
pub fn open_to_write(
    folder: &Folder,
    patience: Duration,
    public: &PublicKey,
    first: impl FnOnce() -> Result<Note, LedgerError>,
) -> Result<Connection, LedgerError> {
    let copied = folder.checkpoint().exists();
    if copied && !folder.database().exists() {
        return Err(gone());
    }
    folder.make_database()?;
    let path = folder.database();
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(&path, flags)?;
    settle(&connection, patience)?;
    // `SQLite` is content with less than it was asked for.
    if connection.is_readonly("main")? {
        return Err(LedgerError::ReadOnly(folder.path().to_owned()));
    }
    // Nothing is changed before it is known to be a ledger, or nothing yet.
    let new = is_empty(&connection)?;
    if new && copied {
        return Err(gone());
    }
    if !new {
        check(&connection, &path)?;
        check_tables(&connection)?;
    }
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // Each commit is on the disk before it returns.
    connection.pragma_update(None, "synchronous", "FULL")?;
    // Digests come in no order, so that each goes to another page of an index; pages that are not at hand have to
    // be read again for each batch, and what is taken over into the database seldom is taken over once.
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
    if new {
        create(&mut connection, public.name(), public.text(), &first()?.text)?;
    }
    Ok(connection)
}

/// Opens the database to be read. Where nothing can be written, it is read as it lies, if all of it lies in the
/// one file: what a process that was killed has left beside it could not be taken into account.
pub fn open_to_read(folder: &Folder) -> Result<Connection, LedgerError> {
    let path = folder.database();
    // Looked at before the database, because whoever makes a ledger writes it last.
    let copied = folder.checkpoint().exists();
    let absent = || if copied { gone() } else { LedgerError::Absent(folder.path().to_owned()) };
    if !path.is_file() {
        return Err(absent());
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(&path, flags).map_err(LedgerError::from);
    let connection = opened.and_then(|connection| {
        settle(&connection, LOCK_PATIENCE)?;
        // Somebody is just making it.
        if is_empty(&connection)? {
            return Err(absent());
        }
        check(&connection, &path)?;
        Ok(connection)
    });
    match connection {
        Err(error) if cannot_write(&error) => {
            let rest = folder.path().join("ledger.sqlite-wal");
            if std::fs::metadata(&rest).is_ok_and(|about| about.len() != 0) {
                let why = "a process that has ended has left entries in it, which can be read only where \
                           the folder can be written; copy it"
                    .to_owned();
                return Err(LedgerError::Unsafe { path: rest, why });
            }
            // Without the right to write, not even the file of shared memory can be made.
            let uri = format!("file:{}?immutable=1", encoded(&path));
            let flags = flags | OpenFlags::SQLITE_OPEN_URI;
            let connection = Connection::open_with_flags(uri, flags)?;
            settle(&connection, LOCK_PATIENCE)?;
            check(&connection, &path)?;
            Ok(connection)
        }
        connection => connection.map_err(|error| error.within(folder.path())),
    }
}

fn cannot_write(error: &LedgerError) -> bool {
    match error {
        LedgerError::ReadOnly(_) => true,
        LedgerError::Database(error) => {
            error.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen)
        }
        _ => false,
    }
}

fn encoded(path: &Path) -> String {
    let mut text = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                text.push(char::from(*byte));
            }
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

/// What holds for every connection: nothing in the file is trusted to run, damage is looked for.
fn settle(connection: &Connection, patience: Duration) -> Result<(), LedgerError> {
    connection.busy_timeout(patience)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, ROW_BYTES_MAX)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(())
}

fn is_empty(connection: &Connection) -> Result<bool, LedgerError> {
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(tables == 0 && number(connection, "application_id")? == 0)
}

fn create(
    connection: &mut Connection,
    origin: &str,
    verifier: &str,
    first: &str,
) -> Result<(), LedgerError> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(TABLES)?;
    for table in GROWING {
        for change in ["UPDATE", "DELETE"] {
            transaction.execute_batch(&format!(
                "CREATE TRIGGER {table}_no_{change} BEFORE {change} ON {table}
                 BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;"
            ))?;
        }
    }
    let mut meta = transaction.prepare("INSERT INTO meta VALUES (?1, ?2)")?;
    meta.execute(["origin", origin])?;
    meta.execute(["verifier", verifier])?;
    drop(meta);
    transaction.execute("INSERT INTO head VALUES (1, ?1)", [first.as_bytes()])?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", SCHEMA)?;
    transaction.commit()?;
    Ok(())
}

fn check(connection: &Connection, path: &Path) -> Result<(), LedgerError> {
    if number(connection, "application_id")? != APPLICATION_ID {
        return Err(LedgerError::Foreign(path.to_owned()));
    }
    let found = number(connection, "user_version")?;
    match found.cmp(&SCHEMA) {
        Ordering::Greater => Err(LedgerError::Newer { found, known: SCHEMA }),
        Ordering::Less => Err(LedgerError::Damaged(format!("it has schema {found}"))),
        Ordering::Equal => Ok(()),
    }
}

fn number(connection: &Connection, pragma: &str) -> Result<i64, LedgerError> {
    Ok(connection.pragma_query_value(None, pragma, |row| row.get(0))?)
}

/// A text that was written when the ledger was made.
pub fn meta(connection: &Connection, name: &str) -> Result<String, LedgerError> {
    let sql = "SELECT value FROM meta WHERE name = ?1";
    Ok(connection.query_row(sql, [name], |row| row.get(0))?)
}

/// Refuses tables, indices and triggers that are not as they are made here: what somebody has put in their place
/// could run for ever, or change what is written.
pub fn check_tables(connection: &Connection) -> Result<(), LedgerError> {
    if tables(connection)? != expected()? {
        return Err(LedgerError::Damaged("its tables are not those that a ledger has".to_owned()));
    }
    Ok(())
}

/// Made once, because to make them takes longer than all else that opening a ledger does.
fn expected() -> Result<&'static [Table], LedgerError> {
    static EXPECTED: OnceLock<Vec<Table>> = OnceLock::new();
    if let Some(tables) = EXPECTED.get() {
        return Ok(tables);
    }
    let mut made = Connection::open_in_memory()?;
    create(&mut made, "", "", "")?;
    let tables = tables(&made)?;
    Ok(EXPECTED.get_or_init(|| tables))
}

/// Kind, name, table and text.
type Table = [String; 4];

fn tables(connection: &Connection) -> Result<Vec<Table>, LedgerError> {
    let sql = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY name";
    let mut statement = connection.prepare(sql)?;
    let rows =
        statement.query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
