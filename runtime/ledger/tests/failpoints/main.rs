//! An append that fails, is cut off or finds no room at each of its steps: what was acknowledged before is there,
//! of the batch all or nothing, and all is well.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[path = "../ledger/attack.rs"]
#[expect(dead_code, reason = "the other tests use all of it")]
mod attack;
#[path = "../ledger/support.rs"]
#[expect(dead_code, reason = "the other tests use all of it")]
mod support;

use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::{Command, ExitStatus};

use fail::FailScenario;
use lazaret_ledger::{Ledger, LedgerError};
use rustix::process::{Resource, Rlimit, setrlimit};
use support::{commitment, run, verdict};

/// The steps, in their order, and whether the batch is recorded when it ends there.
const STEPS: [(&str, bool); 6] = [
    ("ledger-locked", false),
    ("ledger-blobs", false),
    ("ledger-entry", false),
    ("ledger-signed", false),
    ("ledger-committed", true),
    ("ledger-copied", true),
];
const CHILD: &str = "LAZARET_TEST_LEDGER_CHILD";
const BEFORE: u64 = 3;

/// A ledger with three entries.
fn begun(folder: &Path) -> Ledger {
    let mut ledger = Ledger::open(folder).unwrap();
    ledger.append(&[commitment("task", 1), verdict(0, 1, 1), run(2)]).unwrap();
    ledger
}

fn batch() -> [lazaret_ledger::Draft; 3] {
    [verdict(0, 1, 10), verdict(0, 1, 11), run(12)]
}

/// What whoever comes next finds.
#[track_caller]
fn whole(folder: &Path, recorded: Option<bool>, about: &str) {
    for opened in [Ledger::open_to_read(folder), Ledger::open(folder)] {
        let ledger = opened.unwrap();
        let verified = ledger.verify(None, &mut |_| ()).unwrap();
        assert_eq!(verified.bad, None, "{about}");
        let is_recorded = match verified.entries {
            BEFORE => false,
            entries if entries == BEFORE + 3 => true,
            entries => panic!("{about}: {entries} entries"),
        };
        assert!(recorded.is_none_or(|owed| owed == is_recorded), "{about}: {is_recorded}");
    }
    let mut ledger = Ledger::open(folder).unwrap();
    ledger.append(&[run(99)]).unwrap();
    assert_eq!(ledger.verify(None, &mut |_| ()).unwrap().bad, None, "{about}");
}

/// The second time that a step is reached in a batch is as good as any.
fn action(step: &str, what: &str) -> String {
    let many = ["ledger-blobs", "ledger-entry"].contains(&step);
    if many { format!("1*off->{what}") } else { what.to_owned() }
}

#[test]
fn a_step_that_fails_leaves_all_or_nothing() {
    let scenario = FailScenario::setup();
    for (step, recorded) in STEPS {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("ledger");
        let mut ledger = begun(&folder);
        fail::cfg(step, &action(step, "return")).unwrap();
        ledger.append(&batch()).unwrap_err();
        fail::remove(step);
        // Where it is not known what a reader sees, the handle is of no more use.
        let next = ledger.append(&[]);
        assert_eq!(matches!(next, Err(LedgerError::Poisoned)), recorded, "{step}");
        drop(ledger);
        whole(&folder, Some(recorded), step);
    }
    scenario.teardown();
}

#[test]
fn a_step_that_panics_leaves_all_or_nothing() {
    let scenario = FailScenario::setup();
    for (step, recorded) in STEPS {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("ledger");
        let mut ledger = begun(&folder);
        fail::cfg(step, &action(step, "panic")).unwrap();
        catch_unwind(AssertUnwindSafe(|| ledger.append(&batch()))).unwrap_err();
        fail::remove(step);
        if !recorded {
            // The handle has let go of everything.
            ledger.append(&[run(5)]).unwrap();
            assert_eq!(ledger.size().unwrap(), BEFORE + 1);
            continue;
        }
        drop(ledger);
        whole(&folder, Some(recorded), step);
    }
    scenario.teardown();
}

#[test]
fn a_process_that_dies_at_a_step_leaves_all_or_nothing() {
    // Only so that no other test makes a step of this process fail.
    let scenario = FailScenario::setup();
    for (step, recorded) in STEPS {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("ledger");
        drop(begun(&folder));
        let status = child(&[], &format!("abort:{step}:{}", folder.display()));
        assert_eq!(status.signal(), Some(6), "{step}: {status}");
        whole(&folder, Some(recorded), step);
    }
    scenario.teardown();
}

#[test]
fn a_disk_that_is_full_at_a_step_leaves_all_or_nothing() {
    for (step, _) in STEPS {
        let scratch = tempfile::tempdir().unwrap();
        let order = format!("full:{step}:{}", scratch.path().display());
        // A small disk of its own, which goes with the process; without the right to have one, files that
        // cannot grow.
        let disk = format!(
            "mount -t tmpfs -o size=2m,mode=0700 none '{}' && exec \"$@\"",
            scratch.path().display()
        );
        let own = Command::new("unshare").args(["--mount", "true"]).status();
        let status = if own.is_ok_and(|it| it.success()) {
            child(&["unshare", "--mount", "sh", "-c", &disk, "sh"], &order)
        } else {
            let order = order.replacen("full", "grown", 1);
            child(&["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"], &order)
        };
        assert!(status.success(), "{step}: {status}");
    }
}

