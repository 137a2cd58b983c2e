//! `cargo xtask hostile`: judges the corpus of hostile programs and says what became of it.
//!
//! The table or the document goes to standard output; what is under way goes to standard error, so that the
//! name of a case that takes everything down with it is known.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this is a command")]

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use lazaret_hostile::{
    Corpus, Isolation, Languages, Report, Runner, Tasks, document, home, open_host, table,
};

const USAGE: &str = "usage: hostile [--filter TEXT] [--json] [--store] [--without-compilers]

    --filter TEXT          only cases whose group and name contain TEXT
    --json                 one document on standard output
    --store                evaluator and candidate in one process, a store for each
    --without-compilers    leave out the cases in C and Rust";

struct Arguments {
    filter: String,
    json: bool,
    isolation: Isolation,
    languages: Languages,
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
    let tasks = Tasks::read()?;
    let corpus = Corpus::read(&tasks, &arguments.filter, arguments.languages)?;
    if corpus.entries.is_empty() {
        bail!("no case contains `{}`", arguments.filter);
    }
    let host = open_host(&home(), arguments.isolation, arguments.languages)?;
    let runner = Runner::new(host, tasks)?;
    let mut reports = Vec::new();
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
    if arguments.json {
        println!("{:#}", document(&reports, corpus.left_out, arguments.isolation.name()));
    } else {
        print!("{}", table(&reports, corpus.left_out));
    }
    Ok(reports.iter().all(Report::good))
}

fn arguments() -> Result<Arguments> {
    let mut arguments = Arguments {
        filter: String::new(),
        json: false,
        isolation: Isolation::Usual,
        languages: Languages::All,
    };
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--filter" => arguments.filter = given.next().context(USAGE)?,
            "--json" => arguments.json = true,
            "--store" => arguments.isolation = Isolation::Store,
            "--without-compilers" => arguments.languages = Languages::WithoutCompilers,
            _ => bail!("{USAGE}"),
        }
    }
    Ok(arguments)
}
