//! Runs every file of `tests/corpus` through the public interface of the host.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use lazaret_host::{Candidate, Host, Interrupt, Purpose, RunOutcome};
use lazaret_trial::{Budget, Code, Logs, Usage, Value};

use crate::corpus_case::Case;
use crate::support::{self, SEED};

/// The files of the corpus, sorted.
fn files() -> Vec<PathBuf> {
    let folder = support::workspace().join("tests/corpus");
    let entries = std::fs::read_dir(folder).expect("the corpus is there");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "wat"));
    files.sort();
    files
}

fn run(host: &Host, case: &Case, budget: &Budget) -> RunOutcome {
    run_with(host, case, budget, SEED, &Interrupt::new())
}

fn run_with(
    host: &Host,
    case: &Case,
    budget: &Budget,
    seed: u64,
    interrupt: &Interrupt,
) -> RunOutcome {
    let text = case.text.clone().into_bytes();
    if case.as_candidate {
        let candidate = Candidate::of_bytes("case.wat", "case.wat", text);
        let made = host.make(&candidate, Purpose::Candidate(None)).expect("it can be read");
        let result = made.map(|_| Value::Null);
        return RunOutcome { result, usage: Usage::default(), logs: Logs::default() };
    }
    support::run(host, "case.wat", text, case.call.as_ref(), budget, seed, interrupt)
}

/// Runs `check` on every case and reports all findings at once: one broken rule often breaks many cases.
fn check_all(check: impl Fn(&Host, &Case) -> Vec<String>) {
    let (_folder, host) = support::host();
    let files = files();
    assert!(100 < files.len(), "only {} cases: is the corpus complete?", files.len());
    let mut findings = String::new();
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a case is UTF-8 text");
        let found = match Case::parse(&text) {
            Ok(case) if case.panics_today() => check_panic(&host, &case),
            Ok(case) => check(&host, &case),
            Err(error) => vec![error],
        };
        let name = path.file_name().unwrap_or_default().display().to_string();
        for line in found {
            findings.push_str(&format!("{name}: {line}\n"));
        }
    }
    assert!(findings.is_empty(), "\n{findings}");
}

/// A defect that is known: the host panics, so that there is no outcome to look at.
fn check_panic(host: &Host, case: &Case) -> Vec<String> {
    match catch_unwind(AssertUnwindSafe(|| run(host, case, &case.budget))) {
        Err(_) => Vec::new(),
        Ok(outcome) => vec![format!("no longer a panic but {outcome:?}: is `today` out of date?")],
    }
}

#[test]
fn every_case_ends_as_it_says() {
    check_all(|host, case| case.differences(&run(host, case, &case.budget)));
}

/// What a verdict rests on is the same on every repetition: result, usage and logs. Wall time is the
/// one limit that is not, and so its case is left out.
#[test]
fn every_case_repeats_exactly() {
    check_all(|host, case| {
        let (first, second) = (run(host, case, &case.budget), run(host, case, &case.budget));
        let code = first.result.as_ref().err().map(|reason| reason.code);
        if code == Some(Code::InconclusiveWallTimeout)
            || format!("{first:?}") == format!("{second:?}")
        {
            return Vec::new();
        }
        vec![format!("differs on repetition:\n  {first:?}\n  {second:?}")]
    });
}

/// A budget of exactly what an honest program uses is enough, and one unit less is not: each limit ends
/// where it says.
#[test]
fn honest_cases_need_exactly_what_they_use() {
    check_all(|host, case| {
        if !case.is_honest() {
            return Vec::new();
        }
        let used = run(host, case, &case.budget).usage;
        let limits = [
            ("output", used.output_bytes, Code::FailedOutputLimit),
            ("host_calls", used.host_calls, Code::FailedHostcallLimit),
        ];
        let mut findings = Vec::new();
        for (limit, used, code) in limits {
            let with = |number| case.budget.clone().with(limit, number).ok();
            if let Some(budget) = with(used) {
                findings.extend(case.differences(&run(host, case, &budget)));
            }
            if let Some(budget) = used.checked_sub(1).and_then(with) {
                let found = run(host, case, &budget).result.err().map(|reason| reason.code);
                if found != Some(code) {
                    findings
                        .push(format!("{limit} = {used} - 1: expected {code}, found {found:?}"));
                }
            }
        }
        findings
    });
}

/// How far a program may run beyond its fuel. The engine looks at the fuel when a function starts and
/// when a loop turns, so what is left of a straight line still runs.
const FUEL_OVERRUN_MAX: u64 = 64;

/// The same for fuel, up to the straight line at the end.
#[test]
fn honest_cases_need_the_fuel_that_they_use() {
    check_all(|host, case| {
        if !case.is_honest() {
            return Vec::new();
        }
        let used = run(host, case, &case.budget).usage;
        let fuel = used.fuel.max(used.start_fuel);
        let budget = Budget { fuel, ..case.budget.clone() };
        let mut findings = case.differences(&run(host, case, &budget));
        if let Some(fuel) = fuel.checked_sub(FUEL_OVERRUN_MAX) {
            let budget = Budget { fuel, ..case.budget.clone() };
            let found = run(host, case, &budget).result.err().map(|reason| reason.code);
            if found != Some(Code::FailedOutOfFuel) {
                findings.push(format!("fuel = {fuel} where {} are used: {found:?}", used.fuel));
            }
        }
        findings
    });
}

#[test]
fn another_seed_gives_other_random_bytes() {
    let (_folder, host) = support::host();
    let case = support::corpus("random_from_the_seed.wat");
    let result = |seed| {
        run_with(&host, &case, &case.budget, seed, &Interrupt::new()).result.unwrap().to_string()
    };
    assert_ne!(result(SEED), result(SEED + 1));
    assert_eq!(result(SEED), result(SEED));
}

/// Load changes nothing: many at a time use exactly what one alone uses.
#[test]
fn runs_beside_each_other_do_not_touch_each_other() {
    let (_folder, host) = support::host();
    let case = support::corpus("clock_allowed.wat");
    let alone = format!("{:?}", run(&host, &case, &case.budget));
    std::thread::scope(|scope| {
        let start = || scope.spawn(|| format!("{:?}", run(&host, &case, &case.budget)));
        let threads: Vec<_> = (0..8).map(|_| start()).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), alone);
        }
    });
}

/// A user who gives up need not wait for the fuel of a guest to end.
#[test]
fn an_interrupt_ends_a_run() {
    let (_folder, host) = support::host();
    let case = support::corpus("stop_endless_loop.wat");
    let budget = Budget { fuel: 1 << 53, wall_ms: 86_400_000, ..case.budget.clone() };
    let interrupt = Interrupt::new();
    interrupt.raise();
    let outcome = run_with(&host, &case, &budget, SEED, &interrupt);
    assert_eq!(outcome.result.unwrap_err().code, Code::InconclusiveInterrupted);
}
