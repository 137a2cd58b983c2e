//! Faults from outside, in every phase of an evaluation and at any moment: a worker that is killed or stopped,
//! a user who has had enough, a machine that gives next to nothing. What is said is clear, nothing that was done
//! is lost, and nobody is left behind.

use std::cell::Cell;
use std::fmt::Write;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use lazaret_header::component;
use serde_json::Value;

use crate::kernel::{limited, signal, status, tree};
use crate::support::{Output, write};
use crate::walls::{
    SQUARE, busy_worker, code, command, command_for, copy_of_home, end, eventually, in_namespace,
    task, verdict,
};

/// What is under way when something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The evaluator says what it measures.
    Describe,
    /// It lists its cases.
    Cases,
    /// The candidate is made native code.
    Compile,
    /// The candidate is loaded, before any case.
    Load,
    /// The evaluator is at a case, and has not asked the candidate yet.
    Evaluate,
    /// The candidate answers.
    Answer,
    /// The evaluator sums up.
    Summarize,
}

const PHASES: [Phase; 7] = [
    Phase::Describe,
    Phase::Cases,
    Phase::Compile,
    Phase::Load,
    Phase::Evaluate,
    Phase::Answer,
    Phase::Summarize,
];

const EVALUATOR: &str = "
def spin(phase):
    if phase == PHASE:
        for _ in range(ROUNDS):
            pass


def describe():
    spin('Describe')
    return {'metrics': {'score': {'goal': 'maximize'}}}


def cases():
    spin('Cases')
    return [3, 4]


def evaluate(candidate, case):
    spin('Evaluate')
    return float(candidate.f(case))


def summarize(reports):
    spin('Summarize')
    return {'score': sum(report['score'] for report in reports)}
";

/// Rounds of a loop that take a second or so, long enough to be caught at it.
const ROUNDS: &str = "16_000_000";

impl Phase {
    /// A folder with a task that is in this phase for a while, and in no other. The patience of whoever waits
    /// for a worker of it is at most 45 s.
    fn folder(self) -> tempfile::TempDir {
        self.folder_of(ROUNDS, 10_000)
    }

    /// The same with so many rounds and milliseconds.
    fn folder_of(self, rounds: &str, wall_ms: u64) -> tempfile::TempDir {
        let loop_of = |phase: Self| match phase == self {
            true => format!("for _ in range({rounds}):\n        pass"),
            false => "pass".to_owned(),
        };
        let (load, answer) = (loop_of(Self::Load), loop_of(Self::Answer));
        let load = load.replace("\n        ", "\n    ");
        let folder = task(&format!("{load}\ndef f(n):\n    {answer}\n    return n * n\n"));
        let evaluator =
            EVALUATOR.replace("PHASE", &format!("'{self:?}'")).replace("ROUNDS", rounds);
        write(&folder, "task/evaluator.py", evaluator.as_bytes());
        let settings = format!(
            "name = \"faults\"\nevaluator = \"evaluator.py\"\n\
             [candidate]\nwall_ms = {wall_ms}\nfuel = 1_000_000_000_000_000\n\
             [evaluator_budget]\nwall_ms = {wall_ms}\nfuel = 1_000_000_000_000_000\n"
        );
        write(&folder, "task/task.toml", settings.as_bytes());
        if self == Self::Compile {
            write(&folder, "candidate.wasm", &slow_to_compile());
        }
        folder
    }

    fn command(self, folder: &tempfile::TempDir) -> Command {
        // In the phase of a compilation, there is another candidate of another name.
        let name = if self == Self::Compile { "candidate.wasm" } else { "candidate.py" };
        command_for(folder.path(), name, &[])
    }

    /// The score of all phases: 9 and 16, and a component answers 0.
    fn score(self) -> f64 {
        if self == Self::Compile { 0.0 } else { 25.0 }
    }
}

/// A component that takes a compiler a second or two, and is new to every cache.
fn slow_to_compile() -> Vec<u8> {
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_nanos();
    let mut text = format!("(func $new (drop (i64.const {})))\n", now % (1 << 62));
    text.push_str("(func $attack (call $new))\n(func $g (param i32) (result i32) local.get 0)\n");
    let line = "(i32.store (i32.const 8) (call $g (i32.load (i32.const 4))))\n";
    // Half as much work as is admitted, so that a second compilation is within its minute on a busy machine, too.
    for index in 0..6 {
        let _ = writeln!(text, "(func $slow{index} {})", line.repeat(7_000));
    }
    wat::parse_str(component(&text, Some("attack"), "").unwrap()).unwrap()
}

