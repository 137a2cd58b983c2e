//! Rows deleted, changed, swapped, inserted, back-dated, the tail cut, older states put back, heads forged, keys
//! exchanged: both judges find each of it and name the same entry, and no ledger becomes well again by going on
//! with it.

use std::path::{Path, PathBuf};

use lazaret_ledger::Ledger;
use rusqlite::Connection;
use tlog_tiles::stored_hash_index;

use crate::attack::{back_date, chain, change, cut, edit, hash, leaf, set_leaf, size, sql};
use crate::judges::{Judgement, Python, both, rust};
use crate::support::{Small, commitment, copy, export, run, scratch, small, verdict};

/// A small ledger, and room for one that was tampered with.
struct Trial {
    small: Small,
    export: Vec<Vec<u8>>,
    given: PathBuf,
    room: PathBuf,
    python: Option<Python>,
    tried: usize,
    wrong: Vec<String>,
    _scratch: tempfile::TempDir,
}

impl Trial {
    fn new() -> Self {
        let scratch = scratch();
        let small = small(&scratch.path().join("small"));
        let given = scratch.path().join("given");
        std::fs::write(&given, &small.checkpoint).unwrap();
        let (export, room) = (export(&small.folder), scratch.path().join("room"));
        let (tried, wrong) = (0, Vec::new());
        Self {
            small,
            export,
            given,
            room,
            python: Python::start(),
            tried,
            wrong,
            _scratch: scratch,
        }
    }

    /// Tampers with a copy and says what should be found.
    fn bad(&mut self, what: &str, entry: impl Into<Option<u64>>, tamper: impl FnOnce(&Path)) {
        self.judge(what, Judgement::Bad(entry.into()), false, tamper);
    }

    /// The same, when somebody has kept the last head.
    fn bad_if_kept(
        &mut self,
        what: &str,
        entry: impl Into<Option<u64>>,
        tamper: impl FnOnce(&Path),
    ) {
        self.judge(what, Judgement::Bad(entry.into()), true, tamper);
    }

    fn judge(&mut self, what: &str, owed: Judgement, kept: bool, tamper: impl FnOnce(&Path)) {
        copy(&self.small.folder, &self.room);
        tamper(&self.room);
        self.tried += 1;
        let given = kept.then_some(self.given.as_path());
        let (judgement, words) = both(&mut self.python, &self.room, given, what);
        if judgement != owed {
            self.wrong.push(format!("{what}: {judgement:?} ({words}), owed is {owed:?}"));
        }
        if matches!(owed, Judgement::Bad(_)) {
            // The owner may be stopped, but must not sign it away.
            let gone_on = Ledger::open(&self.room)
                .and_then(|mut it| it.append(&[commitment("new", 77), run(78)]));
            let now = rust(&self.room, given);
            if now.0 == Judgement::Good {
                self.wrong.push(format!("{what}: it is well after going on ({gone_on:?})"));
            }
        }
    }

    /// Tampers with what says nothing.
    fn harmless(&mut self, what: &str, tamper: impl FnOnce(&Path)) {
        self.judge(what, Judgement::Good, false, tamper);
        if self.wrong.is_empty() && export(&self.room) != self.export {
            self.wrong.push(format!("{what}: missed"));
        }
    }

    /// The entry that is named if all entries from `changed` on were made to fit again: the first that no head
    /// vouches for.
    fn vouched(&self, changed: u64) -> u64 {
        self.small.heads.into_iter().filter(|head| *head <= changed).max().unwrap_or(0)
    }

    fn end(self) {
        eprintln!("{} attacks, {} not judged as owed", self.tried, self.wrong.len());
        assert!(self.wrong.is_empty(), "\n{}", self.wrong.join("\n"));
    }
}

