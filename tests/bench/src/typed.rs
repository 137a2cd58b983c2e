//! Typed calls across the bridge, beside the same call in a hand-written embedding of the engine; fresh
//! instances of a tiny candidate; and the way from a source in C to its first score.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use lazaret_host::{
    Candidate, EvaluationRequest, Home, Host, Interrupt, Needs, Outcome, Purpose, Settings, Task,
};
use lazaret_sandbox::Sandbox;
use lazaret_trial::{Budget, Value};

use crate::floor;
use crate::guest::typed_program;
use crate::statistics::Times;

const TASK: &str = "name = \"calls\"\nevaluator = \"evaluator.rs\"\n\
                    [candidate]\nfuel = 1_000_000_000_000\nhost_calls = 100_000_000\n\
                    [evaluator_budget]\nfuel = 1_000_000_000_000\nhost_calls = 100_000_000\n";

const WIT: &str = "interface calls {
  scalar: func(x: f64) -> f64;
  numbers: func(xs: list<f64>) -> list<f64>;
}
";

/// Calls one of the functions as often as the case says.
const EVALUATOR: &str = r#"
use lazaret::{Candidate, Case, Description, Evaluator, Metric, Problem, Scores, Value};

struct Calls;
lazaret::evaluator!(Calls);

impl Evaluator for Calls {
    fn describe() -> Description {
        Description::new([Metric::maximize("sum")]).splits([
            "nothing", "scalar-few", "scalar-some", "scalar-many", "numbers-few", "numbers-some",
            "numbers-many",
        ])
    }

    fn cases(split: &str, _seed: u64) -> Result<Vec<Case>, Problem> {
        Ok(vec![Case::of(split)])
    }

    fn evaluate(_: &Candidate, data: &Value) -> Result<Scores, Problem> {
        let mut sum = 0.0;
        let numbers = vec![1.5; 1000];
        let (scalars, lists) = match data.text()? {
            "scalar-few" => (1_000, 0),
            "scalar-some" => (21_000, 0),
            "scalar-many" => (201_000, 0),
            "numbers-few" => (0, 100),
            "numbers-some" => (0, 2_100),
            "numbers-many" => (0, 20_100),
            _ => (1, 0),
        };
        for index in 0..scalars {
            sum += task::scalar(f64::from(index));
        }
        for _ in 0..lists {
            sum += task::numbers(&numbers)[0];
        }
        Ok(Scores::from([("sum", sum)]))
    }
}
"#;

/// How many times each measurement is taken, side by side with what it is compared to.
const ROUNDS: usize = 7;

const FRESH: usize = 20_000;

const SOURCES: usize = 30;

/// Measures and prints.
pub fn measure(home: &Home) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let task = task(folder.path())?;
    let needs = needs(&task);
    let host = Host::open(home, &needs, &Settings::store(), &mut |line| eprintln!("{line}"))?;
    calls(&host, &task)?;
    fresh(&host, &task)?;
    sources(&host, &task)
}

/// The task whose evaluator calls as often as its split says.
pub fn task(folder: &std::path::Path) -> Result<Task> {
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text);
    write("task.toml", TASK)?;
    write("task.wit", WIT)?;
    write("evaluator.rs", EVALUATOR)?;
    Ok(Task::read(folder, &[])?)
}

/// What it takes to evaluate its candidates.
pub fn needs(task: &Task) -> Needs {
    Needs::of_task(task).and(&[Candidate::of_bytes("", "x.c", Vec::new())])
}

/// Microseconds of a scalar call and of one with 1,000 floats.
pub fn per_call(host: &Host, task: &Task, rounds: usize) -> Result<(f64, f64)> {
    let mut medians = Vec::new();
    for (kind, calls) in [("scalar", 20_000_u32), ("numbers", 2_000)] {
        let mut times = Vec::new();
        for _ in 0..rounds {
            let few =
                evaluate(host, task, &format!("{kind}-few"), candidate(floor::ECHO, "x.wat"))?;
            let some =
                evaluate(host, task, &format!("{kind}-some"), candidate(floor::ECHO, "x.wat"))?;
            times.push(some.saturating_sub(few) / calls);
        }
        medians.push(Times::new(times).median() * 1e3);
    }
    let [scalar, numbers] = medians[..] else { anyhow::bail!("two kinds of calls") };
    Ok((scalar, numbers))
}

fn failed(error: wasmtime::Error) -> anyhow::Error {
    anyhow::anyhow!("{error:?}")
}

fn candidate(text: &str, name: &str) -> Candidate {
    Candidate::of_bytes("candidate", name, text.as_bytes().to_vec())
}

