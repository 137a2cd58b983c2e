//! What is appended is there, again and for everybody, and nothing else is.

use lazaret_ledger::{Body, Draft, Filter, Ledger, LedgerError};
use lazaret_trial::{Code, Digest};

use crate::support::{campaign, check, commitment, cut, judged, round, run, small, verdict};

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

#[test]
fn a_checkpoint_can_be_kept_and_a_ledger_with_all_kinds_of_entries_is_well() {
    let folder = tempfile::tempdir().unwrap();
    let small = small(&folder.path().join("ledger"));
    let reader = Ledger::open_to_read(&small.folder).unwrap();
    let verified = reader.verify(Some(&small.checkpoint), &mut |_| ()).unwrap();
    // The head, its copy, the two that were kept, and the one that was given.
    assert_eq!((verified.bad, verified.checkpoints), (None, 5));
    assert_eq!(verified.entries, small.size);
    let filter = Filter { code: Some("failed/".to_owned()), limit: 10, ..Filter::default() };
    let rows = reader.list(&filter).unwrap();
    assert_eq!(rows.iter().map(|row| row.sequence).collect::<Vec<_>>(), [6]);
}

#[test]
fn lists_have_what_fits_all_conditions_the_newest_first() {
    let folder = tempfile::tempdir().unwrap();
    let small = small(&folder.path().join("ledger"));
    let ledger = Ledger::open_to_read(&small.folder).unwrap();
    let rows = ledger.list(&Filter { limit: 99, ..Filter::default() }).unwrap();
    assert_eq!(
        rows.iter().map(|row| row.sequence).collect::<Vec<_>>(),
        Vec::from_iter((0..15).rev())
    );
    let identity = |sequence| match ledger.entry(sequence).unwrap().body {
        Body::Commitment(it) => Some(it.identity.digest),
        Body::Verdict(it) => Some(it.identity),
        Body::Run(_) => None,
        Body::Campaign(_) | Body::Round(_) | Body::Check(_) => None,
    };
    let word = |word: &str| (!word.is_empty()).then(|| word.to_owned());
    // All ways to ask, held to what is found by looking at every row.
    let mut asked = 0;
    for task in ["", "task", "other", "none"] {
        for code in ["", "scored", "failed/", "failed/out-of-fuel", "f", "none"] {
            for kind in ["", "verdict", "run", "commitment", "campaign", "round", "check"] {
                for (of, before, limit) in [
                    (None, None, 99),
                    (Some(4), None, 2),
                    (Some(3), Some(9), 99),
                    (None, Some(8), 3),
                ] {
                    let filter = Filter {
                        task: word(task),
                        code: word(code),
                        kind: word(kind),
                        candidate: of.and_then(|of: usize| rows[13 - of].candidate),
                        identity: of.and_then(|of| identity(of as u64)),
                        before,
                        limit,
                    };
                    let fits = |row: &&lazaret_ledger::Row| {
                        (task.is_empty() || row.task == task)
                            && row.code.starts_with(code)
                            && (kind.is_empty() || row.kind == kind)
                            && filter.candidate.is_none_or(|it| row.candidate == Some(it))
                            && filter.identity.is_none_or(|it| identity(row.sequence) == Some(it))
                            && before.is_none_or(|before| row.sequence < before)
                    };
                    let owed: Vec<_> =
                        rows.iter().filter(fits).take(limit as usize).cloned().collect();
                    assert_eq!(ledger.list(&filter).unwrap(), owed, "{filter:?}");
                    asked += usize::from(!owed.is_empty());
                }
            }
        }
    }
    assert!(30 < asked, "{asked}");
}

/// Nothing of it is recorded, and what is there stays well.
#[track_caller]
fn refused(draft: Draft, words: &str) {
    let folder = tempfile::tempdir().unwrap();
    let mut ledger = Ledger::open(&folder.path().join("ledger")).unwrap();
    ledger.append(&[commitment("task", 1), commitment("task", 2)]).unwrap();
    let error = ledger.append(&[verdict(0, 1, 1), draft]).unwrap_err().to_string();
    assert!(error.contains(words), "{error}");
    assert_eq!(ledger.size().unwrap(), 2);
    ledger.append(&[verdict(0, 1, 1)]).unwrap();
    assert_eq!(ledger.verify(None, &mut |_| ()).unwrap().bad, None);
}

#[test]
fn what_verify_would_find_fault_with_is_not_recorded() {
    let change = |change: fn(&mut lazaret_ledger::VerdictEntry)| {
        let mut draft = verdict(0, 1, 2);
        let Body::Verdict(it) = &mut draft.body else { unreachable!() };
        change(it);
        draft
    };
    refused(change(|it| it.commitment = 1), "a commitment that was not made before");
    refused(change(|it| it.commitment = 9), "a commitment that was not made before");
    refused(change(|it| it.score = Some(1.5)), "its verdict says something else");
    refused(change(|it| it.score = Some(f64::NAN)), "its verdict says something else");
    refused(change(|it| it.candidate = Digest::of(b"another")), "its verdict says something else");
    refused(change(|it| it.code = Code::FailedTrap), "its verdict says something else");
    refused(change(|it| it.verdict = Digest::of(b"nowhere")), "a blob was given that it does not");
    let mut more = verdict(0, 1, 2);
    more.blobs.push(b"of no use".to_vec());
    refused(more, "a blob was given that it does not name");
    let mut less = verdict(0, 1, 2);
    less.blobs.pop();
    refused(less, "is missing");
    let mut text = verdict(0, 1, 2);
    let Body::Verdict(it) = &mut text.body else { unreachable!() };
    it.verdict = Digest::of(b"no verdict");
    text.blobs[1] = b"no verdict".to_vec();
    refused(text, "its verdict cannot be read");
    let mut other = commitment("task", 3);
    let Body::Commitment(it) = &mut other.body else { unreachable!() };
    it.identity.parts[0].value = "4".to_owned();
    refused(other, "its identity is not the digest of its parts");
    let mut long = verdict(0, 1, 2);
    let Body::Verdict(it) = &mut long.body else { unreachable!() };
    it.name = "x".repeat(17 << 20);
    refused(long, "are allowed");
}