#[test]
fn a_clock_that_goes_back_is_told_and_is_no_fault() {
    let scenario = FailScenario::setup();
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("ledger");
    let mut ledger = begun(&folder);
    for time in ["return(1000)", "return(0)", "return(18446744073709551615)", "return(5)"] {
        fail::cfg("ledger-clock", time).unwrap();
        ledger.append(&[run(7)]).unwrap();
    }
    fail::remove("ledger-clock");
    ledger.append(&[run(8)]).unwrap();
    let verified = ledger.verify(None, &mut |_| ()).unwrap();
    assert_eq!((verified.bad, verified.clock_went_back), (None, vec![3, 4, 6]));
    assert_eq!(ledger.entry(5).unwrap().time_ms, u64::MAX);
    scenario.teardown();
}

#[test]
fn whoever_changes_the_database_during_an_append_has_nothing_signed() {
    let scenario = FailScenario::setup();
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("ledger");
    let mut ledger = begun(&folder);
    let forged = folder.clone();
    fail::cfg_callback("ledger-locked", move || {
        attack::change(&forged, |db| {
            attack::back_date(db, 1);
            attack::chain(db, 2);
            attack::hash(db);
        });
    })
    .unwrap();
    let error = ledger.append(&batch()).unwrap_err();
    fail::remove("ledger-locked");
    assert!(matches!(error, LedgerError::Damaged(_)), "{error}");
    let verified = Ledger::open_unchecked(&folder).unwrap().verify(None, &mut |_| ()).unwrap();
    assert_eq!((verified.bad.unwrap().sequence, verified.entries), (Some(0), 3));
    scenario.teardown();
}

fn child(before: &[&str], order: &str) -> ExitStatus {
    let own = std::env::current_exe().unwrap().into_os_string().into_string().unwrap();
    let rest = [&own, "child_of_a_test", "--exact", "--nocapture"];
    let all: Vec<&str> = before.iter().copied().chain(rest).collect();
    let (program, arguments) = all.split_first().unwrap();
    Command::new(program).args(arguments).env(CHILD, order).status().unwrap()
}

/// Does nothing but in a process that another test has started.
#[test]
fn child_of_a_test() {
    let Some(order) = std::env::var_os(CHILD) else { return };
    let order = order.into_string().unwrap();
    let parts: Vec<&str> = order.splitn(3, ':').collect();
    let [what, step, folder] = parts.as_slice() else { panic!("{order}") };
    let folder = Path::new(folder);
    match *what {
        "abort" => {
            let mut ledger = Ledger::open(folder).unwrap();
            fail::cfg_callback(*step, || std::process::abort()).unwrap();
            drop(ledger.append(&batch()));
            panic!("it is still alive");
        }
        "full" => {
            let ballast = folder.join("ballast");
            let (fill, free) = (ballast.clone(), || std::fs::remove_file(&ballast).unwrap());
            no_room(&folder.join("ledger"), step, move || fill_up(&fill), free);
        }
        "grown" => {
            let limit =
                |bytes| setrlimit(Resource::Fsize, Rlimit { current: bytes, maximum: None });
            no_room(
                &folder.join("ledger"),
                step,
                move || limit(Some(1)).unwrap(),
                || limit(None).unwrap(),
            );
        }
        _ => panic!("{order}"),
    }
}

/// Takes all room there is.
fn fill_up(ballast: &Path) {
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(ballast).unwrap();
    for size in [4096, 1] {
        while file.write_all(&vec![0; size]).is_ok() {}
    }
}

/// An append that finds no room from a step on, until there is some again.
fn no_room(folder: &Path, step: &str, take: impl Fn() + Send + Sync + 'static, free: impl Fn()) {
    let mut ledger = begun(folder);
    fail::cfg_callback(step, take).unwrap();
    let appended = ledger.append(&batch());
    fail::remove(step);
    if step == "ledger-copied" {
        // There was nothing more to write.
        appended.as_ref().unwrap();
    } else {
        let error = appended.as_ref().expect_err(step);
        assert!(
            matches!(error, LedgerError::Full | LedgerError::Io { .. } | LedgerError::Database(_)),
            "{step}: {error}"
        );
    }
    // Whoever only reads can still do so.
    let reader = Ledger::open_to_read(folder).unwrap();
    assert_eq!(reader.verify(None, &mut |_| ()).unwrap().bad, None, "{step}");
    drop(reader);
    free();
    match ledger.append(&[]) {
        Ok(_) => assert_eq!(ledger.size().unwrap(), BEFORE + if appended.is_ok() { 3 } else { 0 }),
        Err(error) => assert!(matches!(error, LedgerError::Poisoned), "{step}: {error}"),
    }
    drop(ledger);
    whole(folder, None, step);
}