#[test]
fn entries_that_are_deleted_changed_swapped_or_inserted_are_named() {
    let mut trial = Trial::new();
    let size = trial.small.size;
    for at in 0..size {
        trial.bad(&format!("entry {at} deleted"), at, |it| {
            sql(it, &format!("DELETE FROM entry WHERE sequence = {at}"));
        });
        trial.bad(&format!("entry {at} back-dated"), at, |it| change(it, |db| back_date(db, at)));
        trial.bad(&format!("entry {at} longer by a space"), at, |it| {
            change(it, |db| set_leaf(db, at, &[leaf(db, at), b" ".to_vec()].concat()));
        });
        // With the hashes adapted, what follows does not follow any more; if a head is about just so many, or
        // nothing follows, it is that head that tells.
        let told = at + 1 == size || trial.small.heads.contains(&(at + 1));
        let named = if told { trial.vouched(at) } else { at + 1 };
        trial.bad(&format!("entry {at} back-dated with its hashes"), named, |it| {
            change(it, |db| {
                back_date(db, at);
                hash(db);
            });
        });
        let named = trial.vouched(at);
        trial.bad(&format!("entry {at} back-dated and all after it adapted"), named, |it| {
            change(it, |db| {
                back_date(db, at);
                chain(db, at + 1);
                hash(db);
            });
        });
    }
    for (one, two) in (0..size).zip(1..size) {
        trial.bad(&format!("entries {one} and {two} swapped"), one, |it| {
            change(it, |db| {
                let (left, right) = (leaf(db, one), leaf(db, two));
                set_leaf(db, one, &right);
                set_leaf(db, two, &left);
            });
        });
    }
    trial.bad("an entry far away", 1 << 40, |it| {
        sql(it, "INSERT INTO entry SELECT 1 << 40, leaf FROM entry WHERE sequence = 3");
    });
    trial.bad("an entry at the end of all numbers", i64::MAX as u64, |it| {
        sql(it, &format!("INSERT INTO entry VALUES ({}, x'00')", i64::MAX));
    });
    trial.bad("an entry below 0", None, |it| sql(it, "INSERT INTO entry VALUES (-1, x'00')"));
    trial.bad("an entry that fits, without a signature", size, |it| {
        change(it, |db| add(db, size));
    });
    trial.end();
}

/// Adds an entry that is right in all but that nobody has signed it.
fn add(db: &Connection, at: u64) {
    let copied = format!(
        "INSERT INTO entry SELECT {at}, leaf FROM entry WHERE sequence = {0};
         INSERT INTO lookup SELECT {at}, kind, task, identity, candidate, code, score FROM lookup
            WHERE sequence = {0}",
        at - 1
    );
    db.execute_batch(&copied).unwrap();
    edit(db, at, |entry| entry["sequence"] = at.into());
    chain(db, at);
    hash(db);
}

#[test]
fn a_tail_that_is_cut_off_is_missed() {
    let mut trial = Trial::new();
    let (size, heads) = (trial.small.size, trial.small.heads);
    for from in 0..size {
        trial.bad(&format!("entries from {from} on deleted"), from, |it| {
            sql(it, &format!("DELETE FROM entry WHERE sequence >= {from}"));
        });
        trial.bad(&format!("all of the entries from {from} on deleted"), from, |it| {
            change(it, |db| cut(db, from));
        });
        trial.bad(&format!("all from {from} on deleted, and the heads"), None, |it| {
            change(it, |db| {
                cut(db, from);
                db.execute_batch("DELETE FROM head; DELETE FROM checkpoint").unwrap();
            });
        });
    }
    for head in heads.into_iter().filter(|head| *head < size) {
        let put_back = |it: &Path| {
            change(it, |db| {
                cut(db, head);
                let sql = format!(
                    "UPDATE head SET note = (SELECT note FROM checkpoint WHERE size = {head})"
                );
                db.execute_batch(&sql).unwrap();
            });
        };
        trial.bad(&format!("cut to {head} with a head that was kept"), head, put_back);
        let all_of_it = |it: &Path| {
            put_back(it);
            let db = Connection::open(it.join("ledger.sqlite")).unwrap();
            let note: Vec<u8> =
                db.query_row("SELECT note FROM head", [], |row| row.get(0)).unwrap();
            std::fs::write(it.join("checkpoint"), note).unwrap();
        };
        // What nothing in the folder can show: all of it is as it was. A head that was kept elsewhere does.
        trial.judge(&format!("all of it as it was at {head}"), Judgement::Good, false, all_of_it);
        trial.bad_if_kept(&format!("all of it as it was at {head}, missed"), head, all_of_it);
    }
    trial.bad("the database is empty", None, |it| {
        std::fs::write(it.join("ledger.sqlite"), b"").unwrap();
    });
    trial.bad("the database is gone", None, |it| {
        std::fs::remove_file(it.join("ledger.sqlite")).unwrap();
    });
    trial.end();
}

