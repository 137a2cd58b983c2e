//! Every byte of a small ledger flipped in turn. Each flip is found by both judges, or changes nothing that the
//! ledger has to give.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;
use std::path::Path;

use lazaret_ledger::Ledger;

use crate::judges::{Judgement, Python, both};
use crate::support::{commitment, copy, export, is_long, run, scratch, small, verdict};

#[derive(Debug, Default)]
struct Count {
    detected: u64,
    harmless: u64,
    missed: Vec<String>,
}

/// Flips a bit, or all bits, of one byte in turn; of every byte from `begin` on in steps.
fn flip(from: &Path, room: &Path, name: &str, begin: u64, step: u64, fresh: bool) -> Count {
    let mut count = Count::default();
    let mut python = Python::start();
    copy(from, room);
    let whole = export(room);
    copy(from, room);
    let path = room.join(name);
    let bytes = std::fs::read(&path).unwrap();
    let mut at = begin;
    while let Some(byte) = bytes.get(at as usize) {
        let mask = if is_long() && at.is_multiple_of(2) { 0xff } else { 1 << (at % 8) };
        let file = OpenOptions::new().write(true).open(&path).unwrap();
        file.write_all_at(&[byte ^ mask], at).unwrap();
        drop(file);
        let about = format!("{name} at {at} with {mask:02x}");
        match both(&mut python, room, None, &about).0 {
            Judgement::Bad(_) => count.detected += 1,
            Judgement::Good if export(room) == whole => count.harmless += 1,
            Judgement::Good => count.missed.push(about),
        }
        if fresh {
            // What was read of it is remembered beside it.
            copy(from, room);
        } else {
            let file = OpenOptions::new().write(true).open(&path).unwrap();
            file.write_all_at(&[*byte], at).unwrap();
        }
        at += step;
    }
    count
}

/// The same on two threads.
#[track_caller]
fn flip_all(from: &Path, scratch: &Path, name: &str, step: u64, fresh: bool) -> Count {
    let counts = std::thread::scope(|scope| {
        let half = |half: u64| {
            let room = scratch.join(format!("room-{half}"));
            scope.spawn(move || flip(from, &room, name, half * step, 2 * step, fresh))
        };
        [half(0), half(1)].map(|thread| thread.join().unwrap())
    });
    let mut all = Count::default();
    for count in counts {
        all.detected += count.detected;
        all.harmless += count.harmless;
        all.missed.extend(count.missed);
    }
    let missed = all.missed.len();
    eprintln!("{name}: detected {}, harmless {}, missed {missed}", all.detected, all.harmless);
    assert!(all.missed.is_empty(), "{:?}", all.missed);
    all
}

#[test]
fn every_byte_of_the_database_counts_or_says_nothing() {
    let scratch = scratch();
    let small = small(&scratch.path().join("small"));
    // The short form takes every 17th byte, and so all kinds of places; a flip takes some 10 ms of two processes.
    let step = if is_long() { 1 } else { 17 };
    let count = flip_all(&small.folder, scratch.path(), "ledger.sqlite", step, false);
    assert!(500 < count.detected, "{count:?}");
}

#[test]
fn every_byte_of_the_signed_head_and_of_the_public_key_counts() {
    let scratch = scratch();
    let small = small(&scratch.path().join("small"));
    let head = flip_all(&small.folder, scratch.path(), "checkpoint", 1, false);
    assert_eq!(head.harmless, 0);
    let key = flip_all(&small.folder, scratch.path(), "verifier", 1, false);
    // The line end may be another white space.
    assert!(key.harmless <= 1, "{key:?}");
}

#[test]
fn bytes_of_what_a_killed_process_leaves_beside_the_database_count() {
    let scratch = scratch();
    let (folder, left) = (scratch.path().join("live"), scratch.path().join("left"));
    let mut ledger = Ledger::open(&folder).unwrap();
    ledger.append(&[commitment("task", 1)]).unwrap();
    ledger.append(&[verdict(0, 1, 1), run(1)]).unwrap();
    copy(&folder, &left);
    drop(ledger);
    let step = if is_long() { 3 } else { 61 };
    let count = flip_all(&left, scratch.path(), "ledger.sqlite-wal", step, true);
    assert!(100 < count.detected, "{count:?}");
}