#[track_caller]
fn is_scored(phase: Phase, output: &Output) {
    let verdict = verdict(output);
    assert_eq!(code(&verdict), "scored", "{phase:?}: {}{}", output.stdout, output.stderr);
    let score = verdict.pointer("/score").and_then(Value::as_f64);
    assert_eq!(score, Some(phase.score()), "{phase:?}");
}

#[track_caller]
fn is_alone(family: &[u32]) {
    eventually("nobody is left behind", || {
        family.iter().all(|pid| status(*pid).is_none()).then_some(())
    });
}

#[test]
fn a_worker_that_is_killed_in_any_phase_costs_time_only() {
    for phase in PHASES {
        let folder = phase.folder();
        let child = phase.command(&folder).spawn().unwrap();
        let worker = busy_worker(child.id());
        let family = tree(child.id());
        signal(worker, libc::SIGKILL);
        is_scored(phase, &end(child));
        is_alone(&family);
    }
}

/// Nobody waits longer than the budgets say; all at one time, because there is nothing to be done but to wait.
#[test]
fn a_worker_that_is_stopped_in_any_phase_is_ended_and_replaced() {
    std::thread::scope(|scope| {
        for phase in PHASES {
            scope.spawn(move || {
                // With much time for it, because all phases share the processors.
                let folder = phase.folder_of(ROUNDS, 15_000);
                let child = phase.command(&folder).spawn().unwrap();
                let worker = busy_worker(child.id());
                let family = tree(child.id());
                let begin = Instant::now();
                signal(worker, libc::SIGSTOP);
                is_scored(phase, &end(child));
                // The longest patience is 65 s, nobody is waited for twice, and the rest is for a busy machine.
                assert!(begin.elapsed() < Duration::from_secs(240), "{phase:?}");
                is_alone(&family);
            });
        }
    });
}

#[test]
fn an_interrupt_in_any_phase_is_told_and_leaves_nobody_behind() {
    for phase in PHASES {
        // Without an end of its own, but for a compilation.
        let folder = phase.folder_of("1_000_000_000_000", 3_600_000);
        let child = phase.command(&folder).spawn().unwrap();
        busy_worker(child.id());
        let family = tree(child.id());
        let begin = Instant::now();
        signal(child.id(), libc::SIGINT);
        let output = end(child);
        assert!(begin.elapsed() < Duration::from_secs(20), "{phase:?}: {:?}", begin.elapsed());
        is_interrupted(&output);
        is_alone(&family);
    }
}

/// Either there is nothing to tell of yet, or the one document tells what is not done.
#[track_caller]
fn is_interrupted(output: &Output) {
    assert_eq!(output.exit, Some(130), "{}{}", output.stdout, output.stderr);
    let document = output.json();
    assert_eq!(document.pointer("/interrupted"), Some(&Value::Bool(true)), "{document}");
    if let Some(error) = document.pointer("/error/code") {
        assert_eq!(error, "inconclusive/interrupted");
        assert!(output.stderr.contains("error: interrupted"), "{}", output.stderr);
    } else {
        let verdict = verdict(output);
        // What was done is kept, and the rest says so.
        assert!(["inconclusive/interrupted", "scored"].contains(&code(&verdict)), "{verdict}");
    }
}

/// Starts an evaluation again and again, and does something to it a little later each time, from before the
/// first worker is there until after the last. How long one takes is measured anew for each sweep, because what
/// runs beside it comes and goes; sweeps go on until `enough` was seen of all that can happen.
fn at_any_moment(
    mut act: impl FnMut(&Child),
    mut check: impl FnMut(&Output),
    mut enough: impl FnMut() -> bool,
) {
    let folder = task(SQUARE);
    let calm = || {
        let begin = Instant::now();
        let output = end(command(folder.path(), &[]).spawn().unwrap());
        assert_eq!(code(&verdict(&output)), "scored", "{}", output.stderr);
        begin.elapsed()
    };
    calm();
    for sweep in 0.. {
        let step = calm() / 12;
        for moment in 0..14 {
            let child = command(folder.path(), &[]).spawn().unwrap();
            // Each sweep tries moments between those of the one before.
            std::thread::sleep(step * (2 * moment + sweep % 2) / 2);
            let family = tree(child.id());
            act(&child);
            let output = end(child);
            check(&output);
            is_alone(&family);
        }
        if 0 < sweep && enough() {
            break;
        }
        assert!(sweep < 12, "not everything was seen to happen");
    }
    calm();
}

