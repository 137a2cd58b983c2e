//! The loop: every committed input, and then new ones, each tried under the eyes of a clock and of a counter
//! of bytes. What breaks a rule is saved.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::measure::{Cost, measured, resident_bytes_peak};
use crate::pool::{self, Pool};
use crate::random::Random;
use crate::report::{Failure, Report};
use crate::targets::{self, Outcome, Target};

/// How many failures are saved, each of another kind.
const FAILURES_MAX: usize = 20;

/// How often progress is told.
const PROGRESS: Duration = Duration::from_secs(1);

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The target.
    pub target: String,
    /// How many inputs; none for what the target thinks right.
    pub runs: Option<u64>,
    /// Decides all inputs.
    pub seed: u64,
    /// Ends sooner if this is over.
    pub seconds: Option<u64>,
    /// Where failures are saved, and the input that is being tried.
    pub state: PathBuf,
    /// Where inputs are put that went new ways, if anywhere.
    pub keep: Option<PathBuf>,
}

impl Plan {
    /// The file with the input that is being tried, for whoever finds this process dead.
    #[must_use]
    pub fn current(&self) -> PathBuf {
        self.state.join(format!("{}.current", self.target))
    }

    /// The file for an input that broke a rule.
    #[must_use]
    pub fn failure(&self, run: u64, extension: &str) -> PathBuf {
        self.state.join(format!("{}-{}-{run}.{extension}", self.target, self.seed))
    }
}

/// What the last panic said and where it was. The hook that fills it prints nothing: a fuzzer that tries to
/// make others panic would print little else.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

/// What begins a failure that is a panic.
const PANICKED: &str = "panic: ";

/// What stands in every failure that is about a limit.
const TOO_MUCH: &str = " are allowed";

/// From now on, panics are noted and not printed.
pub fn note_panics() {
    std::panic::set_hook(Box::new(|panic| {
        if let Ok(mut noted) = PANIC.lock() {
            *noted = Some(panic.to_string().replace('\n', " "));
        }
    }));
}

/// Does what is planned. `on_progress` is told about once a second.
///
/// # Errors
/// If the target cannot be made ready or a file cannot be written; what the inputs do is in the report.
pub fn fuzz(plan: &Plan, on_progress: &mut dyn FnMut(&Report)) -> Result<Report> {
    fs::create_dir_all(&plan.state).context("cannot make the folder for failures")?;
    let target = targets::open(&plan.target)?;
    let runs = plan.runs.unwrap_or_else(|| target.runs());
    let mut fuzzer = Fuzzer {
        plan,
        target,
        pool: Pool::default(),
        current: File::create(plan.current()).context("cannot note the current input")?,
        report: Report { target: plan.target.clone(), seed: plan.seed, ..Report::default() },
    };
    let begin = Instant::now();
    let mut told = begin;
    let committed = pool::files(&pool::corpus().join(targets::corpus_of(&plan.target)))?;
    let committed = committed.into_iter().map(|(_, input)| input);
    for input in committed.chain(fuzzer.target.seeds()) {
        fuzzer.check(&input)?;
    }
    for index in 0..runs {
        let over = plan.seconds.is_some_and(|seconds| seconds <= begin.elapsed().as_secs());
        let found = targets::has_planted_defect(&plan.target) && 0 < fuzzer.report.failed;
        if over || found {
            break;
        }
        let mut random = Random::of(plan.seed, index);
        let input = fuzzer.target.input(&mut random, &fuzzer.pool);
        fuzzer.check(&input)?;
        if PROGRESS <= told.elapsed() {
            told = Instant::now();
            on_progress(fuzzer.tell(begin));
        }
    }
    let report = fuzzer.tell(begin).clone();
    fs::remove_file(plan.current()).context("cannot remove the current input")?;
    Ok(report)
}

/// Tries one input and says what became of it, or the rule that it breaks, and what it took.
///
/// # Errors
/// If the target cannot be made ready or the file cannot be read.
pub fn replay(target: &str, file: &Path) -> Result<(Result<Outcome, String>, Cost)> {
    let mut target = targets::open(target)?;
    let input = fs::read(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    Ok(attempt(target.as_mut(), &input))
}

struct Fuzzer<'a> {
    plan: &'a Plan,
    target: Box<dyn Target>,
    pool: Pool,
    current: File,
    report: Report,
}

