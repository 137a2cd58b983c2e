//! What no program can show from inside: that the walls around workers stand. Each check is a case of its own.
//!
//! A program that gets out of WebAssembly finds these walls, and no program of the corpus does get out; so they
//! are tried by the probe of the jail, and looked at through what the kernel says about the processes.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use lazaret_host::{Candidate, EvaluationRequest, Host, Interrupt, Outcome, Settings, Task, probe};
use lazaret_worker::{CompileEnd, CompileLimits, WorkerSettings, Workers};

use crate::archives;
use crate::corpus::Tasks;
use crate::memory::below;
use crate::open::{Isolation, home, open_host_for, worker};

/// A check of walls.
pub struct Wall {
    /// Its name.
    pub name: &'static str,
    /// What it finds.
    pub check: fn() -> Result<()>,
}

/// Every check.
pub const WALLS: &[Wall] = &[
    Wall { name: "acts", check: acts },
    Wall { name: "processes", check: processes },
    Wall { name: "rights", check: rights },
    Wall { name: "replacement", check: replacement },
    Wall { name: "compilation", check: compilation },
    Wall { name: "orphans", check: orphans },
    Wall { name: "package-paths", check: archives::paths },
    Wall { name: "package-native", check: archives::native },
];

const ENDLESS: &str = "def f(n):\n    while True:\n        pass\n";
const SLOW: &str = "def f(n):\n    for _ in range(6_000_000):\n        pass\n    return n * n\n";

fn acts() -> Result<()> {
    let settings = Settings::process(worker()?);
    for probed in probe(&settings, |_| String::new(), |_| ())? {
        let loading = probed.loading.unwrap_or_default();
        ensure!(probed.denied, "{}: {} {loading}", probed.name, probed.inside);
    }
    Ok(())
}

/// Judges a candidate, and meanwhile looks at the processes again and again until `look` has seen enough.
fn watched(candidate: &str, mut look: impl FnMut() -> Result<bool>) -> Result<Outcome> {
    let host = open_host_for(&home(), Isolation::Usual, std::iter::empty())?;
    let task = patient()?;
    let interrupt = Interrupt::new();
    std::thread::scope(|scope| {
        let judged = scope.spawn(|| judge(&host, &task, candidate, &interrupt));
        let begin = Instant::now();
        let mut looked = Ok(false);
        while !judged.is_finished() && matches!(looked, Ok(false)) {
            std::thread::sleep(Duration::from_millis(2));
            looked = look();
            if Duration::from_secs(20) < begin.elapsed() {
                interrupt.raise();
            }
        }
        // Whoever is endless is ended, also if what was seen is wrong.
        if candidate == ENDLESS || looked.is_err() {
            interrupt.raise();
        }
        let seen = looked?;
        let outcome = judged.join().map_err(|_| anyhow::anyhow!("a panic of the host"))??;
        ensure!(seen, "what was looked for did not come");
        Ok(outcome)
    })
}

/// The task of the sentinels, for candidates that take their time.
fn patient() -> Result<Task> {
    let mut task = Tasks::read()?.squares;
    task.candidate_budget.fuel = 1_000_000_000_000;
    task.candidate_budget.wall_ms = 60_000;
    Ok(task)
}

fn judge(host: &Host, task: &Task, text: &str, interrupt: &Interrupt) -> Result<Outcome> {
    let candidates = vec![Candidate::of_bytes("wall", "wall.py", text.as_bytes().to_vec())];
    let request =
        EvaluationRequest { task, candidates, seed: 7, split: None, jobs: 1, record: None };
    let mut evaluation = host.evaluate(request, interrupt, &mut |_| ())?;
    evaluation.results.pop().map(|result| result.outcome).ok_or_else(|| anyhow::anyhow!("nothing"))
}

/// The evaluator and the candidate are in two processes, neither of which is this one.
fn processes() -> Result<()> {
    watched(ENDLESS, || Ok(2 <= below("self").iter().filter(|pid| 3 < ticks(pid)).count()))?;
    Ok(())
}

