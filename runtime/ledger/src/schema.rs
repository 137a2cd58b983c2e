//! The database: how it is opened, and what is in it.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::error::LedgerError;

/// Says that a database is a ledger: "LZRT".
const APPLICATION_ID: i64 = 0x4c5a_5254;

/// The schema that this version writes. A newer one is refused, never guessed at.
pub const SCHEMA: i64 = 1;

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
";

/// Tables of which a row is never changed and never goes.
const GROWING: [&str; 4] = ["entry", "blob", "node", "checkpoint"];

/// Opens the database to be written, and makes it if it is not there. The caller holds the lock.
pub fn open_to_write(path: &Path, origin: &str, verifier: &str) -> Result<Connection, LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    settle(&connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // Each commit is on the disk before it returns.
    connection.pragma_update(None, "synchronous", "FULL")?;
    if is_empty(&connection)? {
        create(&mut connection, origin, verifier)?;
    }
    check(&connection, path)?;
    Ok(connection)
}

/// Opens the database to be read. A folder that cannot be written to is read as it lies.
pub fn open_to_read(path: &Path) -> Result<Connection, LedgerError> {
    if !path.is_file() {
        return Err(LedgerError::Absent(path.parent().unwrap_or(path).to_owned()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(path, flags).map_err(LedgerError::from);
    let connection = opened.and_then(|connection| {
        settle(&connection)?;
        check(&connection, path)?;
        Ok(connection)
    });
    match connection {
        Err(LedgerError::Database(_) | LedgerError::ReadOnly(_)) => {
            // Without the right to write, not even the file of shared memory can be made.
            let uri = format!("file:{}?immutable=1", encoded(path));
            let flags = flags | OpenFlags::SQLITE_OPEN_URI;
            let connection = Connection::open_with_flags(uri, flags)?;
            settle(&connection)?;
            check(&connection, path)?;
            Ok(connection)
        }
        connection => connection,
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
fn settle(connection: &Connection) -> Result<(), LedgerError> {
    connection.busy_timeout(std::time::Duration::from_secs(30))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(())
}

fn is_empty(connection: &Connection) -> Result<bool, LedgerError> {
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(tables == 0 && number(connection, "application_id")? == 0)
}

fn create(connection: &mut Connection, origin: &str, verifier: &str) -> Result<(), LedgerError> {
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
    if SCHEMA < found {
        return Err(LedgerError::Newer { found, known: SCHEMA });
    }
    Ok(())
}

fn number(connection: &Connection, pragma: &str) -> Result<i64, LedgerError> {
    Ok(connection.pragma_query_value(None, pragma, |row| row.get(0))?)
}

/// A text that was written when the ledger was made.
pub fn meta(connection: &Connection, name: &str) -> Result<String, LedgerError> {
    let sql = "SELECT value FROM meta WHERE name = ?1";
    Ok(connection.query_row(sql, [name], |row| row.get(0))?)
}

/// The texts of all tables, indices and triggers as they are made here, in the form in which `verify` compares
/// them: a trigger that somebody added could change what is read or written later.
pub fn expected() -> Result<String, LedgerError> {
    let mut connection = Connection::open_in_memory()?;
    create(&mut connection, "", "")?;
    let sql = "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema ORDER BY name)";
    Ok(connection.query_row(sql, [], |row| row.get(0))?)
}
