//! The measurements behind the numbers of the README: `cargo run --release -p lazaret-bench`.
//!
//! Each compares with something of the same machine in the same run, round by round, because machines
//! differ and their load changes. State lives in `LAZARET_HOME` or in `target/bench`, whose first run also builds the
//! Python plugin. Numbers go to standard output, progress to standard error.
//!
//! It refuses to know what a good number is: it measures, and people judge.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this is a command")]

mod arrays;
mod bombs;
mod campaign;
mod compare;
mod evaluations;
mod floor;
mod fresh;
mod grinds;
mod guest;
mod history;
mod ledger;
mod loops;
mod memory;
mod numpy;
mod peers;
mod processor;
#[cfg(test)]
mod ratios;
mod resident;
mod soak;
mod statistics;
mod typed;
mod walls;

use std::path::Path;

use anyhow::{Context, Result};
use lazaret_engine::{CodeCache, Engine, THREAD_STACK_BYTES};
use lazaret_host::{Home, Host, Needs, Plugin, Settings};
use lazaret_sandbox::Prepared;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [role, parent] = arguments.as_slice()
        && role == "worker"
    {
        return Ok(lazaret_worker::work(parent.parse()?)?);
    }
    // As the command finds it; a folder of its own if nothing is said.
    let root = std::env::var_os("LAZARET_HOME").unwrap_or_else(|| "target/bench".into());
    let root = Path::new(&root);
    let home = absolute(&Home { data: root.join("data"), cache: root.join("cache") })?;
    // Guests need a larger stack than the main thread may have.
    let thread =
        std::thread::Builder::new().stack_size(THREAD_STACK_BYTES).spawn(move || bench(&home))?;
    thread.join().map_err(|_| anyhow::anyhow!("the measuring thread ended in a panic"))?
}

fn bench(home: &Home) -> Result<()> {
    // One part by name, for whoever works on it; all of them otherwise.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let wanted = arguments.first().map(String::as_str);
    match wanted {
        Some("typed") => return typed::measure(home),
        Some("compare") => return compare::run(home, arguments.get(1..).unwrap_or_default()),
        // With more, this is one of the processes that measure for the one without.
        Some("bombs") if arguments.len() <= 2 => {
            return bombs::print(arguments.get(1).map_or("", String::as_str));
        }
        Some("campaign") => {
            let number =
                |place: usize, usual| arguments.get(place).map_or(Ok(usual), |it| it.parse());
            return campaign::measure(home, number(1, 320)?, number(2, 10_000)?);
        }
        Some("grinds") => return grinds::print(),
        Some("arrays") => return arrays::measure(home),
        Some("numpy") => return numpy::measure(home),
        Some("bombs") => return bombs::measure_here(arguments.get(1..).unwrap_or_default()),
        Some("soak") => {
            let seconds = arguments.get(1).context("`soak SECONDS`")?;
            return soak::measure(home, seconds.parse()?);
        }
        Some("ledger") => {
            let entries = arguments.get(1).map_or(Ok(100_000), |it| it.parse())?;
            return ledger::measure(&home.data, entries);
        }
        Some("walls" | "fresh") | None => {}
        Some(other) => anyhow::bail!(
            "there is no part `{other}`: arrays, bombs [NAME], campaign [TRIALS [MANY]], compare [--quick], fresh, grinds, ledger [ENTRIES], numpy, soak SECONDS, typed, walls, or none for all"
        ),
    }
    let host = Host::open(home, &Needs::of_file("x.py"), &Settings::store(), &mut |line| {
        eprintln!("{line}");
    })?;
    let python = interpreter(home, &host)?;
    if wanted == Some("fresh") {
        return fresh::measure(&python);
    }
    if wanted == Some("walls") {
        return walls::measure(home, &python, &walls::code(home, &host)?);
    }
    fresh::measure(&python)?;
    memory::measure(&python)?;
    loops::measure(&python)?;
    typed::measure(home)?;
    walls::measure(home, &python, &walls::code(home, &host)?)?;
    grinds::print()?;
    ledger::measure(&home.data, 10_000)?;
    bombs::print("")
}

/// The interpreter as the host has it, without the host around it.
fn interpreter(home: &Home, host: &Host) -> Result<Prepared> {
    let engine = Engine::new()?;
    let cache = CodeCache::open(&home.code())?;
    let record = host.plugin(Plugin::Python).context("the host was opened with it")?;
    let artifact = engine.load(record.digest, &cache)?;
    Ok(Prepared::new(&artifact.context("the host has just compiled it")?, None)?)
}

fn absolute(home: &Home) -> Result<Home> {
    let absolute = |path: &Path| std::path::absolute(path);
    Ok(Home { data: absolute(&home.data)?, cache: absolute(&home.cache)? })
}
