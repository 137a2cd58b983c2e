//! The command line. Each target runs in a process of its own, so that one that takes its process along is
//! a finding like any other, and memory is counted for each.

use std::io::{BufRead, BufReader, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::fuzz::{self, Plan};
use crate::report::{Failure, Message, Report, table};
use crate::targets;

const USAGE: &str = "usage: fuzz [TARGET]... [--runs N] [--seed S] [--seconds T] [--json]\n            \
    [--state FOLDER] [--keep FOLDER] [--replay FILE]\n\n\
    --runs N         so many new inputs for each target; otherwise what the target thinks right\n\
    --seed S         what all inputs are made from; 0 if not given\n\
    --seconds T      ends each target after this time\n\
    --json           one document for programs in place of the table\n\
    --state FOLDER   where failures are saved; target/fuzz if not given\n\
    --keep FOLDER    puts every input there that went a new way\n\
    --replay FILE    tries this one input and says what becomes of it\n\n";

/// How often a line of progress is printed where nobody sees it being overwritten, in seconds.
const QUIET_PROGRESS: f64 = 20.0;

struct Arguments {
    targets: Vec<String>,
    runs: Option<u64>,
    seed: u64,
    seconds: Option<u64>,
    json: bool,
    state: PathBuf,
    keep: Option<PathBuf>,
    replay: Option<PathBuf>,
    /// This process is the one that tries the inputs.
    worker: bool,
}

/// Does what the arguments say; gives whether all was well.
///
/// # Errors
/// If they cannot be understood, or a file or process cannot be used.
pub fn run(arguments: &[String]) -> Result<bool> {
    let arguments = parse(arguments)?;
    if let Some(file) = &arguments.replay {
        return replay(&arguments, file);
    }
    let plans = arguments.targets.iter().map(|target| Plan {
        target: target.clone(),
        runs: arguments.runs,
        seed: arguments.seed,
        seconds: arguments.seconds,
        state: arguments.state.clone(),
        keep: arguments.keep.as_ref().map(|folder| folder.join(target)),
    });
    if arguments.worker {
        plans.into_iter().try_for_each(|plan| work(&plan))?;
        return Ok(true);
    }
    let reports = plans.map(|plan| supervise(&plan)).collect::<Result<Vec<_>>>()?;
    if arguments.json {
        print(&serde_json::to_string(&reports)?);
    } else {
        print(&table(&reports));
    }
    Ok(reports.iter().all(Report::is_well))
}

fn parse(arguments: &[String]) -> Result<Arguments> {
    let mut parsed = Arguments {
        targets: Vec::new(),
        runs: None,
        seed: 0,
        seconds: None,
        json: false,
        state: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/fuzz"),
        keep: None,
        replay: None,
        worker: false,
    };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().with_context(|| format!("`{argument}` needs a value"));
        let number = |text: &String| {
            let digits = text.replace('_', "");
            digits.parse::<u64>().with_context(|| format!("`{text}` is no number"))
        };
        match argument.as_str() {
            "--runs" => parsed.runs = Some(number(value()?)?),
            "--seed" => parsed.seed = number(value()?)?,
            "--seconds" => parsed.seconds = Some(number(value()?)?),
            "--state" => parsed.state = value()?.into(),
            "--keep" => parsed.keep = Some(value()?.into()),
            "--replay" => parsed.replay = Some(value()?.into()),
            "--json" => parsed.json = true,
            "--worker" => parsed.worker = true,
            target if known().any(|name| name == target) => parsed.targets.push(target.to_owned()),
            _ => {
                let known = known().collect::<Vec<_>>().join(", ");
                bail!("`{argument}` is not known\n\n{USAGE}targets: {known}");
            }
        }
    }
    if parsed.targets.is_empty() {
        parsed.targets = targets::NAMES.iter().map(ToString::to_string).collect();
    }
    Ok(parsed)
}

fn known() -> impl Iterator<Item = &'static str> {
    targets::NAMES.iter().chain(targets::NAMES_ON_REQUEST).copied()
}

fn replay(arguments: &Arguments, file: &Path) -> Result<bool> {
    let [target] = arguments.targets.as_slice() else {
        bail!("`--replay` needs the one target that the input is for");
    };
    fuzz::note_panics();
    let (result, cost) = targets::on_a_thread_for(target, || fuzz::replay(target, file))??;
    let (ends, good) = match &result {
        Ok(outcome) => (format!("{}, trail {:016x}", outcome.class, outcome.trail), true),
        Err(rule) => (format!("FAILED: {rule}"), false),
    };
    print(&format!("{ends}\n{:?} and {} bytes of the heap", cost.wall, cost.heap_bytes));
    Ok(good)
}