#[test]
fn rounds_follow_each_other_and_names_of_campaigns_are_used_once() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("ledger");
    let mut ledger = Ledger::open(&folder).unwrap();
    let (one, other) = (campaign("one"), campaign("other"));
    let (first, second) = (one.body.blobs().swap_remove(0), other.body.blobs().swap_remove(0));
    ledger.append(&[one, other]).unwrap();
    let mut fails = |draft: Draft, words: &str| {
        let error = ledger.append(&[draft]).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    };
    fails(campaign("one"), "there is a campaign of this name already");
    fails(round(0, "third", 0, first).0, "it belongs to no campaign");
    fails(round(1, "one", 0, first).0, "its campaign is another one");
    fails(round(0, "one", 1, first).0, "it does not follow the round before it");
    fails(round(0, "one", 0, second).0, "its digest is not that of the rounds");
    let (draft, digest) = round(0, "one", 0, first);
    let (other, other_digest) = round(1, "other", 0, second);
    ledger.append(&[draft.clone(), other]).unwrap();
    let error = ledger.append(&[draft]).unwrap_err().to_string();
    assert!(error.contains("it does not follow the round before it"), "{error}");
    // Two in one go, of which the second rests on the first.
    let (third, digest) = round(0, "one", 1, digest);
    ledger.append(&[third, round(0, "one", 2, digest).0]).unwrap();
    let read = |ledger: &Ledger, name: &str| {
        let mut rounds = Vec::new();
        let each = |sequence, it: lazaret_ledger::RoundEntry| {
            rounds.push((sequence, it.round));
            Ok::<(), LedgerError>(())
        };
        ledger.rounds(name, each).unwrap();
        rounds
    };
    assert_eq!(read(&ledger, "one"), [(2, 0), (4, 1), (5, 2)]);
    assert_eq!(read(&ledger, "other"), [(3, 0)]);
    assert_eq!(read(&ledger, "third"), []);
    // One that was cut counts for nothing, and the same round follows it.
    let missing = "what is needed to go on is not there";
    let mut fails = |draft: Draft, words: &str| {
        let error = ledger.append(&[draft]).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    };
    let next = || round(1, "other", 1, other_digest).0;
    fails(cut(next(), second), missing);
    let mut without = cut(next(), other_digest);
    if let Body::Round(it) = &mut without.body {
        it.blobs.clear();
    }
    without.blobs.pop();
    fails(without, missing);
    ledger.append(&[cut(next(), other_digest)]).unwrap();
    let mut fails = |draft: Draft, words: &str| {
        let error = ledger.append(&[draft]).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    };
    fails(round(1, "other", 2, other_digest).0, "it does not follow the round before it");
    ledger.append(&[round(1, "other", 1, other_digest).0]).unwrap();
    assert_eq!(read(&ledger, "other"), [(3, 0), (6, 1), (7, 1)]);
    assert_eq!(ledger.campaign("other").unwrap().unwrap().0, 1);
    assert!(ledger.campaign("third").unwrap().is_none());
    assert_eq!(ledger.verify(None, &mut |_| ()).unwrap().bad, None);
}

#[test]
fn a_zero_with_a_sign_is_recorded_and_found_well() {
    let folder = tempfile::tempdir().unwrap();
    let mut ledger = Ledger::open(&folder.path().join("ledger")).unwrap();
    ledger.append(&[commitment("task", 1)]).unwrap();
    for score in [-0.0, 0.0, f64::MIN_POSITIVE / 2.0, f64::MAX, 0.1 + 0.2] {
        ledger.append(&[judged(0, 1, 5, Code::Scored, Some(score))]).unwrap();
        let Body::Verdict(last) = ledger.entry(ledger.size().unwrap() - 1).unwrap().body else {
            unreachable!()
        };
        assert_eq!(last.score.map(f64::to_bits), Some(score.to_bits()));
    }
    assert_eq!(ledger.verify(None, &mut |_| ()).unwrap().bad, None);
}

#[test]
fn a_check_that_found_more_than_it_tried_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut ledger = Ledger::open(&folder.path().join("ledger")).unwrap();
    let error = ledger.append(&[check(2, 3)]).unwrap_err();
    assert!(error.to_string().contains("found more than it tried"), "{error}");
    assert_eq!(ledger.size().unwrap(), 0);
    ledger.append(&[check(3, 3)]).unwrap();
}