/// Every worker that has done something has given up what it can.
fn rights() -> Result<()> {
    watched(ENDLESS, || {
        let Some(busy) = busy() else { return Ok(false) };
        let text = std::fs::read_to_string(format!("/proc/{busy}/status"))?;
        let none = "0000000000000000";
        for (name, wanted) in
            [("NoNewPrivs", "1"), ("Seccomp", "2"), ("CapEff", none), ("CapPrm", none)]
        {
            let found = text.lines().find_map(|line| line.strip_prefix(&format!("{name}:")));
            ensure!(found.map(str::trim) == Some(wanted), "{name}: {found:?}, expected {wanted}");
        }
        Ok(true)
    })?;
    Ok(())
}

/// A worker that is killed costs nobody anything.
fn replacement() -> Result<()> {
    let mut killed = false;
    let outcome = watched(SLOW, || {
        if let Some(busy) = busy() {
            killed = Command::new("kill").args(["-9", &busy]).status()?.success();
        }
        Ok(killed)
    })?;
    let Outcome::Verdict(verdict) = outcome else { anyhow::bail!("unreadable") };
    ensure!(verdict.score == Some(1.0), "{}: {}", verdict.reason.code, verdict.reason.message);
    Ok(())
}

/// A compilation ends by its processor time. It is nearly as much work as is admitted, which takes longer than the
/// second that some kernels make of none.
fn compilation() -> Result<()> {
    let workers = Workers::new(WorkerSettings { program: worker()?, allow_degraded: false }, 0)?;
    let line = "(i32.store (i32.const 8) (call $g (i32.load (i32.const 4))))".repeat(13_000);
    let functions: String = (0..6).map(|index| format!("(func $slow{index} {line})")).collect();
    let component = wat::parse_str(format!(
        "(component (core module (memory 1) (func $g (param i32) (result i32) local.get 0) {functions}))"
    ))?;
    let limits = CompileLimits { cpu_seconds: 0, ..CompileLimits::DEFAULT };
    match workers.take()?.compile(&component, None, &limits) {
        Err(CompileEnd::Refused(reason)) => {
            let limit = reason.excess.map(|excess| excess.limit);
            ensure!(limit.as_deref() == Some("compile seconds"), "{}", reason.message);
            Ok(())
        }
        Err(CompileEnd::Worker(error)) => Err(error.into()),
        Ok(_) => anyhow::bail!("no processor time was allowed, and some was taken"),
    }
}

/// Nothing outlives a host that is killed. The host is another process of this program.
fn orphans() -> Result<()> {
    let mut host = Command::new(std::env::current_exe()?)
        .args(["--endless"])
        .args(crate::mutants::chosen())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let begin = Instant::now();
    let mut family = Vec::new();
    while begin.elapsed() < Duration::from_secs(20) {
        family = below(&host.id().to_string());
        if family.iter().any(|pid| 20 < ticks(pid)) {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    host.kill()?;
    host.wait()?;
    ensure!(2 <= family.len(), "the host had no workers");
    std::thread::sleep(Duration::from_millis(500));
    let left: Vec<String> = family.into_iter().filter(|pid| alive(pid)).collect();
    for pid in &left {
        // The check itself leaves nobody behind.
        let _ = Command::new("kill").args(["-9", pid]).status();
    }
    ensure!(left.is_empty(), "{} workers outlived their host", left.len());
    Ok(())
}

/// What the host of [`orphans`] does until it is killed.
///
/// # Errors
/// If it cannot even begin.
pub fn endless() -> Result<()> {
    let host = open_host_for(&home(), Isolation::Usual, std::iter::empty())?;
    let task = patient()?;
    judge(&host, &task, ENDLESS, &Interrupt::new()).map(drop)
}

/// The child that burns a processor.
fn busy() -> Option<String> {
    below("self").into_iter().find(|pid| 10 < ticks(pid))
}

fn stat(pid: &str) -> Option<Vec<String>> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // After the name, which may hold anything.
    let (_, rest) = stat.rsplit_once(')')?;
    Some(rest.split_whitespace().map(str::to_owned).collect())
}

/// Processor time so far, in ticks of 10 ms.
fn ticks(pid: &str) -> u64 {
    let fields = stat(pid).unwrap_or_default();
    [11, 12].into_iter().filter_map(|index| fields.get(index)?.parse::<u64>().ok()).sum()
}

fn alive(pid: &str) -> bool {
    Path::new(&format!("/proc/{pid}")).exists()
        && stat(pid).is_some_and(|fields| fields.first().is_some_and(|state| state != "Z"))
}
