//! Hostile and honest programs, mixed, for as long as one likes: the host must stay as it was.
//!
//! One host with two jobs and workers judges the example candidates and runs the corpus, over and over. Now and
//! then it is looked at: memory, descriptors, processes, files.

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
    let more = |of: fn(&State) -> usize| of(settled) < of(&last);
    if last.processes != 1 || more(|state| state.descriptors) || more(|state| state.files) {
        bail!("processes, descriptors or files are left");
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
        files: std::fs::read_dir(home.build()).map_or(0, Iterator::count),
    })
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