#[test]
fn rows_of_every_other_table_are_held_to_what_they_follow_from() {
    let mut trial = Trial::new();
    let size = trial.small.size;
    for at in 0..size {
        let (begin, end) = (stored_hash_index(0, at), stored_hash_index(0, at + 1));
        for position in begin..end {
            trial.bad(&format!("hash {position} deleted"), at, |it| {
                sql(it, &format!("DELETE FROM node WHERE position = {position}"));
            });
            trial.bad(&format!("hash {position} changed"), at, |it| {
                sql(
                    it,
                    &format!("UPDATE node SET hash = zeroblob(32) WHERE position = {position}"),
                );
            });
        }
        trial.bad(&format!("index of {at} deleted"), at, |it| {
            sql(it, &format!("DELETE FROM lookup WHERE sequence = {at}"));
        });
        for change in [
            "kind = 'x'",
            "task = 'x'",
            "code = 'x'",
            "score = 9.5",
            "candidate = x'00'",
            "identity = zeroblob(32)",
            "candidate = zeroblob(32)",
        ] {
            trial.bad(&format!("index of {at}: {change}"), at, |it| {
                sql(it, &format!("UPDATE lookup SET {change} WHERE sequence = {at}"));
            });
        }
    }
    trial.bad("two hashes swapped", 1, |it| {
        sql(
            it,
            "CREATE TEMP TABLE t AS SELECT * FROM node WHERE position IN (1, 2);
                 UPDATE node SET hash = (SELECT hash FROM t WHERE t.position = 3 - node.position)
                    WHERE position IN (1, 2)",
        );
    });
    trial.bad("a hash too many", None, |it| {
        sql(it, "INSERT INTO node VALUES (1000, zeroblob(32))");
    });
    trial.bad("an index too many", None, |it| {
        sql(it, "INSERT INTO lookup VALUES (1000, 'run', '', NULL, NULL, '', NULL)");
    });
    trial.bad("two of the index swapped", 2, |it| {
        sql(
            it,
            "UPDATE lookup SET sequence = 1000 WHERE sequence = 2;
                 UPDATE lookup SET sequence = 2 WHERE sequence = 3;
                 UPDATE lookup SET sequence = 3 WHERE sequence = 1000",
        );
    });
    blobs(&mut trial);
    for (table, row) in [("meta", "('x', 'y')"), ("head", "(2, x'00')")] {
        let tampered = |it: &Path| {
            let sql =
                format!("PRAGMA ignore_check_constraints = 1; INSERT INTO {table} VALUES {row}");
            self::sql(it, &sql);
        };
        trial.bad(&format!("a row too many in {table}"), None, tampered);
    }
    for change in [
        "DELETE FROM meta WHERE name = 'origin'",
        "DELETE FROM meta",
        "UPDATE meta SET value = value || 'x' WHERE name = 'origin'",
        "UPDATE meta SET value = value || 'x' WHERE name = 'verifier'",
    ] {
        trial.bad(change, None, |it| sql(it, change));
    }
    trial.end();
}

