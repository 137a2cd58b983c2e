//! What is appended is there, again and for everybody, and nothing else is.

mod support;

use lazaret_ledger::{Body, Filter, Ledger, LedgerError};
use lazaret_trial::Digest;
use support::{commitment, run, verdict};

#[test]
fn what_was_appended_is_there_for_whoever_opens_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("ledger");
    let mut ledger = Ledger::open(&folder).unwrap();
    let first = ledger.append(&[commitment("task", 1)]).unwrap();
    let drafts = [verdict(0, 1, 0), verdict(0, 1, 1), run(2)];
    let more = ledger.append(&drafts).unwrap();
    assert_eq!(first.iter().chain(&more).map(|it| it.sequence).collect::<Vec<_>>(), [0, 1, 2, 3]);
    let reader = Ledger::open_to_read(&folder).unwrap();
    for (sequence, draft) in (1..).zip(&drafts) {
        let entry = reader.entry(sequence).unwrap();
        assert_eq!(entry.body, draft.body);
        for blob in &draft.blobs {
            assert_eq!(reader.blob(Digest::of(blob)).unwrap(), *blob);
        }
    }
    assert_eq!(reader.entry(2).unwrap().previous, more[0].leaf);
    let verified = reader.verify(None, &mut |_| ()).unwrap();
    assert_eq!((verified.bad, verified.entries), (None, 4));
    assert!(matches!(reader.entry(4), Err(LedgerError::NoEntry { sequence: 4, size: 4 })));
}

#[test]
fn two_handles_append_in_turn() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("ledger");
    let mut one = Ledger::open(&folder).unwrap();
    let mut two = Ledger::open(&folder).unwrap();
    one.append(&[commitment("task", 1)]).unwrap();
    for number in 0..10 {
        two.append(&[verdict(0, 1, 2 * number)]).unwrap();
        one.append(&[verdict(0, 1, 2 * number + 1)]).unwrap();
    }
    assert_eq!(one.size().unwrap(), 21);
    assert_eq!(one.verify(None, &mut |_| ()).unwrap().bad, None);
}

#[test]
fn verdicts_are_found_by_what_they_are_about() {
    let folder = tempfile::tempdir().unwrap();
    let mut ledger = Ledger::open(&folder.path().join("ledger")).unwrap();
    ledger.append(&[commitment("task", 1), commitment("task", 2)]).unwrap();
    ledger
        .append(&[verdict(0, 1, 7), verdict(1, 2, 7), verdict(0, 1, 8), verdict(0, 1, 7)])
        .unwrap();
    let Body::Verdict(wanted) = verdict(0, 1, 7).body else { unreachable!() };
    let found = ledger.find(wanted.identity, wanted.candidate, |_| true).unwrap().unwrap();
    assert_eq!(found.sequence, 5);
    let first = ledger.find(wanted.identity, wanted.candidate, |it| it.sequence < 5).unwrap();
    assert_eq!(first.unwrap().sequence, 2);
    assert_eq!(ledger.find(wanted.identity, Digest::of(b"none"), |_| true).unwrap(), None);
    assert_eq!(ledger.committed(wanted.identity).unwrap(), Some(0));
    let filter = Filter { candidate: Some(wanted.candidate), limit: 10, ..Filter::default() };
    let found: Vec<u64> = ledger.list(&filter).unwrap().iter().map(|row| row.sequence).collect();
    assert_eq!(found, [5, 3, 2]);
}
