//! `cargo xtask hostile`: judges the corpus of hostile programs and says what became of it.
//!
//! The table or the document goes to standard output; what is under way goes to standard error, so that the
//! name of a case that takes everything down with it is known.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this is a command")]

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use lazaret_hostile::canaries::{Hunt, hunt};
use lazaret_hostile::mutants::{choose, first_to_notice, try_all};
use lazaret_hostile::{
    Corpus, Isolation, Languages, Outcome, Report, Runner, Tasks, WALLS, document, endless, home,
    open_host, table,
};

const USAGE: &str =
    "usage: hostile [--filter TEXT] [--json] [--ledger FOLDER] [--store] [--without-compilers]
       hostile --mutants [--filter TEXT] [--jobs N]
       hostile --canaries N

    --filter TEXT          only cases whose group and name contain TEXT
    --json                 one document on standard output
    --ledger FOLDER        record every verdict, for `lazaret replay --all --ledger FOLDER`
    --store                evaluator and candidate in one process, a store for each
    --without-compilers    leave out the cases in C and Rust
    --mutants              take each wall away in turn, and say which case notices
    --jobs N               so many walls at a time; as many as there are processors if not given
    --canaries N           N programs leave marks wherever they can and look for those of others";

struct Arguments {
    filter: String,
    json: bool,
    /// Where every verdict is recorded, if anywhere.
    ledger: Option<PathBuf>,
    jobs: usize,
    isolation: Isolation,
    languages: Languages,
    work: Work,
}