#[test]
fn workers_that_are_killed_at_any_moment_never_change_a_score() {
    let hit = Cell::new(0);
    let scored = Cell::new(0);
    at_any_moment(
        |child| {
            let workers = tree(child.id()).into_iter().filter(|pid| *pid != child.id());
            for pid in workers {
                // It may be gone since.
                let killed = Command::new("kill").args(["-9", &pid.to_string()]).output().unwrap();
                hit.set(hit.get() + usize::from(killed.status.success()));
            }
        },
        |output| match output.exit {
            Some(0) => {
                scored.set(scored.get() + 1);
                let verdict = verdict(output);
                let score = verdict.pointer("/score").and_then(Value::as_f64);
                assert_eq!(score, Some(14.0 / 3.0), "{verdict}");
            }
            Some(3) if output.json().pointer("/error").is_none() => {
                assert_eq!(code(&verdict(output)), "inconclusive/worker-lost");
            }
            // Before there is anything to be judged.
            Some(3 | 5) => assert!(output.stderr.contains("worker"), "{}", output.stderr),
            other => panic!("{other:?}: {}{}", output.stdout, output.stderr),
        },
        || 10 < hit.get() && 1 < scored.get(),
    );
}

#[test]
fn an_interrupt_at_any_moment_is_told() {
    let interrupted = Cell::new(0);
    let done = Cell::new(0);
    at_any_moment(
        |child| {
            // It may be done by now.
            let pid = child.id().to_string();
            let _ = Command::new("kill").args(["-INT", &pid]).output().unwrap();
        },
        |output| match output.exit {
            Some(0) => done.set(done.get() + 1),
            // Before it listens, the kernel ends it, and there is nothing to tell.
            None => assert_eq!(output.stdout, ""),
            _ => {
                interrupted.set(interrupted.get() + 1);
                is_interrupted(output);
            }
        },
        || 5 < interrupted.get() && 1 < done.get(),
    );
}

/// A cache that goes away under a host that works: what is in use is in memory, and the rest is made anew.
#[test]
fn a_cache_that_vanishes_in_the_middle_costs_time_only() {
    let folder = Phase::Answer.folder();
    let home = copy_of_home();
    write(&folder, "new.wasm", &slow_to_compile());
    let mut command = Phase::Answer.command(&folder);
    let child = command.arg("new.wasm").env("LAZARET_HOME", home.path()).spawn().unwrap();
    busy_worker(child.id());
    std::fs::remove_dir_all(home.path().join("cache")).unwrap();
    let output = end(child);
    is_scored(Phase::Answer, &output);
    let other = output.json().pointer("/results/1/verdict").unwrap().clone();
    assert_eq!(code(&other), "scored", "{}", output.stderr);
}

/// Next to no memory, whatever the amount: a score, or an end that names memory, and soon.
#[test]
fn little_memory_is_enough_or_named() {
    let folder = task(SQUARE);
    let mut ends = Vec::new();
    for kib in [4_000, 20_000, 60_000, 120_000, 250_000, 1_000_000] {
        let begin = Instant::now();
        let child = limited(&mut command(folder.path(), &[]), &format!("-d {kib}"));
        let output = end(child);
        assert!(begin.elapsed() < Duration::from_secs(60), "{kib} KiB: {:?}", begin.elapsed());
        if output.exit != Some(0) {
            let said = format!("{}{}", output.stdout, output.stderr).to_lowercase();
            let named =
                ["memory", "allocat", "worker", "thread"].iter().any(|it| said.contains(it));
            assert!(named, "{kib} KiB: {:?} {said}", output.exit);
        }
        ends.push(output.exit);
    }
    assert!(ends.contains(&Some(0)), "{ends:?}");
    assert!(ends.iter().any(|end| *end != Some(0)), "{ends:?}");
}

/// A disk without room for what a build needs is the machine's fault, and not the program's.
#[test]
fn a_full_disk_under_a_build_is_told_as_what_it_is() {
    if std::env::var_os("LAZARET_TEST_WITHOUT_COMPILERS").is_some() {
        return;
    }
    let folder = task(SQUARE);
    let source = "int f(int n) { return n * n; }\n";
    write(&folder, "candidate.c", source.as_bytes());
    let home = copy_of_home();
    let full = "mkdir -p $H/cache/build; mount -t tmpfs -o size=8k,mode=700 none $H/cache/build; \
                head -c 64k /dev/zero > $H/cache/build/full || true";
    let output = in_namespace(full, folder.path(), home.path(), "candidate.c");
    let verdict = verdict(&output);
    assert!(code(&verdict).starts_with("fault/"), "{verdict}");
    let message = verdict.pointer("/reason/message").and_then(Value::as_str).unwrap();
    assert!(message.contains("No space left"), "{message}");
    assert_eq!(output.exit, Some(5));
}
