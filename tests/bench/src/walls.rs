//! What the walls cost: the same work in one process, in jailed processes, and with a process for each
//! instance, round by round.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};
use lazaret_evaluate::{Dataset, Instance, Launch, Program, Script, Started};
use lazaret_host::{Home, Host, Isolation, Needs, Plugin, Settings, Task};
use lazaret_sandbox::{Prepared, ScriptRole};
use lazaret_trial::{Budget, Value};
use lazaret_worker::{Code, ProcessLimits, Remote, Serving, Worker, WorkerSettings, Workers};

use crate::evaluations;
use crate::statistics::Times;
use crate::typed;

/// How many of one kind follow each other.
const TOGETHER: usize = 20;

/// How many rounds there are of each kind.
const ROUNDS: usize = 500;

const SOURCE: &str = "def add(left, right):\n    return left + right\n";

const LIMITS: ProcessLimits =
    ProcessLimits { memory_bytes: 2 << 30, cpu_seconds: None, file_bytes: 0 };

/// Measures and prints.
pub fn measure(home: &Home, python: &Prepared, code: &Code) -> Result<()> {
    fresh(python, code)?;
    let settings = |isolation| Settings { isolation, ..this_program() };
    let all = [Isolation::Store, Isolation::Process, Isolation::Strict];
    for isolation in all {
        let needs = Needs::of_file("x.py");
        let host = Host::open(home, &needs, &settings(isolation), &mut |_| ())?;
        println!("with isolation by {}:", isolation.name());
        evaluations::measure(&host)?;
    }
    let folder = tempfile::tempdir()?;
    let task: Task = typed::task(folder.path())?;
    let needs = typed::needs(&task);
    println!("calls from an evaluator to a candidate, both compiled");
    for isolation in all {
        let host = Host::open(home, &needs, &settings(isolation), &mut |_| ())?;
        let (scalar, numbers) = typed::per_call(&host, &task, 10)?;
        println!(
            "  {:<8} scalar {scalar:>7.2} us, 1,000 floats there and back {numbers:>7.2} us",
            isolation.name()
        );
    }
    Ok(())
}

/// Workers that are copies of this program.
pub fn this_program() -> Settings {
    Settings::process("/proc/self/exe".into())
}

/// The native code of an interpreter, for workers.
pub fn code(home: &Home, host: &Host) -> Result<Code> {
    let engine = lazaret_engine::Engine::new()?;
    let cache = lazaret_engine::CodeCache::open(&home.code())?;
    let record = host.plugin(Plugin::Python).context("the host was opened with it")?;
    let fill = |file: &_| Ok::<_, anyhow::Error>(engine.cached(record.digest, &cache, file)?);
    Code::filled(record.digest, fill)?.context("the host has just compiled it")
}

/// A fresh Python candidate from its start to its end: a worker makes its memory what it was when it has answered, which
/// the next one waits for.
fn fresh(python: &Prepared, code: &Code) -> Result<()> {
    let settings = WorkerSettings { program: this_program().worker, allow_degraded: false };
    let workers = Workers::new(settings, 2)?;
    let script = Script::new(SOURCE.to_owned(), "program.py".to_owned());
    let mut program = Program { script: Some(script.clone()), ..Program::of(python.clone()) };
    let packages = Dataset::default();
    let mut jailed = workers.take()?;
    jailed.load(code, None, &packages, Serving::InTurn, LIMITS)?;
    let mut strict = workers.take()?;
    strict.load(code, None, &packages, Serving::Apart, LIMITS)?;
    let (mut store_times, mut jailed_times, mut strict_times) = (vec![], vec![], vec![]);
    // In turn, so that all see the same machine; some rounds at a time, as in an evaluation, because whoever waits
    // loses what the processor has kept for it.
    for _ in 0..ROUNDS / TOGETHER {
        for _ in 0..TOGETHER {
            store_times.push(round(&mut program)?);
        }
        for _ in 0..TOGETHER {
            jailed_times.push(remote(&mut jailed, &script)?);
        }
        for _ in 0..TOGETHER {
            strict_times.push(remote(&mut strict, &script)?);
        }
    }
    println!("fresh Python candidate, a call, its end; {ROUNDS} rounds each, {TOGETHER} in turn");
    let store = Times::new(store_times);
    for (name, times) in
        [("process", Times::new(jailed_times)), ("strict", Times::new(strict_times))]
    {
        println!(
            "  {name:<8} p50 {:.3} ms, p99 {:.3} ms; {:.2} times `store` ({:.3} ms)",
            times.median(),
            times.quantile(0.99),
            times.median() / store.median(),
            store.median()
        );
    }
    Ok(())
}

fn remote(worker: &mut Worker, script: &Script) -> Result<Duration> {
    let begin = Instant::now();
    let mut remote = Remote::new(worker.session(Some(script))?, None);
    Ok(begin.elapsed() + round(&mut remote)?)
}

fn round(program: &mut dyn Launch) -> Result<Duration> {
    let begin = Instant::now();
    let started = program.launch(&Budget::for_candidates(), 0, "bench", ScriptRole::Candidate);
    let Started::Ready(mut instance) = started else { anyhow::bail!("it does not start") };
    let arguments = Value::parse("[40,2]").context("the arguments are a list")?;
    let value = instance.call("add", &arguments)?.map_err(|failure| anyhow!("{failure:?}"))?;
    drop(Instance::finish(instance));
    let took = begin.elapsed();
    anyhow::ensure!(value.to_string() == "42", "a wrong result: {value}");
    Ok(took)
}
