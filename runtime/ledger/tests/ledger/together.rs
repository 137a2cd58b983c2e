//! Several processes at once: two that append, and readers that are never told of damage.

use std::sync::atomic::{AtomicBool, Ordering};

use lazaret_ledger::{Filter, Ledger};
use lazaret_trial::Digest;

use crate::crash::{acknowledged, child, lost};
use crate::judges::{Judgement, Python};
use crate::support::{commitment, identity};

#[test]
fn two_processes_append_and_readers_are_not_alarmed() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("ledger");
    Ledger::open(&folder).unwrap().append(&[commitment("task", 1)]).unwrap();
    let done = AtomicBool::new(false);
    let (mut all, looked) = std::thread::scope(|scope| {
        let readers = [0, 1].map(|number| {
            let (done, folder) = (&done, &folder);
            scope.spawn(move || {
                let mut looked = 0_u64;
                let kept = Ledger::open_to_read(folder).unwrap();
                let mut python = if number == 0 { Python::start() } else { None };
                while !done.load(Ordering::Relaxed) {
                    let fresh = Ledger::open_to_read(folder).unwrap();
                    for ledger in [&kept, &fresh] {
                        let verified = ledger.verify(None, &mut |_| ()).unwrap();
                        assert_eq!(verified.bad, None);
                        let last = ledger.head().unwrap().size - 1;
                        assert_eq!(ledger.entry(last).unwrap().sequence, last);
                        let filter = Filter { limit: 5, ..Filter::default() };
                        assert!(!ledger.list(&filter).unwrap().is_empty());
                        let none = Digest::of(b"never seen");
                        let found = ledger.find(identity(1).digest, none, |_| true);
                        assert_eq!(found.unwrap(), None);
                    }
                    if let Some(python) = &mut python {
                        let said = python.judge(folder, None);
                        assert_eq!(said.0, Judgement::Good, "{}", said.1);
                    }
                    looked += 1;
                }
                looked
            })
        });
        let mut writers = [0, 1].map(|_| child("few", &folder).spawn().unwrap());
        let outputs = writers.each_mut().map(|it| it.stdout.take().unwrap());
        let (begun, _nobody) = std::sync::mpsc::channel();
        let said = outputs.map(|output| {
            let begun = begun.clone();
            scope.spawn(move || acknowledged(output, &begun))
        });
        let all: Vec<_> = said.into_iter().flat_map(|it| it.join().unwrap()).collect();
        let well = writers.iter_mut().all(|it| it.wait().unwrap().success());
        done.store(true, Ordering::Relaxed);
        assert!(well);
        (all, readers.map(|it| it.join().unwrap()))
    });
    eprintln!("{} entries by two processes, read {looked:?} times meanwhile", all.len());
    assert_eq!(lost(&folder, &all), 0);
    // Every number was given once, and none was left out.
    all.sort_by_key(|(sequence, _)| *sequence);
    let numbers: Vec<u64> = all.iter().map(|(sequence, _)| *sequence).collect();
    assert_eq!(numbers, (1..=all.len() as u64).collect::<Vec<_>>());
    assert_eq!(Ledger::open(&folder).unwrap().size().unwrap(), all.len() as u64 + 1);
}

#[test]
fn many_who_make_the_same_ledger_at_once_make_one() {
    for _ in 0..5 {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("ledger");
        let names = std::thread::scope(|scope| {
            let reader = scope.spawn(|| {
                // Until it is there it is not there, and never damaged.
                while let Err(error) = Ledger::open_to_read(&folder) {
                    assert!(matches!(error, lazaret_ledger::LedgerError::Absent(_)), "{error}");
                }
            });
            let threads = [(); 4].map(|()| {
                scope.spawn(|| Ledger::open(&folder).map(|it| it.verifier().to_owned()).unwrap())
            });
            let names = threads.map(|thread| thread.join().unwrap());
            reader.join().unwrap();
            names
        });
        assert!(names.iter().all(|name| *name == names[0]), "{names:?}");
    }
}