impl Fuzzer<'_> {
    fn check(&mut self, input: &[u8]) -> Result<()> {
        let run = self.report.runs;
        self.report.runs += 1;
        self.current.set_len(0).context("cannot note the current input")?;
        self.current.write_all_at(input, 0).context("cannot note the current input")?;
        let (result, cost) = attempt(self.target.as_mut(), input);
        if self.report.worst_heap_bytes < cost.heap_bytes as u64 {
            self.report.worst_heap_bytes = cost.heap_bytes as u64;
            self.save(&format!("{}.largest", self.plan.target), input)?;
        }
        let wall_ms = cost.wall.as_secs_f64() * 1e3;
        if self.report.worst_ms < wall_ms {
            self.report.worst_ms = wall_ms;
            self.save(&format!("{}.slowest", self.plan.target), input)?;
        }
        match result {
            Ok(outcome) => self.count(&outcome, input),
            Err(what) => self.fail(what, run, input),
        }
    }

    fn count(&mut self, outcome: &Outcome, input: &[u8]) -> Result<()> {
        *self.report.classes.entry(outcome.class.clone()).or_default() += 1;
        let kept = self.pool.offer(input, outcome);
        match &self.plan.keep {
            Some(folder) if kept => {
                fs::create_dir_all(folder).context("cannot make the folder for inputs")?;
                let class =
                    outcome.class.replace(|character: char| !character.is_alphanumeric(), "_");
                let name = format!("{class}-{:016x}.{}", outcome.trail, self.target.extension());
                fs::write(folder.join(name), input).context("cannot keep an input")
            }
            _ => Ok(()),
        }
    }

    fn fail(&mut self, what: String, run: u64, input: &[u8]) -> Result<()> {
        *self.report.classes.entry("FAILED".to_owned()).or_default() += 1;
        self.report.failed += 1;
        // One of the host's or a worker's is caught, and told as a fault.
        let panicked = what.starts_with(PANICKED) || what.contains("panicked");
        self.report.panics += u64::from(panicked);
        self.report.overruns += u64::from(what.contains(TOO_MUCH));
        let kind = |what: &str| Outcome::new("", what).trail;
        let known = self.report.failures.iter().any(|failure| kind(&failure.what) == kind(&what));
        if known || FAILURES_MAX <= self.report.failures.len() {
            return Ok(());
        }
        let path = self.plan.failure(run, self.target.extension());
        fs::write(&path, input).context("cannot save a failure")?;
        self.report.failures.push(Failure { what, file: path.display().to_string(), run });
        Ok(())
    }

    fn save(&self, name: &str, input: &[u8]) -> Result<()> {
        fs::write(self.plan.state.join(name), input).context("cannot save an input")
    }

    fn tell(&mut self, begin: Instant) -> &Report {
        self.report.seconds = begin.elapsed().as_secs_f64();
        self.report.trails = self.pool.trails();
        self.report.resident_bytes_peak = resident_bytes_peak();
        &self.report
    }
}

/// One run, and a second one if the first took too long: another process may have been in the way.
fn attempt(target: &mut dyn Target, input: &[u8]) -> (Result<Outcome, String>, Cost) {
    let limits = target.limits();
    let (mut result, mut cost) = once(target, input);
    if limits.wall < cost.wall {
        let again = once(target, input);
        if again.1.wall < cost.wall {
            (result, cost) = again;
        }
    }
    let heap_allowed = limits.heap_bytes + limits.heap_bytes_per_byte * input.len();
    if result.is_ok() && limits.wall < cost.wall {
        result = Err(format!("took {:?} where {:?} are allowed", cost.wall, limits.wall));
    } else if result.is_ok() && heap_allowed < cost.heap_bytes {
        let (used, length) = (cost.heap_bytes, input.len());
        result = Err(format!(
            "took {used} bytes of the heap where {heap_allowed} are allowed for {length} bytes of input"
        ));
    }
    (result, cost)
}

fn once(target: &mut dyn Target, input: &[u8]) -> (Result<Outcome, String>, Cost) {
    let (result, cost) = measured(|| catch_unwind(AssertUnwindSafe(|| target.run(input))));
    let result = result.unwrap_or_else(|_| {
        let noted = PANIC.lock().ok().and_then(|mut noted| noted.take());
        Err(format!("{PANICKED}{}", noted.unwrap_or_default()))
    });
    (result, cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Greedy;

    impl Target for Greedy {
        fn limits(&self) -> targets::Limits {
            let wall = Duration::from_millis(200);
            targets::Limits { wall, heap_bytes: 1 << 16, heap_bytes_per_byte: 2 }
        }

        fn runs(&self) -> u64 {
            1
        }

        fn extension(&self) -> &'static str {
            "bin"
        }

        fn input(&mut self, _: &mut Random, _: &Pool) -> Vec<u8> {
            Vec::new()
        }

        fn run(&mut self, input: &[u8]) -> Result<Outcome, String> {
            match input {
                b"slow" => std::thread::sleep(Duration::from_millis(300)),
                b"large" => drop(std::hint::black_box(vec![1_u8; 1 << 20])),
                b"panic" => panic!("on purpose"),
                b"rule" => return Err("a rule".to_owned()),
                _ => {}
            }
            Ok(Outcome::new("accepted", ""))
        }
    }

    #[test]
    fn every_way_to_fail_is_seen() {
        let failure = |input: &[u8]| attempt(&mut Greedy, input).0.unwrap_err();
        assert!(attempt(&mut Greedy, b"good").0.is_ok());
        assert!(failure(b"slow").starts_with("took 3"));
        assert!(failure(b"large").contains("bytes of the heap where"));
        assert!(failure(b"panic").starts_with("panic: "));
        assert_eq!(failure(b"rule"), "a rule");
    }
}