/// The wall time of one evaluation.
fn evaluate(host: &Host, task: &Task, split: &str, candidate: Candidate) -> Result<Duration> {
    let request = EvaluationRequest {
        task,
        candidates: vec![candidate],
        seed: 0,
        split: Some(split.to_owned()),
        jobs: 1,
        record: None,
    };
    let begin = Instant::now();
    let evaluation = host.evaluate(request, &Interrupt::new(), &mut |_| ())?;
    let wall = begin.elapsed();
    let result = evaluation.results.first().context("one candidate")?;
    let Outcome::Verdict(verdict) = &result.outcome else { anyhow::bail!("unreadable") };
    anyhow::ensure!(verdict.score.is_some(), "{:?}", verdict.reason);
    Ok(wall)
}

/// The time of one call, from the difference of many and few.
fn calls(host: &Host, task: &Task) -> Result<()> {
    println!("typed calls from a component to another, {ROUNDS} rounds beside a direct embedding");
    for (kind, calls) in [("scalar", 200_000_u32), ("numbers", 20_000)] {
        let (mut bridged, mut direct) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let few =
                evaluate(host, task, &format!("{kind}-few"), candidate(floor::ECHO, "x.wat"))?;
            let many =
                evaluate(host, task, &format!("{kind}-many"), candidate(floor::ECHO, "x.wat"))?;
            bridged.push(many.saturating_sub(few) / calls);
            direct.push(floor::call(kind, calls).map_err(failed)?);
        }
        let (bridged, direct) = (Times::new(bridged), Times::new(direct));
        println!(
            "  {kind:<8} {:>8.3} us across the bridge, {:>8.3} us direct: {:.1} times",
            bridged.median() * 1e3,
            direct.median() * 1e3,
            bridged.median() / direct.median()
        );
    }
    Ok(())
}

/// A fresh sandbox and one call, and then its end.
fn fresh(host: &Host, task: &Task) -> Result<()> {
    let wit = task.wit.as_ref().context("the task has an interface")?;
    let component = host.make(&candidate(floor::ECHO, "x.wat"), Purpose::Candidate(Some(wit)))?;
    let component = component.map_err(|reason| anyhow::anyhow!("{}", reason.message))?;
    let interface = wit.interface();
    let program = typed_program(&component, interface)?;
    let (index, function) = interface.function("scalar").context("it is declared")?;
    let (mut ours, mut direct) = (Vec::new(), Vec::new());
    let budget = Budget::for_candidates();
    let floor = floor::Fresh::new().map_err(failed)?;
    let begin = Instant::now();
    for _ in 0..FRESH {
        let begin = Instant::now();
        let mut sandbox = Sandbox::start(&program, &budget, 0, "bench", None)?;
        let value = sandbox.call_typed_values(index, function, vec![Value::Float(2.0)])?;
        ours.push(begin.elapsed());
        anyhow::ensure!(value == Value::Float(2.0), "a wrong result: {value}");
        drop(sandbox);
    }
    let rate = f64::from(u32::try_from(FRESH)?) / begin.elapsed().as_secs_f64();
    for _ in 0..FRESH {
        direct.push(floor.round().map_err(failed)?);
    }
    let (ours, direct) = (Times::new(ours), Times::new(direct));
    println!("fresh instance of a tiny typed candidate to its first result, {FRESH} rounds");
    println!(
        "  p50 {:.1} us, p99 {:.1} us, direct embedding p50 {:.1} us; {rate:.0} a second on one core",
        ours.median() * 1e3,
        ours.quantile(0.99) * 1e3,
        direct.median() * 1e3,
    );
    Ok(())
}

/// From text in C to the first score: the compiler, admission, native code, one case.
fn sources(host: &Host, task: &Task) -> Result<()> {
    let source = |index: usize| {
        format!(
            "#include \"candidate.h\"\n\
             double exports_calls_scalar(double x) {{ return x + {index}; }}\n\
             void exports_calls_numbers(candidate_list_f64_t *xs, candidate_list_f64_t *ret) {{ *ret = *xs; }}\n\
             // {:?}\n",
            Instant::now()
        )
    };
    let (mut cold, mut cached) = (Vec::new(), Vec::new());
    for index in 0..SOURCES {
        let text = source(index);
        cold.push(evaluate(host, task, "nothing", candidate(&text, "x.c"))?);
        cached.push(evaluate(host, task, "nothing", candidate(&text, "x.c"))?);
    }
    let (cold, cached) = (Times::new(cold), Times::new(cached));
    println!("source in C to its first score, {SOURCES} sources");
    println!("  cold p50 {:.1} ms, from the cache p50 {:.1} ms", cold.median(), cached.median());
    Ok(())
}
