//! What is no ledger, or not ours, or cannot be used now: each has its error, and nothing that is recorded is
//! harmed.

use std::collections::BTreeMap;
use std::fs::Permissions;
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::path::Path;
use std::time::Duration;

use lazaret_ledger::{Ledger, LedgerError};
use lazaret_trial::Digest;
use rusqlite::Connection;
use rustix::thread::{CapabilitySet, CapabilitySets, set_capabilities};

use crate::attack::sql;
use crate::crash::child;
use crate::judges::{Judgement, Python, both};
use crate::support::{Small, commitment, copy, export, run, scratch, small};

/// The files that matter, as they lie.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let names = ["ledger.sqlite", "checkpoint", "verifier", "key"];
    let there = names
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), std::fs::read(folder.join(name)).ok()?)));
    there.collect()
}

/// No way to open it works, each with this error, and nothing is changed by the attempt.
#[track_caller]
fn refused(folder: &Path, is_owed: impl Fn(&LedgerError) -> bool) {
    let before = files(folder);
    for opened in
        [Ledger::open(folder), Ledger::open_to_read(folder), Ledger::open_unchecked(folder)]
    {
        let error = opened.err().expect("it is refused");
        assert!(is_owed(&error), "{error}");
    }
    assert!(before == files(folder), "something was written");
}

fn made() -> (tempfile::TempDir, Small) {
    let scratch = scratch();
    let small = small(&scratch.path().join("small"));
    (scratch, small)
}

#[test]
fn a_newer_schema_is_refused_and_an_older_one_never_was() {
    let (_scratch, small) = made();
    sql(&small.folder, "PRAGMA user_version = 2");
    refused(&small.folder, |error| matches!(error, LedgerError::Newer { found: 2, known: 1 }));
    sql(&small.folder, "PRAGMA user_version = 0");
    refused(&small.folder, |error| matches!(error, LedgerError::Damaged(_)));
}

#[test]
fn another_kind_of_file_is_left_as_it_is() {
    let (_scratch, small) = made();
    let database = small.folder.join("ledger.sqlite");
    std::fs::remove_file(&database).unwrap();
    Connection::open(&database).unwrap().execute_batch("CREATE TABLE mine (a)").unwrap();
    refused(&small.folder, |error| matches!(error, LedgerError::Foreign(_)));
    std::fs::write(
        &database,
        b"a text of mine that is longer than any header could be ".repeat(99),
    )
    .unwrap();
    refused(&small.folder, |error| matches!(error, LedgerError::Damaged(_)));
}

#[test]
fn nothing_is_no_ledger_to_read() {
    let (scratch, small) = made();
    let absent = |folder: &Path| {
        let error = Ledger::open_to_read(folder).err().unwrap();
        assert!(matches!(error, LedgerError::Absent(_)), "{error}");
    };
    absent(&scratch.path().join("nothing"));
    let empty = scratch.path().join("empty");
    copy(&small.folder, &empty);
    std::fs::write(empty.join("ledger.sqlite"), b"").unwrap();
    // Where a head was signed there was one, which is not said to be begun by the next evaluation, and is not.
    let gone = |folder: &Path| {
        refused(
            folder,
            |error| matches!(error, LedgerError::Damaged(why) if why.contains("the database is gone")),
        );
    };
    gone(&empty);
    std::fs::remove_file(empty.join("ledger.sqlite")).unwrap();
    gone(&empty);
    assert!(!empty.join("ledger.sqlite").exists());
    // Somebody who has not signed anything yet is just making it.
    std::fs::write(empty.join("ledger.sqlite"), b"").unwrap();
    std::fs::remove_file(empty.join("checkpoint")).unwrap();
    absent(&empty);
}

#[test]
fn who_holds_the_ledger_is_named() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("ledger");
    Ledger::open(&folder).unwrap().append(&[commitment("task", 1)]).unwrap();
    let mut holder = child("append", &folder).spawn().unwrap();
    // It lets go between two appends, and then nobody is in the way.
    let named = (0..100_000).find_map(|_| match Ledger::open_within(&folder, Duration::ZERO) {
        Err(LedgerError::Busy { holder, .. }) if holder != "unknown" => Some(holder),
        Ok(_) | Err(LedgerError::Busy { .. }) => None,
        Err(error) => panic!("{error}"),
    });
    holder.kill().unwrap();
    holder.wait().unwrap();
    assert_eq!(named, Some(holder.id().to_string()));
    Ledger::open_within(&folder, Duration::from_secs(5)).unwrap();
}

