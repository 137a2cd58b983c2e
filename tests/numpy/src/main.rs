//! `cargo xtask numpy-tests`: NumPy's own tests, run in the sandbox, and what became of each.
//!
//! What it is for: evidence that the NumPy of the plugin computes what NumPy is to compute, although its sizes are
//! changed by hand. Each module of NumPy's tests runs under pytest as an ordinary program, by `lazaret run`, in the
//! interpreter of a home of its own, which is the shipped one with the tests added.
//!
//! What it refuses to know: what a test is about. A failure is explained by `classes.toml`, or it is a finding.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this is a command")]

mod classes;
mod component;
mod module;
mod report;
mod sandbox;

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;

use anyhow::{Context, Result, bail};

use crate::classes::Classes;
use crate::module::Module;
use crate::report::Report;
use crate::sandbox::Sandbox;

const USAGE: &str = "usage: numpy-tests [--filter TEXT] [--jobs N] [--fast] [--json]

    --filter TEXT   only modules whose name contains TEXT; the record of results stays as it is
    --jobs N        so many modules at a time; as many as there are processors if not given
    --fast          without the tests that NumPy marks as slow
    --json          one document with every test instead of the table";

/// The record of results, which lies beside the sources.
const RECORD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/results.txt");

struct Arguments {
    filter: String,
    jobs: usize,
    slow: bool,
    json: bool,
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("numpy-tests: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Whether every failure is one that is known and explained.
fn run() -> Result<bool> {
    let arguments = arguments()?;
    let classes = Classes::read()?;
    let sandbox = Sandbox::of(component::install(&mut |line| eprintln!("{line}"))?)?;
    let mut names = sandbox.modules()?;
    names.retain(|name| name.contains(&arguments.filter));
    if names.is_empty() {
        bail!("no module of NumPy's tests contains `{}`", arguments.filter);
    }
    let report = Report::new(run_all(&sandbox, names, &arguments)?, &classes);
    if arguments.json {
        println!("{:#}", report.document());
    } else {
        print!("{}", report.table());
    }
    if arguments.filter.is_empty() && arguments.slow {
        let text = format!("{}\n{}", report.table(), report.failures());
        fs::write(RECORD, text).with_context(|| format!("cannot write `{RECORD}`"))?;
    }
    Ok(report.explained())
}

/// Runs all modules, several at a time, and gives them back in the order of their names.
fn run_all(sandbox: &Sandbox, names: Vec<String>, arguments: &Arguments) -> Result<Vec<Module>> {
    let pending = Mutex::new(names);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        let work = || -> Result<()> {
            loop {
                // A statement of its own, so that the lock is let go of before the module runs.
                let next = pending.lock().map_err(|_| lost())?.pop();
                let Some(name) = next else {
                    return Ok(());
                };
                let module = Module::run(sandbox, &name, arguments.slow)?;
                eprintln!("{}", module.line());
                done.lock().map_err(|_| lost())?.push(module);
            }
        };
        let threads: Vec<_> = (0..arguments.jobs.max(1)).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| lost())?)
    })?;
    let mut modules = done.into_inner().map_err(|_| lost())?;
    modules.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(modules)
}

fn lost() -> anyhow::Error {
    anyhow::anyhow!("a thread of this command was lost")
}

/// The workspace.
fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn arguments() -> Result<Arguments> {
    let mut arguments = Arguments {
        filter: String::new(),
        jobs: std::thread::available_parallelism().map_or(1, usize::from),
        slow: true,
        json: false,
    };
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--filter" => arguments.filter = given.next().context(USAGE)?,
            "--jobs" => arguments.jobs = given.next().context(USAGE)?.parse().context(USAGE)?,
            "--fast" => arguments.slow = false,
            "--json" => arguments.json = true,
            _ => bail!("{USAGE}"),
        }
    }
    Ok(arguments)
}
