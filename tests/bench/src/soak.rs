//! Hostile and honest programs, mixed, for as long as one likes: the host must stay as it was.
//!
//! One host with two jobs and workers judges the example candidates and runs the corpus, over and over. Now and
//! then it is looked at: memory, descriptors, processes, and every file below its home. It fails if any of them
//! grows after the first quarter of the time, if there are ever more processes than two jobs have a use for, or
//! if one is left in the end.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use lazaret_host::{
    Call, Candidate, EvaluationRequest, Home, Host, Interrupt, Needs, Outcome, RunRequest, Task,
};
use lazaret_trial::{Budget, Value};

use crate::walls::this_program;

/// How often it is looked at.
const LOOK: Duration = Duration::from_secs(30);

/// The most processes at any moment: this one; for each of two jobs the evaluator's worker, the candidate's and a
/// compiler; the spare, and one that is just being started in its place; and as many that were ended a moment ago.
const PROCESSES_MAX: usize = 1 + 2 * 3 + 2 + 2 * 3;

/// What a host holds.
#[derive(Clone, Copy, Debug)]
struct State {
    resident_kib: u64,
    descriptors: usize,
    processes: usize,
    files: usize,
}

/// Runs for `seconds`, prints what the host holds, and says whether that grew.
pub fn measure(home: &Home, seconds: u64) -> Result<()> {
    let task = Task::read(Path::new("examples/online-bin-packing"), &[])?;
    let corpus = programs(&["tests/corpus/python", "tests/corpus/javascript", "tests/corpus"])?;
    let needs = Needs::default().and(&corpus);
    let host = Host::open(home, &needs, &this_program(), &mut |line| eprintln!("{line}"))?;
    let end = Instant::now() + Duration::from_secs(seconds);
    let (mut next_look, mut states) = (Instant::now(), Vec::new());
    let (mut programs, mut lost) = (0_u64, 0_u64);
    let mut reference: Option<Vec<Vec<u8>>> = None;
    while Instant::now() < end {
        let verdicts = examples(&host, &task)?;
        programs += verdicts.len() as u64;
        match &reference {
            None => reference = Some(verdicts),
            Some(first) if *first == verdicts => {}
            Some(_) => bail!("a verdict changed after {programs} programs"),
        }
        for candidate in &corpus {
            lost += u64::from(run(&host, candidate)?);
            programs += 1;
            if next_look <= Instant::now() {
                let state = look(home)?;
                println!("{programs:>8} programs, {lost} lost workers: {state:?}");
                if PROCESSES_MAX < state.processes {
                    bail!("there are {} processes at one time", state.processes);
                }
                states.push(state);
                next_look = Instant::now() + LOOK;
            }
            if end <= Instant::now() {
                break;
            }
        }
    }
    drop(host);
    judge(&states, look(home)?)
}

/// After a quarter of the time, everything that is kept once is there; from then on nothing may grow.
fn judge(states: &[State], last: State) -> Result<()> {
    let settled = states.get(states.len() / 4).context("it was too short to look twice")?;
    let most = |of: fn(&State) -> u64| states.iter().skip(states.len() / 4).map(of).max();
    let resident = most(|state| state.resident_kib).unwrap_or_default();
    println!("settled at {settled:?}; at most {resident} KiB afterwards; at the end {last:?}");
    if settled.resident_kib + settled.resident_kib / 4 + 16_384 < resident {
        bail!("memory grew");
    }
    if last.processes != 1 {
        bail!("{} processes are left", last.processes - 1);
    }
    // The host is gone, so whatever is open now and was not open then is left over.
    if settled.descriptors < last.descriptors {
        bail!("{} descriptors are left", last.descriptors - settled.descriptors);
    }
    if settled.files < last.files {
        bail!("{} files are left", last.files - settled.files);
    }
    Ok(())
}

/// Honest and hostile candidates of an example, judged by two jobs; their verdicts.
fn examples(host: &Host, task: &Task) -> Result<Vec<Vec<u8>>> {
    let mut candidates = Candidate::gather(Path::new("examples/online-bin-packing/candidates"))?;
    candidates.extend(Candidate::gather(Path::new("examples/online-bin-packing/hostile"))?);
    let request =
        EvaluationRequest { task, candidates, seed: 0, split: None, jobs: 2, record: None };
    let evaluation = host.evaluate(request, &Interrupt::new(), &mut |_| ())?;
    let bytes = |outcome: &Outcome| match outcome {
        Outcome::Verdict(verdict) => Ok(lazaret_host::verdict_bytes(verdict)?),
        Outcome::Unreadable(error) => bail!("{error}"),
    };
    evaluation.results.iter().map(|result| bytes(&result.outcome)).collect()
}

/// Runs a program of the corpus; whether its worker was lost.
fn run(host: &Host, candidate: &Candidate) -> Result<bool> {
    let call = Call { function: "f".to_owned(), arguments: Value::List(Vec::new()) };
    let budget = Budget { fuel: 200_000_000, wall_ms: 5_000, ..Budget::for_candidates() };
    let request = RunRequest { candidate, call: Some(call), budget, seed: 7, wit: None };
    let outcome = host.run(&request, &Interrupt::new())?;
    Ok(outcome.result.is_err_and(|reason| reason.code.as_str() == "inconclusive/worker-lost"))
}

fn programs(folders: &[&str]) -> Result<Vec<Candidate>> {
    let mut found = Vec::new();
    for folder in folders {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
        files.retain(|path| {
            path.extension().is_some_and(|it| it == "py" || it == "js" || it == "wat")
        });
        files.sort();
        found.extend(files.iter().map(|path| Candidate::read(path)));
    }
    Ok(found)
}

fn look(home: &Home) -> Result<State> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let resident = resident.and_then(|it| it.split_whitespace().next()).context("no VmRSS")?;
    Ok(State {
        resident_kib: resident.parse()?,
        descriptors: std::fs::read_dir("/proc/self/fd")?.count(),
        processes: family(std::process::id()),
        files: files(&home.data) + files(&home.cache),
    })
}

/// How many files there are below a folder, without the programs of lost workers, which are kept on purpose.
fn files(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let count = |path: PathBuf| match path.is_dir() {
        true if path.ends_with("quarantine") => 0,
        true => files(&path),
        false => 1,
    };
    entries.map(|entry| count(entry.path())).sum()
}

/// How many processes there are below this one, itself included.
fn family(pid: u32) -> usize {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let children =
        tasks.filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
    let children: Vec<u32> = children
        .flat_map(|text| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|pid| pid.parse().ok())
        .collect();
    1 + children.into_iter().map(family).sum::<usize>()
}