#[test]
fn somebody_elses_lock_on_the_database_is_no_damage() {
    let (_scratch, small) = made();
    let mut ledger = Ledger::open_within(&small.folder, Duration::from_millis(50)).unwrap();
    let other = Connection::open(small.folder.join("ledger.sqlite")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = ledger.append(&[run(1)]).unwrap_err();
    assert!(matches!(error, LedgerError::Busy { .. }), "{error}");
    other.execute_batch("ROLLBACK").unwrap();
    ledger.append(&[run(1)]).unwrap();
    assert_eq!(ledger.verify(None, &mut |_| ()).unwrap().bad, None);
}

/// Runs without the rights of the superuser, whoever runs the tests.
fn plainly<T: Send>(act: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            let none = CapabilitySet::empty();
            let none = CapabilitySets { effective: none, permitted: none, inheritable: none };
            set_capabilities(None, none).unwrap();
            act()
        });
        thread.join().unwrap()
    })
}

fn allow(path: &Path, mode: u32) {
    std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn what_cannot_be_written_can_be_read_and_verified() {
    let (_scratch, small) = made();
    let whole = export(&small.folder);
    let folder = &small.folder;
    for name in ["ledger.sqlite-wal", "ledger.sqlite-shm", "lock", "turn"] {
        drop(std::fs::remove_file(folder.join(name)));
    }
    for file in std::fs::read_dir(folder).unwrap() {
        allow(&file.unwrap().path(), 0o400);
    }
    allow(folder, 0o500);
    plainly(|| {
        assert_eq!(export(folder), whole);
        let mut reader = Ledger::open_to_read(folder).unwrap();
        assert_eq!(reader.verify(None, &mut |_| ()).unwrap().bad, None);
        assert!(matches!(reader.append(&[run(1)]), Err(LedgerError::ReadOnly(_))));
        assert!(matches!(reader.checkpoint(), Err(LedgerError::ReadOnly(_))));
        let error = Ledger::open(folder).err().unwrap();
        assert!(matches!(error, LedgerError::ReadOnly(_)), "{error}");
    });
    let names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    assert_eq!(names.len(), 4, "{names:?}");
    allow(folder, 0o700);
    // Only the database cannot be written.
    let error = plainly(|| Ledger::open(folder).err().unwrap());
    assert!(matches!(error, LedgerError::ReadOnly(_)), "{error}");
}

#[test]
fn entries_beside_a_database_that_cannot_be_written_are_not_passed_over() {
    let scratch = tempfile::tempdir().unwrap();
    let (live, left) = (scratch.path().join("live"), scratch.path().join("left"));
    let mut ledger = Ledger::open(&live).unwrap();
    ledger.append(&[commitment("task", 1)]).unwrap();
    copy(&live, &left);
    allow(&left, 0o500);
    let error = plainly(|| Ledger::open_to_read(&left).err().unwrap());
    assert!(matches!(error, LedgerError::Unsafe { .. }), "{error}");
    allow(&left, 0o700);
    assert_eq!(Ledger::open_to_read(&left).unwrap().size().unwrap(), 1);
}

#[test]
fn what_was_written_by_half_is_found_wherever_it_ends() {
    let (scratch, small) = made();
    let room = scratch.path().join("room");
    let mut python = Python::start();
    let whole = files(&small.folder);
    for (name, step) in [("ledger.sqlite", 509), ("checkpoint", 1), ("verifier", 1)] {
        let bytes = &whole[name];
        for length in (0..bytes.len()).step_by(step) {
            copy(&small.folder, &room);
            std::fs::write(room.join(name), &bytes[..length]).unwrap();
            let what = format!("{name}, {length} of {} bytes", bytes.len());
            // The key's last character is a line end, which it does without.
            let harmless = name == "verifier" && length + 1 == bytes.len();
            let judgement = both(&mut python, &room, None, &what);
            assert_eq!(judgement.0 == Judgement::Good, harmless, "{what}: {judgement:?}");
            if !harmless {
                let copy_before = std::fs::read(room.join("checkpoint")).unwrap();
                // Some of the pages that are gone are none that an append needs.
                drop(Ledger::open(&room).and_then(|mut it| it.append(&[run(3)])));
                let still = crate::judges::rust(&room, None).0;
                assert_ne!(still, Judgement::Good, "{what}");
                if name == "checkpoint" {
                    assert_eq!(std::fs::read(room.join("checkpoint")).unwrap(), copy_before);
                }
            }
        }
    }
}

#[test]
fn what_is_not_there_is_said_to_be_not_there() {
    let (_scratch, small) = made();
    let digest = Ledger::open_to_read(&small.folder).unwrap().entry(3).unwrap().body.blobs()[0];
    sql(&small.folder, &format!("DELETE FROM blob WHERE digest = x'{}'", digest.hex()));
    let ledger = Ledger::open_to_read(&small.folder).unwrap();
    assert!(matches!(ledger.blob(digest), Err(LedgerError::NoBlob(missing)) if missing == digest));
    let none = Digest::of(b"nothing");
    assert!(matches!(ledger.blob(none), Err(LedgerError::NoBlob(missing)) if missing == none));
    for sequence in [15, 1 << 40, u64::MAX] {
        let error = ledger.entry(sequence).unwrap_err();
        assert!(
            matches!(error, LedgerError::NoEntry { sequence: said, size: 15 } if said == sequence),
            "{error}"
        );
    }
    sql(&small.folder, "DELETE FROM entry WHERE sequence = 3");
    let error = ledger.entry(3).unwrap_err();
    assert!(matches!(error, LedgerError::BadEntry { sequence: 3, .. }), "{error}");
}

#[test]
fn the_key_of_another_ledger_signs_nothing_here() {
    let (scratch, small) = made();
    let whole = export(&small.folder);
    let other = scratch.path().join("other");
    drop(Ledger::open(&other).unwrap());
    let verifier = std::fs::read(small.folder.join("verifier")).unwrap();
    for names in [&["key"][..], &["key", "verifier"], &["verifier"]] {
        let room = scratch.path().join("room");
        copy(&small.folder, &room);
        for name in names {
            std::fs::copy(other.join(name), room.join(name)).unwrap();
        }
        let before = files(&room);
        let error = Ledger::open(&room).err().unwrap();
        assert!(matches!(error, LedgerError::Key { .. }), "{error}");
        assert!(before == files(&room));
    }
    for key in
        [&b""[..], b"PRIVATE+KEY+x+00000000+AA==", b"\xff\xfe", &[b'+'; 100], b"PRIVATE+KEY+a+b"]
    {
        std::fs::write(small.folder.join("key"), key).unwrap();
        let error = Ledger::open(&small.folder).err().unwrap();
        assert!(matches!(error, LedgerError::Key { .. }), "{error}");
    }
    // A key that is lost is not made again: the entries could not be told from somebody else's.
    std::fs::remove_file(small.folder.join("key")).unwrap();
    let error = Ledger::open(&small.folder).err().unwrap();
    assert!(matches!(error, LedgerError::Key { .. }), "{error}");
    assert_eq!(std::fs::read(small.folder.join("verifier")).unwrap(), verifier);
    assert!(export(&small.folder) == whole);
}

#[test]
fn a_key_that_cannot_be_read_is_named() {
    let (_scratch, small) = made();
    let whole = export(&small.folder);
    allow(&small.folder.join("key"), 0o000);
    plainly(|| {
        let error = Ledger::open(&small.folder).err().unwrap();
        let LedgerError::Io { path, source } = error else { panic!("{error}") };
        assert_eq!(path, small.folder.join("key"));
        assert_eq!(source.kind(), std::io::ErrorKind::PermissionDenied);
        assert!(export(&small.folder) == whole);
    });
}

#[test]
fn what_others_can_write_or_point_elsewhere_is_not_used() {
    let (scratch, small) = made();
    let folder = &small.folder;
    let is_unsafe = |error: &LedgerError| matches!(error, LedgerError::Unsafe { .. });
    for mode in [0o770, 0o707, 0o1777] {
        allow(folder, mode);
        refused(folder, is_unsafe);
    }
    allow(folder, 0o755);
    for name in ["ledger.sqlite", "checkpoint", "verifier", "key", "lock", "turn"] {
        let path = folder.join(name);
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        allow(&path, mode | 0o020);
        refused(folder, is_unsafe);
        allow(&path, mode);
        let away = scratch.path().join("away");
        std::fs::rename(&path, &away).unwrap();
        symlink(&away, &path).unwrap();
        refused(folder, is_unsafe);
        std::fs::rename(&away, &path).unwrap();
    }
    let link = scratch.path().join("link");
    symlink(folder, &link).unwrap();
    refused(&link, is_unsafe);
    // To read is enough to sign.
    allow(&folder.join("key"), 0o644);
    assert!(is_unsafe(&Ledger::open(folder).err().unwrap()));
    Ledger::open_to_read(folder).unwrap();
    allow(&folder.join("key"), 0o600);
    drop(Ledger::open(folder).unwrap());
    // Only the superuser can give a folder away.
    if chown(folder, Some(65534), None).is_ok() {
        assert!(is_unsafe(&Ledger::open(folder).err().unwrap()));
        Ledger::open_to_read(folder).unwrap();
    }
}

#[test]
fn nobody_else_can_read_what_is_recorded_even_in_a_folder_that_is_open_to_all() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("ledger");
    std::fs::create_dir(&folder).unwrap();
    allow(&folder, 0o755);
    let mut ledger = Ledger::open(&folder).unwrap();
    ledger.append(&[run(1)]).unwrap();
    for file in std::fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        let public = path.ends_with("checkpoint") || path.ends_with("verifier");
        assert_eq!(mode & 0o077, if public { 0o044 } else { 0 }, "{}", path.display());
    }
}
