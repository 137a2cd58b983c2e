//! NumPy in the sandbox, and natively where a native interpreter has it.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use lazaret_engine::{CodeCache, Engine};
use lazaret_host::{Candidate, Home, Host, Needs, Plugin, Settings};
use lazaret_sandbox::Prepared;
use lazaret_trial::Value;

use crate::fresh::native_python;
use crate::guest::Guest;
use crate::statistics::Times;

const ROUNDS: usize = 5;

const FRESH_ROUNDS: usize = 300;

/// Name, what is done before the clock starts, and the work as an expression that is a number.
const PROGRAMS: &[(&str, &str, &str)] = &[
    ("elementwise, 10^6 floats", "x = np.arange(1e6)", "float((x * 2.5 + x)[-1])"),
    ("square root and exp, 10^6", "x = np.linspace(0, 1, 10**6)", "float(np.exp(np.sqrt(x))[7])"),
    ("sum, mean, max, 10^6", "x = np.arange(1e6)", "float(x.sum() + x.mean() + x.max())"),
    ("sort, 10^6", "x = np.random.default_rng(1).random(10**6)", "float(np.sort(x)[1000])"),
    ("argsort, 10^6", "x = np.random.default_rng(1).random(10**6)", "float(np.argsort(x)[1000])"),
    (
        "matmul, 512 x 512",
        "a = np.random.default_rng(1).random((512, 512))",
        "float((a @ a)[3, 5])",
    ),
    ("fft, 2^18", "x = np.random.default_rng(1).random(2**18)", "float(abs(np.fft.fft(x)[5]))"),
    (
        "solve, 300 x 300",
        "a = np.random.default_rng(1).random((300, 300)) + np.eye(300) * 9\nb = np.ones(300)",
        "float(np.linalg.solve(a, b)[5])",
    ),
    (
        "10^5 operations on 10 elements",
        "x = np.arange(10.0)\ndef many():\n    y = x\n    for _ in range(100_000):\n        y = x + 1.0\n    return y",
        "float(many().sum())",
    ),
    (
        "random numbers, 10^6",
        "g = np.random.default_rng(1)",
        "float(g.standard_normal(10**6).size)",
    ),
];

/// Measures and prints.
pub fn measure(home: &Home) -> Result<()> {
    let program = Candidate::of_bytes("x", "x.py", b"import numpy\n".to_vec());
    let needs = Needs::default().and(std::slice::from_ref(&program));
    let host = Host::open(home, &needs, &Settings::store(), &mut |line| eprintln!("{line}"))?;
    let record = host.plugin(Plugin::PythonNumpy);
    let record = record.context("build it first: lazaret plugin build python-numpy")?;
    let engine = Engine::new()?;
    let cache = CodeCache::open(&home.code())?;
    let artifact = engine.load(record.digest, &cache)?.context("the host has just compiled it")?;
    let python = Prepared::new(&artifact, None)?;
    fresh(&python)?;
    println!("NumPy beside native NumPy, median of {ROUNDS} rounds");
    for (name, setup, work) in PROGRAMS {
        let source = format!("import numpy as np\n{setup}\ndef work():\n    return {work}\n");
        let (mut guest, mut native) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let mut program = Guest::start(&python)?;
            program.load(&source)?;
            let begin = Instant::now();
            let value = program.call("work", &Value::parse("[]")?)?;
            guest.push(begin.elapsed());
            if let Some((time, answer)) = native_work(&source)? {
                let here: f64 = value.to_string().parse()?;
                anyhow::ensure!(
                    (here - answer).abs() <= 1e-9 * answer.abs(),
                    "{name}: {here} here, {answer} natively"
                );
                native.push(Duration::from_secs_f64(time));
            }
        }
        let guest = Times::new(guest).median();
        let beside = if native.is_empty() {
            "no native NumPy".to_owned()
        } else {
            let native = Times::new(native).median();
            format!("native {native:>8.2} ms   ratio {:.1}", guest / native)
        };
        println!("  {name:<32} {guest:>8.2} ms   {beside}");
    }
    Ok(())
}

/// From nothing to the first result of a program that uses an array.
fn fresh(python: &Prepared) -> Result<()> {
    let source = "import numpy as np\ndef f():\n    return np.arange(3.0) * 2\n";
    let (mut start, mut load, mut call, mut all) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..FRESH_ROUNDS {
        let begin = Instant::now();
        let mut guest = Guest::start(python)?;
        let started = begin.elapsed();
        guest.load(source)?;
        let loaded = begin.elapsed();
        guest.call("f", &Value::parse("[]")?)?;
        let done = begin.elapsed();
        start.push(started);
        load.push(loaded - started);
        call.push(done - loaded);
        all.push(done);
    }
    println!("fresh interpreter with NumPy to first result, {FRESH_ROUNDS} rounds");
    for (name, times) in
        [("to first result", all), ("instantiate", start), ("load", load), ("call", call)]
    {
        let times = Times::new(times);
        let (p50, p99) = (times.median(), times.quantile(0.99));
        println!("  {name:<20} p50 {p50:>8.3} ms   p99 {p99:>8.3} ms");
    }
    Ok(())
}

/// Seconds and answer of `work()` in a native interpreter, timed inside it; nothing if it has no NumPy.
fn native_work(source: &str) -> Result<Option<(f64, f64)>> {
    let script = format!(
        "{source}\nimport time\nbegin = time.perf_counter()\nanswer = work()\nprint(time.perf_counter() - begin, answer)\n"
    );
    // One thread, as in the sandbox.
    let output = Command::new(native_python())
        .args(["-c", &script])
        .env("OPENBLAS_NUM_THREADS", "1")
        .output()?;
    if !output.status.success() {
        return Ok(None);
    }
    let text = String::from_utf8(output.stdout)?;
    let (time, answer) = text.trim().split_once(' ').context("python3 printed no time")?;
    Ok(Some((time.parse()?, answer.parse()?)))
}
