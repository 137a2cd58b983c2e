//! What somebody can do who can write every file of a ledger, knows all about it, and does not have the key.

use std::path::Path;

use rusqlite::Connection;
use serde_json::Value;
use tlog_tiles::{Hash, HashReader, record_hash, stored_hash_index, stored_hashes};

/// Changes the database behind the ledger's back: the triggers that would refuse it are taken away, and put back as
/// if nothing had happened.
pub fn change(folder: &Path, change: impl FnOnce(&Connection)) {
    let connection = Connection::open(folder.join("ledger.sqlite")).unwrap();
    let mut triggers =
        connection.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").unwrap();
    let rows = triggers.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let triggers: Vec<(String, String)> = rows.map(Result::unwrap).collect();
    for (name, _) in &triggers {
        connection.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    change(&connection);
    for (_, sql) in &triggers {
        connection.execute_batch(sql).unwrap();
    }
}

/// Runs SQL behind the ledger's back.
pub fn sql(folder: &Path, sql: &str) {
    change(folder, |connection| connection.execute_batch(sql).unwrap());
}

/// The bytes of an entry.
pub fn leaf(connection: &Connection, sequence: u64) -> Vec<u8> {
    let sql = "SELECT leaf FROM entry WHERE sequence = ?1";
    connection.query_row(sql, [sequence.cast_signed()], |row| row.get(0)).unwrap()
}

/// Puts other bytes in the place of an entry's.
pub fn set_leaf(connection: &Connection, sequence: u64, leaf: &[u8]) {
    let sql = "UPDATE entry SET leaf = ?2 WHERE sequence = ?1";
    assert_eq!(connection.execute(sql, (sequence.cast_signed(), leaf)).unwrap(), 1);
}

/// Changes a member of an entry.
pub fn edit(connection: &Connection, sequence: u64, edit: impl FnOnce(&mut Value)) {
    let mut entry: Value = serde_json::from_slice(&leaf(connection, sequence)).unwrap();
    edit(&mut entry);
    set_leaf(connection, sequence, &serde_json::to_vec(&entry).unwrap());
}

/// Says that an entry was made an hour before.
pub fn back_date(connection: &Connection, sequence: u64) {
    edit(connection, sequence, |entry| {
        entry["time_ms"] = (entry["time_ms"].as_u64().unwrap() - 3_600_000).into();
    });
}

/// How many entries there are.
pub fn size(connection: &Connection) -> u64 {
    let sql = "SELECT count(*) FROM entry";
    connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap().cast_unsigned()
}

/// Makes each entry from this one on follow the one before it.
pub fn chain(connection: &Connection, from: u64) {
    for sequence in from..size(connection) {
        let previous = record_hash(&leaf(connection, sequence - 1));
        let hex: String = previous.0.iter().map(|byte| format!("{byte:02x}")).collect();
        edit(connection, sequence, |entry| entry["previous"] = format!("sha256:{hex}").into());
    }
}

/// Computes all hashes of the tree anew.
pub fn hash(connection: &Connection) {
    struct Stored<'a>(&'a Connection);
    impl HashReader for Stored<'_> {
        fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog_tiles::Error> {
            let sql = "SELECT hash FROM node WHERE position = ?1";
            let one = |index: &u64| {
                Hash(self.0.query_row(sql, [index.cast_signed()], |row| row.get(0)).unwrap())
            };
            Ok(indexes.iter().map(one).collect())
        }
    }
    connection.execute_batch("DELETE FROM node").unwrap();
    for sequence in 0..size(connection) {
        let hashes =
            stored_hashes(sequence, &leaf(connection, sequence), &Stored(connection)).unwrap();
        for (position, hash) in (stored_hash_index(0, sequence)..).zip(hashes) {
            let sql = "INSERT INTO node VALUES (?1, ?2)";
            connection.execute(sql, (position.cast_signed(), hash.0)).unwrap();
        }
    }
}

/// Takes away the entries from this one on, and all that belongs to them.
pub fn cut(connection: &Connection, from: u64) {
    let blobs = |below: &str| {
        let sql = format!("SELECT leaf FROM entry WHERE sequence {below} ORDER BY sequence");
        let mut statement = connection.prepare(&sql).unwrap();
        let leaves = statement.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
        let leaves: Vec<String> =
            leaves.map(|leaf| String::from_utf8(leaf.unwrap()).unwrap()).collect();
        leaves.concat()
    };
    let (kept, gone) = (blobs(&format!("< {from}")), blobs(&format!(">= {from}")));
    let mut statement = connection.prepare("SELECT number, lower(hex(digest)) FROM blob").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let all: Vec<(i64, String)> = rows.map(Result::unwrap).collect();
    for (number, hex) in all {
        if gone.contains(&hex) && !kept.contains(&hex) {
            connection.execute("DELETE FROM blob WHERE number = ?1", [number]).unwrap();
        }
    }
    let sql = format!(
        "DELETE FROM entry WHERE sequence >= {from}; DELETE FROM lookup WHERE sequence >= {from};
         DELETE FROM checkpoint WHERE size > {from}"
    );
    connection.execute_batch(&sql).unwrap();
    hash(connection);
}
