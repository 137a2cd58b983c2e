//! One measurement in a process of its own, under limits.

use std::fmt;
use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use lazaret_admission::{Admitted, Cap, Policy, Submission, admit};
use lazaret_engine::Engine;
use rustix::process::{Resource, Rlimit, Signal, setrlimit};
use rustix::time::{ClockId, clock_gettime};

use crate::bombs::shape;
use crate::resident::status_kib;

/// The most processor time of a measurement, which includes making the bomb.
const SECONDS_MAX: u64 = 20;

/// The most memory.
const MEMORY_BYTES_MAX: u64 = 4 << 30;

/// When a measurement is ended, whatever it waits for.
const WALL_MAX: Duration = Duration::from_secs(180);

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The compiler with what Lazaret asks of it, and nothing before it.
    Bare,
    /// Admission, and then the compiler as the host calls it.
    Admitted,
}

/// What a measurement gave.
pub enum Cost {
    /// The numbers of one that ended by itself.
    Measured(Numbers),
    /// Whoever made it had enough of it.
    Ended(String),
}

/// The numbers of a measurement.
#[derive(Clone, Copy, Debug, Default)]
pub struct Numbers {
    bytes: f64,
    /// Thousands of units.
    work: f64,
    admit_seconds: f64,
    /// Processor time of the compiler.
    seconds: f64,
    /// Resident memory at its greatest while compiling, above what it was before.
    mebibytes: f64,
}

impl Cost {
    pub fn seconds(&self) -> f64 {
        self.number(|numbers| numbers.seconds)
    }

    pub fn mebibytes(&self) -> f64 {
        self.number(|numbers| numbers.mebibytes)
    }

    pub fn admit_seconds(&self) -> f64 {
        self.number(|numbers| numbers.admit_seconds)
    }

    fn number(&self, of: impl Fn(&Numbers) -> f64) -> f64 {
        match self {
            Self::Measured(numbers) => of(numbers),
            Self::Ended(_) => f64::INFINITY,
        }
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ended(why) => formatter.write_str(why),
            Self::Measured(Numbers { bytes, work, admit_seconds, seconds, mebibytes }) => {
                if 0.0 < *admit_seconds {
                    let kibibytes = bytes / 1024.0;
                    let admit = admit_seconds * 1e3;
                    write!(
                        formatter,
                        "{kibibytes:>7.1} KiB, work {work:>5.0}, admitted in {admit:>5.1} ms; "
                    )?;
                }
                write!(formatter, "{seconds:>6.2} s, {mebibytes:>4.0} MiB")
            }
        }
    }
}

/// Measures in a child process.
pub fn measure_in_child(name: &str, size: usize, copies: usize, mode: Mode) -> Result<Cost> {
    let mode = if mode == Mode::Bare { "bare" } else { "admitted" };
    let arguments = ["bombs", name, &size.to_string(), &copies.to_string(), mode];
    let mut child = Command::new(std::env::current_exe()?)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let begin = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if WALL_MAX < begin.elapsed() {
            child.kill()?;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let mut line = String::new();
    child.stdout.take().context("it is a pipe")?.read_to_string(&mut line)?;
    if !status.success() {
        return Ok(Cost::Ended(ended(status)));
    }
    if let Some(why) = line.strip_prefix("refused ") {
        return Ok(Cost::Ended(why.trim().to_owned()));
    }
    let numbers: Vec<f64> = line.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let [bytes, work, admit_seconds, seconds, mebibytes] = numbers[..] else {
        anyhow::bail!("a measurement gave `{line}`");
    };
    Ok(Cost::Measured(Numbers { bytes, work, admit_seconds, seconds, mebibytes }))
}

fn ended(status: ExitStatus) -> String {
    let signal = status.signal();
    if signal == Some(Signal::XCPU.as_raw()) || signal == Some(Signal::KILL.as_raw()) {
        format!("more than {SECONDS_MAX} s")
    } else if signal == Some(Signal::ABORT.as_raw()) {
        format!("more than {} GiB, or than its stack", MEMORY_BYTES_MAX >> 30)
    } else {
        format!("ended: {status}")
    }
}

/// Measures in this process, which is a child, and prints the numbers.
pub fn measure(arguments: &[String]) -> Result<()> {
    let [name, size, copies, mode] = arguments else { anyhow::bail!("not meant to be called") };
    let limit = |resource, most: u64| {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most + 1) })
    };
    limit(Resource::Cpu, SECONDS_MAX)?;
    limit(Resource::Data, MEMORY_BYTES_MAX)?;
    limit(Resource::Core, 0)?;
    let bytes = shape(name)?.bytes(size.parse()?, copies.parse()?)?;
    let mut numbers = Numbers { bytes: bytes.len() as f64, ..Numbers::default() };
    let refused =
        if mode == "bare" { bare(&bytes, &mut numbers)? } else { admitted(&bytes, &mut numbers)? };
    match refused {
        Some(why) => println!("refused {why}"),
        None => {
            let Numbers { bytes, work, admit_seconds, seconds, mebibytes } = numbers;
            println!("{bytes} {work} {admit_seconds} {seconds} {mebibytes}");
        }
    }
    Ok(())
}

/// Compiles as the host does, after admission; gives why not, if it does not.
fn admitted(bytes: &[u8], numbers: &mut Numbers) -> Result<Option<String>> {
    let policy = Policy { exports: &[], ..Policy::for_candidates() };
    let begin = Instant::now();
    let admitted = admit(&Submission { name: "bomb.wasm", bytes }, &policy);
    numbers.admit_seconds = begin.elapsed().as_secs_f64();
    let admitted = match admitted {
        Ok(Admitted::Component(admitted)) => admitted,
        Ok(Admitted::Script(_)) => anyhow::bail!("no component"),
        Err(error) => return Ok(Some(format!("not admitted: {error}"))),
    };
    numbers.work = as_number(admitted.measured().get(Cap::Work)) / 1e3;
    let engine = Engine::new()?;
    let compiled = compiling(numbers, || engine.compile(&admitted))?;
    Ok(compiled.err().map(|error| error.to_string()))
}

/// Compiles with the engine's own defaults, and what Lazaret's verdicts rest on.
fn bare(bytes: &[u8], numbers: &mut Numbers) -> Result<Option<String>> {
    let mut config = wasmtime::Config::new();
    config.consume_fuel(true).epoch_interruption(true).cranelift_nan_canonicalization(true);
    config.parallel_compilation(false);
    let engine = wasmtime::Engine::new(&config).map_err(|error| anyhow::anyhow!("{error:?}"))?;
    let compile = || wasmtime::component::Component::from_binary(&engine, bytes);
    let compiled = compiling(numbers, compile)?;
    Ok(compiled.err().map(|error| format!("the compiler says: {}", error.root_cause())))
}

fn compiling<T>(numbers: &mut Numbers, work: impl FnOnce() -> T) -> Result<T> {
    // The greatest so far is forgotten, so that it is the compiler's.
    std::fs::write("/proc/self/clear_refs", "5")?;
    let before = status_kib("VmRSS:")?;
    let begin = processor_seconds();
    let result = work();
    numbers.seconds = processor_seconds() - begin;
    let peak = status_kib("VmHWM:")?;
    numbers.mebibytes = f64::from(peak.saturating_sub(before)) / 1024.0;
    Ok(result)
}

fn processor_seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    let nanoseconds = u64::try_from(time.tv_nsec).unwrap_or_default();
    Duration::from_secs(seconds).as_secs_f64() + Duration::from_nanos(nanoseconds).as_secs_f64()
}

fn as_number(count: u64) -> f64 {
    // Far below 2^53.
    count as f64
}
