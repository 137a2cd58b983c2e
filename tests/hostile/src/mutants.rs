//! The teeth of the corpus: with each wall taken away, at least one case must end otherwise than it is owed.
//!
//! A weakness is chosen once for a process, so each is tried in a process of its own. Only builds for tests can
//! be made weak.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use lazaret_trial::Weakness;

use crate::corpus::Corpus;
use crate::open::{Isolation, Languages, home, open_host};
use crate::{Report, Runner, Tasks, WALLS};

/// A weakness and who noticed it.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// The wall that was taken away.
    pub weakness: Weakness,
    /// The case that ended otherwise than it is owed, and how; none if nothing noticed.
    pub caught: Option<String>,
    /// How long that took.
    pub wall: Duration,
}

/// The checks of walls that are about a weakness, and parts of the names of cases that look at it most closely.
/// The others follow; this only saves time.
fn hints(weakness: Weakness) -> (&'static [&'static str], &'static [&'static str]) {
    match weakness {
        Weakness::SharedProcess => (&["processes"], &[]),
        Weakness::Seccomp | Weakness::Landlock => (&["acts"], &[]),
        Weakness::Rights => (&["rights"], &[]),
        Weakness::Orphans => (&["orphans"], &[]),
        Weakness::Replacement => (&["replacement"], &[]),
        Weakness::CompileLimits => (&["compilation"], &[]),
        Weakness::Fuel => (&[], &["cpu/"]),
        Weakness::WallTime => (&[], &["wall/"]),
        Weakness::Memory | Weakness::MemorySum | Weakness::GrowthFuel => (&[], &["memory/"]),
        Weakness::Tables => (&[], &["tables/"]),
        Weakness::Output | Weakness::HostByteFuel => (&[], &["output/", "random/", "lift/"]),
        Weakness::HostCalls | Weakness::HostCallFuel => (&[], &["hostcalls/"]),
        Weakness::Handles => (&[], &["handles/"]),
        Weakness::Results => (&[], &["lift/", "python_resources/"]),
        Weakness::Grants => (&[], &["python_wire/", "imports/", "files/"]),
        Weakness::Clocks => (&[], &["clock/", "python_time_random/"]),
        Weakness::Randomness => (&[], &["random/", "python_time_random/"]),
        Weakness::NanBits => (&[], &["random/", "state/", "cpu/"]),
        Weakness::FreshInstances => (&[], &["state/", "python_state/"]),
        Weakness::Deaths => (&[], &["python_exit/", "cpu/"]),
        Weakness::Blame => (&[], &["evaluators", "score/"]),
        Weakness::OutputAsAnswer => (&[], &["output/", "forged", "python_exit/"]),
        Weakness::FiniteScores | Weakness::ScoreRanges | Weakness::ExtraMetrics => {
            (&[], &["evaluators", "score/", "forged"])
        }
        Weakness::DuplicateNames | Weakness::ValueDepth => (&[], &["score/", "lift/"]),
        Weakness::Caps => (&[], &["compile/", "component/"]),
        Weakness::Features => (&[], &["feature/"]),
        Weakness::Imports => (&[], &["imports/"]),
        Weakness::Exports => (&[], &["exports/"]),
        Weakness::Precompiled => (&[], &["malformed/"]),
        Weakness::TextSize | Weakness::TextNul => (&[], &["encoding/", "names/"]),
    }
}

/// Tries every weakness whose name contains `filter`.
///
/// # Errors
/// If a process cannot be started.
pub fn try_all(filter: &str, mut done: impl FnMut(&Mutant)) -> Result<Vec<Mutant>> {
    let mut mutants = Vec::new();
    for weakness in Weakness::ALL.iter().filter(|weakness| weakness.name().contains(filter)) {
        let begin = Instant::now();
        let output = Command::new(std::env::current_exe()?)
            .args(["--weakness", weakness.name()])
            .output()
            .context("cannot start another process of this program")?;
        let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        let caught = match output.status.code() {
            // It was noticed, and the case is named.
            Some(1) if !said.is_empty() => Some(said),
            Some(0) => None,
            _ => bail!("{}: {}", weakness.name(), String::from_utf8_lossy(&output.stderr)),
        };
        let mutant = Mutant { weakness: *weakness, caught, wall: begin.elapsed() };
        done(&mutant);
        mutants.push(mutant);
    }
    Ok(mutants)
}

/// Makes this process weak and judges cases until one notices; what it says, if one does.
///
/// # Errors
/// If there is no such weakness, this build cannot be made weak, or the corpus cannot be read.
pub fn first_to_notice(name: &str, languages: Languages) -> Result<Option<String>> {
    let weakness =
        Weakness::parse(name).with_context(|| format!("there is no weakness `{name}`"))?;
    choose(weakness)?;
    let (walls, parts) = hints(weakness);
    for wall in WALLS.iter().filter(|wall| walls.contains(&wall.name)) {
        if let Err(error) = (wall.check)() {
            return Ok(Some(format!("walls/{}: {error:#}", wall.name)));
        }
    }
    let tasks = Tasks::read()?;
    let corpus = Corpus::read(&tasks, "", languages)?;
    let host = open_host(&home(), Isolation::Usual, languages)?;
    let runner = match Runner::new(host, tasks) {
        Ok(runner) => runner,
        // Even honest work is not what it was.
        Err(error) => return Ok(Some(format!("the sentinels: {error:#}"))),
    };
    let (near, far): (Vec<_>, Vec<_>) = corpus
        .entries
        .into_iter()
        .partition(|entry| parts.iter().any(|part| entry.path.contains(part)));
    for entry in near.into_iter().chain(far) {
        let Ok(case) = &entry.case else { continue };
        let report = Report { outcome: Ok(runner.run(case)?), path: entry.path };
        if let (false, Ok(outcome)) = (report.good(), &report.outcome) {
            return Ok(Some(format!("{}: {:.200}", report.path, outcome.ended)));
        }
    }
    Ok(None)
}

/// What another process of this program must be told to be as weak as this one.
pub fn chosen() -> Vec<&'static str> {
    Weakness::chosen().map_or_else(Vec::new, |weakness| vec!["--weak", weakness.name()])
}

/// Makes this process weak.
///
/// # Errors
/// If this is a build for release.
pub fn choose(weakness: Weakness) -> Result<()> {
    #[cfg(debug_assertions)]
    {
        weakness.choose();
        Ok(())
    }
    #[cfg(not(debug_assertions))]
    bail!("a build for release cannot be made weak: `{}`", weakness.name())
}