/// Runs a target in this process and tells about it in lines of JSON.
fn work(plan: &Plan) -> Result<()> {
    fuzz::note_panics();
    let tell = |message: &Message| {
        if let Ok(line) = serde_json::to_string(message) {
            print(&line);
        }
    };
    let report = targets::on_a_thread_for(&plan.target, || {
        fuzz::fuzz(plan, &mut |report| tell(&Message::Progress(report.clone())))
    })?;
    tell(&Message::Done(report?));
    Ok(())
}

/// Runs a target in a process of its own and shows its progress.
fn supervise(plan: &Plan) -> Result<Report> {
    let mut command = Command::new(std::env::current_exe().context("no path to this program")?);
    command.args([plan.target.as_str(), "--worker", "--seed", &plan.seed.to_string(), "--state"]);
    command.arg(&plan.state);
    for (name, number) in [("--runs", plan.runs), ("--seconds", plan.seconds)] {
        if let Some(number) = number {
            command.args([name, &number.to_string()]);
        }
    }
    if let Some(keep) = plan.keep.as_ref().and_then(|folder| folder.parent()) {
        command.arg("--keep").arg(keep);
    }
    let mut child = command.stdout(Stdio::piped()).spawn().context("cannot start a worker")?;
    let stdout = child.stdout.take().context("a worker has no output")?;
    let mut progress = Progress { shown: 0.0 };
    let mut last = Report { target: plan.target.clone(), seed: plan.seed, ..Report::default() };
    let mut done = None;
    for line in BufReader::new(stdout).lines() {
        match serde_json::from_str(&line.context("a worker cannot be heard")?) {
            Ok(Message::Progress(report)) => {
                progress.show(&report);
                last = report;
            }
            Ok(Message::Done(report)) => done = Some(report),
            Err(_) => bail!("a worker says what is no message"),
        }
    }
    let status = child.wait().context("a worker is lost")?;
    progress.end(done.as_ref().unwrap_or(&last));
    match done {
        Some(report) if status.success() => Ok(report),
        _ if status.code() == Some(2) => bail!("{} could not be started", plan.target),
        _ => died(plan, last, &status.to_string()),
    }
}

/// A worker that took its last input to the grave, where it can be read.
fn died(plan: &Plan, mut report: Report, how: &str) -> Result<Report> {
    let path = plan.failure(report.runs, "dead");
    std::fs::rename(plan.current(), &path).context("the last input of a dead worker is lost")?;
    report.failed += 1;
    report.failures.push(Failure {
        what: format!("the process died ({how}), some time after this run"),
        file: path.display().to_string(),
        run: report.runs,
    });
    Ok(report)
}

struct Progress {
    shown: f64,
}

impl Progress {
    fn show(&mut self, report: &Report) {
        if std::io::stderr().is_terminal() {
            write(&format!("\r\u{1b}[K{}", report.line()));
        } else if self.shown + QUIET_PROGRESS <= report.seconds {
            self.shown = report.seconds;
            say(&report.line());
        }
    }

    fn end(&self, report: &Report) {
        if std::io::stderr().is_terminal() {
            write("\r\u{1b}[K");
        }
        say(&report.line());
    }
}

/// A line for people.
pub fn say(line: &str) {
    write(&format!("{line}\n"));
}

fn write(text: &str) {
    // Nobody is left to be told that standard error is closed.
    let _ = std::io::stderr().write_all(text.as_bytes());
}

#[expect(clippy::print_stdout, reason = "this is a command; nothing else prints")]
fn print(text: &str) {
    println!("{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Arguments> {
        parse(&arguments.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn arguments() {
        let all = parsed(&[]).unwrap();
        assert_eq!((all.targets.len(), all.runs, all.seed), (targets::NAMES.len(), None, 0));
        let some = parsed(&["value", "--runs", "1_000", "--seed", "7", "--json", "task"]).unwrap();
        assert_eq!(some.targets, ["value", "task"]);
        assert_eq!((some.runs, some.seed, some.json), (Some(1_000), 7, true));
        for wrong in [&["nothing"][..], &["--runs"], &["--runs", "many"], &["--sed", "1"]] {
            assert!(parsed(wrong).is_err(), "{wrong:?}");
        }
    }
}