fn blobs(trial: &mut Trial) {
    let db = Connection::open(trial.small.folder.join("ledger.sqlite")).unwrap();
    let leaves: Vec<String> =
        (0..trial.small.size).map(|at| String::from_utf8(leaf(&db, at)).unwrap()).collect();
    let mut statement = db.prepare("SELECT number, lower(hex(digest)) FROM blob").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let all: Vec<(i64, String)> = rows.map(Result::unwrap).collect();
    drop(statement);
    drop(db);
    for (number, hex) in &all {
        let first = leaves.iter().position(|leaf| leaf.contains(hex)).unwrap() as u64;
        for change in [
            "DELETE FROM blob",
            "UPDATE blob SET size = size + 1",
            "UPDATE blob SET size = -1",
            "UPDATE blob SET size = 1 << 60",
            "UPDATE blob SET packed = 1 - packed",
            "UPDATE blob SET packed = 7",
            "UPDATE blob SET bytes = x''",
            "UPDATE blob SET bytes = CAST(bytes || x'00' AS BLOB)",
            "UPDATE blob SET digest = zeroblob(32)",
            "UPDATE blob SET number = 1 << 50",
        ] {
            trial.bad(&format!("{change} (blob {number})"), first, |it| {
                sql(it, &format!("{change} WHERE number = {number}"));
            });
        }
    }
    trial.bad("a blob too many", None, |it| {
        sql(it, "INSERT INTO blob VALUES (1000, zeroblob(32), 1, 0, x'00')");
    });
    trial.bad("a blob below 0", None, |it| {
        sql(it, "UPDATE blob SET number = -1 WHERE number = 2");
    });
    trial.bad("a blob with another number", None, |it| {
        sql(it, &format!("UPDATE blob SET number = {} WHERE number = 2", all.len() + 2));
    });
}

#[test]
fn heads_that_are_forged_or_of_another_ledger_are_refused() {
    let mut trial = Trial::new();
    let other = trial.room.with_file_name("other");
    let mut ledger = Ledger::open(&other).unwrap();
    ledger.append(&[commitment("task", 1), verdict(0, 1, 1)]).unwrap();
    drop(ledger);
    let theirs = |name: &str| std::fs::read(other.join(name)).unwrap();
    let note = String::from_utf8(trial.small.checkpoint.clone()).unwrap();
    let their_signature = String::from_utf8(theirs("checkpoint")).unwrap();
    let their_signature = their_signature.rsplit_once("\n\n").unwrap().1.to_owned();
    let about = |size: u64| {
        let other = note.replacen(&format!("\n{}\n", trial.small.size), &format!("\n{size}\n"), 1);
        assert_ne!(other, note);
        other.into_bytes()
    };
    let forged: Vec<(&str, Vec<u8>)> = vec![
        ("of another ledger", theirs("checkpoint")),
        ("none", Vec::new()),
        ("no note", b"hello\n".to_vec()),
        ("about more", about(trial.small.size + 1)),
        ("about less", about(9)),
        ("signed by another key", {
            let text = note.rsplit_once("\n\n").unwrap().0;
            format!("{text}\n\n{their_signature}").into_bytes()
        }),
        ("cut", note.as_bytes()[..note.len() - 1].to_vec()),
        ("longer", [note.as_bytes(), b"\n"].concat()),
        ("as long as can be", vec![b'x'; 1 << 20]),
    ];
    for (what, note) in &forged {
        trial.bad(&format!("the file is {what}"), None, |it| {
            std::fs::write(it.join("checkpoint"), note).unwrap();
        });
        for table in ["head", "checkpoint"] {
            trial.bad(&format!("in {table} is one {what}"), None, |it| {
                change(it, |db| {
                    db.execute(&format!("UPDATE {table} SET note = ?1"), [note]).unwrap();
                });
            });
        }
    }
    trial.bad("the file is gone", None, |it| {
        std::fs::remove_file(it.join("checkpoint")).unwrap();
    });
    trial.bad("the head is gone", None, |it| sql(it, "DELETE FROM head"));
    trial.bad("kept heads swapped", None, |it| {
        sql(
            it,
            "UPDATE checkpoint SET size = 1000 WHERE size = 5;
                 UPDATE checkpoint SET size = 5 WHERE size = 9;
                 UPDATE checkpoint SET size = 9 WHERE size = 1000",
        );
    });
    trial.bad("an older head", 5, |it| {
        sql(it, "UPDATE head SET note = (SELECT note FROM checkpoint WHERE size = 5)");
    });
    // Nothing follows from a head that was kept but that it is signed: what it vouches for is there without it.
    trial.harmless("a kept head deleted", |it| sql(it, "DELETE FROM checkpoint WHERE size = 5"));
    for name in ["verifier", "key"] {
        let whole = theirs(name);
        if name == "verifier" {
            trial.bad("the public key of another", None, |it| {
                std::fs::write(it.join(name), &whole).unwrap();
            });
        } else {
            trial.harmless("the private key of another, which nobody reads", |it| {
                std::fs::write(it.join(name), &whole).unwrap();
            });
        }
    }
    trial.bad("both keys of another", None, |it| {
        for name in ["verifier", "key"] {
            std::fs::write(it.join(name), theirs(name)).unwrap();
        }
    });
    trial.bad("both keys of another, and their name", None, |it| {
        for name in ["verifier", "key"] {
            std::fs::write(it.join(name), theirs(name)).unwrap();
        }
        let verifier = String::from_utf8(theirs("verifier")).unwrap();
        let origin = verifier.split_once('+').unwrap().0.to_owned();
        change(it, |db| {
            let sql = "UPDATE meta SET value = ?2 WHERE name = ?1";
            db.execute(sql, ["origin", &origin]).unwrap();
            db.execute(sql, ["verifier", verifier.trim_end()]).unwrap();
        });
    });
    trial.bad_if_kept("another ledger in its place", None, |it| copy(&other, it));
    trial.end();
}

