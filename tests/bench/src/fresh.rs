//! From nothing to the first result of a fresh interpreter, beside the start of a native one.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use lazaret_sandbox::Prepared;
use lazaret_trial::Value;

use crate::guest::Guest;
use crate::statistics::Times;

const ROUNDS: usize = 2_000;

/// A native start after so many fresh instances, so that both see the same load.
const ROUNDS_PER_NATIVE_START: usize = 10;

const SOURCE: &str = "def add(left, right):\n    return left + right\n";

/// The parts of one round.
#[derive(Default)]
struct Parts {
    start: Vec<Duration>,
    load: Vec<Duration>,
    call: Vec<Duration>,
    to_result: Vec<Duration>,
    end: Vec<Duration>,
}

/// Measures and prints.
pub fn measure(python: &Prepared) -> Result<()> {
    eprintln!("fresh instances: {ROUNDS} rounds");
    let mut parts = Parts::default();
    let mut native = Vec::new();
    for index in 0..ROUNDS {
        round(python, &mut parts)?;
        if index % ROUNDS_PER_NATIVE_START == 0 {
            native.push(native_start()?);
        }
    }
    let samples = native.len();
    let native = Times::new(native);
    let to_result = Times::new(parts.to_result);
    println!("fresh interpreter instance to first result, {ROUNDS} rounds");
    line("  to first result", &to_result);
    line("    instantiate", &Times::new(parts.start));
    line("    load the source", &Times::new(parts.load));
    line("    call", &Times::new(parts.call));
    line("  and then drop", &Times::new(parts.end));
    line(&format!("  native python3 -S -E -c pass ({samples})"), &native);
    println!("  native start / fresh instance, p50: {:.1}", native.median() / to_result.median());
    Ok(())
}

fn line(name: &str, times: &Times) {
    let (p50, p99) = (times.median(), times.quantile(0.99));
    println!("{name:<40} p50 {p50:>8.3} ms   p99 {p99:>8.3} ms");
}

fn round(python: &Prepared, parts: &mut Parts) -> Result<()> {
    let begin = Instant::now();
    let mut guest = Guest::start(python)?;
    let started = Instant::now();
    guest.load(SOURCE)?;
    let after_load = Instant::now();
    let value = guest.call("add", &arguments()?)?;
    let after_call = Instant::now();
    anyhow::ensure!(value.to_string() == "42", "a wrong result: {value}");
    drop(guest);
    parts.start.push(started - begin);
    parts.load.push(after_load - started);
    parts.call.push(after_call - after_load);
    parts.to_result.push(after_call - begin);
    parts.end.push(after_call.elapsed());
    Ok(())
}

fn arguments() -> Result<Value> {
    Value::parse("[40,2]").context("the arguments are a list")
}

/// The time from starting a native interpreter to its end; it does nothing at all.
fn native_start() -> Result<Duration> {
    let begin = Instant::now();
    let status = Command::new(native_python())
        .args(["-S", "-E", "-c", "pass"])
        .stdin(Stdio::null())
        .status()
        .context("cannot start python3")?;
    anyhow::ensure!(status.success(), "python3 failed");
    Ok(begin.elapsed())
}

/// The native interpreter itself, and not a wrapper of some version manager around it.
pub fn native_python() -> &'static str {
    static PATH: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    PATH.get_or_init(|| {
        let path = lazaret_measure::python().ok();
        path.map_or_else(|| "python3".to_owned(), |path| path.display().to_string())
    })
}