/// What is to be done.
enum Work {
    /// Judge the corpus.
    Corpus,
    /// Take each wall away in turn.
    Mutants,
    /// Look for what programs leave behind, with so many runs.
    Canaries(usize),
    /// Judge with this wall away until somebody notices.
    Weakness(String),
    /// Be the host that is killed.
    Endless,
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("hostile: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Whether everything is as it should be.
fn run() -> Result<bool> {
    let arguments = arguments()?;
    match &arguments.work {
        Work::Corpus => {}
        Work::Mutants => return mutants(&arguments.filter, arguments.jobs),
        Work::Canaries(runs) => return canaries(*runs),
        Work::Endless => return endless().map(|()| true),
        Work::Weakness(name) => {
            let noticed = first_to_notice(name, &arguments.filter, arguments.languages)?;
            println!("{}", noticed.as_deref().unwrap_or_default());
            return Ok(noticed.is_none());
        }
    }
    let tasks = Tasks::read()?;
    let corpus = Corpus::read(&tasks, &arguments.filter, arguments.languages)?;
    let wall = |wall: &lazaret_hostile::Wall| wall.name.contains(&arguments.filter);
    if corpus.entries.is_empty() && !WALLS.iter().any(wall) {
        bail!("no case contains `{}`", arguments.filter);
    }
    let host = open_host(&home(), arguments.isolation, arguments.languages)?;
    let mut runner = Runner::new(host, tasks)?;
    if let Some(ledger) = &arguments.ledger {
        runner.record(ledger)?;
    }
    let mut reports = Vec::new();
    let known = |entry: &lazaret_hostile::Entry| {
        entry.case.as_ref().is_ok_and(|case| case.expected.today.is_some())
    };
    let known = corpus.entries.iter().filter(|entry| known(entry)).count();
    for entry in corpus.entries {
        eprint!("{} ", entry.path);
        let outcome = match &entry.case {
            Ok(case) => Ok(runner.run(case)?),
            Err(error) => Err(error.clone()),
        };
        let report = Report { path: entry.path, outcome };
        match &report.outcome {
            Ok(outcome) if report.good() => eprintln!("{} ms", outcome.wall.as_millis()),
            _ => eprintln!("WRONG"),
        }
        reports.push(report);
    }
    if arguments.isolation == Isolation::Usual {
        for wall in WALLS.iter().filter(|wall| wall.name.contains(&arguments.filter)) {
            reports.push(Report {
                path: format!("walls/{}", wall.name),
                outcome: Ok(Outcome::of(wall)),
            });
        }
    }
    if arguments.json {
        println!("{:#}", document(&reports, corpus.left_out, arguments.isolation.name()));
    } else {
        print!("{}", table(&reports, corpus.left_out));
        println!("contained, but for another reason than is owed, as is known: {known} (`today`)");
    }
    Ok(reports.iter().all(Report::good))
}

/// Whether every weakness was noticed, and nothing is noticed where there is none.
fn mutants(filter: &str, jobs: usize) -> Result<bool> {
    let all = try_all(filter, jobs, |mutant| {
        let by = match (&mutant.caught, mutant.weakness) {
            (Some(by), _) => by.as_str(),
            (None, Some(_)) => "NOBODY",
            (None, None) => "nobody, as it should be: this is the control, with nothing taken away",
        };
        println!("{:<17} {:>6.1} s  {by:.160}", mutant.name(), mutant.wall.as_secs_f64());
    })?;
    let weak = all.iter().filter(|mutant| mutant.weakness.is_some());
    let caught = weak.clone().filter(|mutant| mutant.caught.is_some()).count();
    println!("mutants caught: {caught} of {}", weak.count());
    let control = all.iter().find(|mutant| mutant.weakness.is_none());
    let calm = control.is_some_and(|mutant| mutant.caught.is_none());
    if !calm {
        println!("something is noticed where nothing is taken away: the number above says nothing");
    }
    Ok(calm && caught + 1 == all.len())
}

/// Whether nothing is found that another has left.
fn canaries(runs: usize) -> Result<bool> {
    println!(
        "{:<12} {:>7} {:>9} {:>12} {:>18} {:>7}",
        "language", "runs", "leaving", "bytes found", "verdicts differing", "s"
    );
    let hunts = hunt(runs, |hunt| {
        let Hunt { language, runs, marked, found_bytes, differing, wall } = hunt;
        let seconds = wall.as_secs_f64();
        println!(
            "{language:<12} {runs:>7} {marked:>9} {found_bytes:>12} {differing:>18} {seconds:>7.1}"
        );
    })?;
    let runs: usize = hunts.iter().map(|hunt| hunt.runs).sum();
    let found: u64 = hunts.iter().map(|hunt| hunt.found_bytes).sum();
    println!("canary bytes found: {found} in {runs} runs");
    Ok(hunts.iter().all(Hunt::clean))
}

fn arguments() -> Result<Arguments> {
    let mut arguments = Arguments {
        filter: String::new(),
        json: false,
        ledger: None,
        jobs: std::thread::available_parallelism().map_or(1, usize::from),
        isolation: Isolation::Usual,
        languages: Languages::All,
        work: Work::Corpus,
    };
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--filter" => arguments.filter = given.next().context(USAGE)?,
            "--json" => arguments.json = true,
            "--jobs" => arguments.jobs = given.next().context(USAGE)?.parse().context(USAGE)?,
            "--ledger" => arguments.ledger = Some(given.next().context(USAGE)?.into()),
            "--store" => arguments.isolation = Isolation::Store,
            "--without-compilers" => arguments.languages = Languages::WithoutCompilers,
            "--mutants" => arguments.work = Work::Mutants,
            "--canaries" => {
                let runs = given.next().context(USAGE)?.replace('_', "");
                arguments.work = Work::Canaries(runs.parse().context(USAGE)?);
            }
            "--weakness" => arguments.work = Work::Weakness(given.next().context(USAGE)?),
            "--weak" => {
                let name = given.next().context(USAGE)?;
                choose(lazaret_trial::Weakness::parse(&name).context(USAGE)?)?;
            }
            "--endless" => arguments.work = Work::Endless,
            _ => bail!("{USAGE}"),
        }
    }
    Ok(arguments)
}