#[test]
fn tables_that_a_ledger_does_not_have_are_not_asked() {
    let mut trial = Trial::new();
    let for_ever = "ALTER TABLE entry RENAME TO other; CREATE VIEW entry AS
        WITH RECURSIVE n(sequence) AS (SELECT 0 UNION ALL SELECT sequence + 1 FROM n)
        SELECT sequence, x'00' AS leaf FROM n";
    for change in [
        "CREATE TABLE more (a)",
        "CREATE INDEX more ON entry (leaf)",
        "DROP INDEX lookup_trial",
        "ALTER TABLE entry ADD COLUMN more BLOB",
        "CREATE TRIGGER more AFTER INSERT ON entry BEGIN UPDATE lookup SET task = 'x'; END",
        "CREATE VIEW more AS SELECT 1",
    ] {
        trial.bad(change, None, |it| sql(it, change));
    }
    trial.bad("a view that has no end in the place of the entries", None, |it| {
        let db = Connection::open(it.join("ledger.sqlite")).unwrap();
        db.execute_batch("DROP TRIGGER entry_no_UPDATE; DROP TRIGGER entry_no_DELETE").unwrap();
        db.execute_batch(for_ever).unwrap();
    });
    trial.bad("without its triggers", None, |it| {
        let db = Connection::open(it.join("ledger.sqlite")).unwrap();
        db.execute_batch("DROP TRIGGER blob_no_DELETE").unwrap();
    });
    trial.end();
}

#[test]
fn an_older_copy_of_the_database_is_missed_what_came_after() {
    let mut trial = Trial::new();
    let older = trial.room.with_file_name("older");
    for more in 1..4_u64 {
        copy(&trial.small.folder, &older);
        let mut ledger = Ledger::open(&trial.small.folder).unwrap();
        ledger.append(&[verdict(0, 1, 100 + more), run(200 + more)]).unwrap();
        drop(ledger);
        let before = trial.small.size;
        trial.small.size += 2;
        trial.bad(&format!("{before} entries put back"), before, |it| {
            for name in ["ledger.sqlite", "ledger.sqlite-wal"] {
                drop(std::fs::remove_file(it.join(name)));
            }
            std::fs::copy(older.join("ledger.sqlite"), it.join("ledger.sqlite")).unwrap();
        });
    }
    let whole = Connection::open(trial.small.folder.join("ledger.sqlite")).unwrap();
    assert_eq!(size(&whole), trial.small.size);
    drop(whole);
    trial.end();
}
