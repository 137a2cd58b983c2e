//! The teeth of the corpus: with each wall taken away, at least one case must end otherwise than it is owed.
//!
//! A weakness is chosen once for a process, so each is tried in a process of its own. Only builds for tests can
//! be made weak. A case whose end does not come is noticed as well, by its time: whoever judges the corpus waits
//! no longer for it than it is owed.

use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use lazaret_trial::Weakness;

use crate::case::{Case, WITHIN};
use crate::corpus::{Corpus, Entry};
use crate::memory::below;
use crate::open::{Isolation, Languages, home, open_host_for};
use crate::teeth::{Teeth, teeth};
use crate::{Report, Runner, Tasks, WALLS, Wall};

/// What is asked for in place of a weakness when nothing is taken away.
pub const NONE: &str = "none";

/// How long one process may look for somebody who notices. The cases that are about a wall take seconds; the
/// whole corpus, which is asked if they do not notice, takes longer, and then the wall has no case of its own.
const LOOKING: Duration = Duration::from_secs(400);

/// How long a check of the walls may take; each gives up by itself after 20 s.
const WALL_WITHIN: Duration = Duration::from_secs(90);

/// A weakness and who noticed it.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// The wall that was taken away; nothing for the control, in which all of them stand.
    pub weakness: Option<Weakness>,
    /// The case that ended otherwise than it is owed, and how; none if nothing noticed.
    pub caught: Option<String>,
    /// How long that took.
    pub wall: Duration,
}

impl Mutant {
    /// The name of the wall that is gone.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.weakness.map_or(NONE, Weakness::name)
    }
}

/// Tries every weakness whose name contains `filter`, `jobs` at a time, and after them what is asked about all
/// of them with nothing taken away: a case that notices that as well has noticed nothing.
///
/// # Errors
/// If a process cannot be started, or cannot say anything.
pub fn try_all(filter: &str, jobs: usize, done: impl Fn(&Mutant) + Sync) -> Result<Vec<Mutant>> {
    let chosen = Weakness::ALL.iter().filter(|weakness| weakness.name().contains(filter));
    let names: Vec<Option<Weakness>> = chosen.copied().map(Some).chain([None]).collect();
    if names.len() == 1 {
        bail!("no weakness contains `{filter}`");
    }
    let next = Mutex::new(names.into_iter());
    let mutants = Mutex::new(Vec::new());
    let work = || -> Result<()> {
        loop {
            let weakness = next.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some(weakness) = weakness else { return Ok(()) };
            let mutant = try_one(weakness, filter)?;
            done(&mutant);
            mutants.lock().unwrap_or_else(PoisonError::into_inner).push(mutant);
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..jobs.max(1)).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| {
            thread.join().map_err(|_| anyhow::anyhow!("a thread panicked")).flatten()
        })
    })?;
    Ok(mutants.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// A process of this program that is weak, until it has found out who notices.
fn try_one(weakness: Option<Weakness>, filter: &str) -> Result<Mutant> {
    let begin = Instant::now();
    let name = weakness.map_or(NONE, Weakness::name);
    let child = Command::new(std::env::current_exe()?)
        .args(["--weakness", name, "--filter", filter])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot start another process of this program")?;
    let Some(output) = ended(child, LOOKING)? else {
        // Nobody can say that a case took too long: it would have said so itself.
        return Ok(Mutant { weakness, caught: None, wall: begin.elapsed() });
    };
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let caught = match output.status.code() {
        // It was noticed, and the case is named.
        Some(1) if !said.is_empty() => Some(said),
        Some(0) => None,
        _ => bail!("{name}: {}", String::from_utf8_lossy(&output.stderr)),
    };
    Ok(Mutant { weakness, caught, wall: begin.elapsed() })
}

/// Waits for a child; ends it and all that it has started if it takes longer, and then gives none.
fn ended(mut child: Child, within: Duration) -> Result<Option<std::process::Output>> {
    let begin = Instant::now();
    while child.try_wait()?.is_none() {
        if within < begin.elapsed() {
            // Without a wall, they may not end with whoever started them.
            let family = below(&child.id().to_string());
            child.kill()?;
            child.wait()?;
            for pid in family {
                let _ = Command::new("kill").args(["-9", &pid]).stderr(Stdio::null()).status();
            }
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(Some(child.wait_with_output()?))
}

/// What the thread that judges says to the one that keeps an eye on the clock.
enum Said {
    /// A case is begun, which is owed an end after this time.
    Begun(String, Duration),
    /// It has ended.
    Ended,
    /// Whoever noticed, or nobody.
    Done(Result<Option<String>>),
}

/// Makes this process weak and judges cases until one notices; what it says, if one does. With nothing taken
/// away, all cases are judged that are about a weakness whose name contains `filter`.
///
/// # Errors
/// If there is no such weakness, this build cannot be made weak, or the corpus cannot be read.
pub fn first_to_notice(name: &str, filter: &str, languages: Languages) -> Result<Option<String>> {
    let asked = if name == NONE {
        let all = Weakness::ALL.iter().filter(|weakness| weakness.name().contains(filter));
        let all = all.map(|weakness| teeth(*weakness));
        let (walls, cases): (Vec<_>, Vec<_>) = all.map(|it| (it.walls, it.cases)).unzip();
        Asked { walls: walls.concat(), cases: cases.concat(), all: false }
    } else {
        let weakness = Weakness::parse(name);
        let weakness = weakness.with_context(|| format!("there is no weakness `{name}`"))?;
        choose(weakness)?;
        let Teeth { walls, cases } = teeth(weakness);
        Asked { walls: walls.to_vec(), cases: cases.to_vec(), all: true }
    };
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let noticed = asked.judge(languages, &sender);
        // If nobody hears it, it is too late for it.
        let _ = sender.send(Said::Done(noticed));
    });
    // The case that is being judged, and how long it may be. Whatever else takes long, such as opening a host,
    // says nothing about a wall.
    let mut judged: Option<(String, Duration)> = None;
    loop {
        match receiver.recv_timeout(judged.as_ref().map_or(LOOKING, |(_, within)| *within)) {
            Ok(Said::Begun(path, within)) => judged = Some((path, within)),
            Ok(Said::Ended) => judged = None,
            Ok(Said::Done(noticed)) => return noticed,
            Err(RecvTimeoutError::Timeout) => {
                let Some((path, within)) = judged else { bail!("nothing is judged") };
                return Ok(Some(format!("{path}: no end after {} s", within.as_secs())));
            }
            Err(RecvTimeoutError::Disconnected) => bail!("the thread that judges panicked"),
        }
    }
}

/// Who is asked, in this order.
struct Asked {
    walls: Vec<&'static str>,
    cases: Vec<&'static str>,
    /// Whether all others come after them.
    all: bool,
}

impl Asked {
    fn judge(&self, languages: Languages, sender: &Sender<Said>) -> Result<Option<String>> {
        for wall in WALLS.iter().filter(|wall| self.walls.contains(&wall.name)) {
            if let Some(noticed) = stands(wall, sender) {
                return Ok(Some(noticed));
            }
        }
        let tasks = Tasks::read()?;
        let mut near = Vec::new();
        for path in &self.cases {
            // Another weakness may have named it already.
            if !near.iter().any(|entry: &Entry| entry.path == *path) {
                // Only this one: many cases are generated, which takes longer than to judge one.
                let found = Corpus::read(&tasks, path, languages)?.entries;
                let exact = found.into_iter().find(|entry| entry.path == *path);
                near.push(exact.with_context(|| format!("there is no case `{path}`"))?);
            }
        }
        let noticed = judge(near, tasks.clone(), sender)?;
        if noticed.is_some() || !self.all {
            return Ok(noticed);
        }
        judge(Corpus::read(&tasks, "", languages)?.entries, tasks, sender)
    }
}

/// What a check of the walls finds.
fn stands(wall: &Wall, sender: &Sender<Said>) -> Option<String> {
    let path = format!("walls/{}", wall.name);
    let _ = sender.send(Said::Begun(path.clone(), WALL_WITHIN));
    let found = (wall.check)();
    let _ = sender.send(Said::Ended);
    found.err().map(|error| format!("{path}: {error:#}"))
}

/// The first of some cases that ends otherwise than it is owed.
fn judge(entries: Vec<Entry>, tasks: Tasks, sender: &Sender<Said>) -> Result<Option<String>> {
    if entries.is_empty() {
        return Ok(None);
    }
    let cases = entries.iter().filter_map(|entry| entry.case.as_ref().ok());
    let files = cases.flat_map(|case| {
        let subjects = case.subjects.iter().map(|subject| subject.file.as_str());
        subjects.chain([case.task.evaluator_file.as_str()])
    });
    // Not all that there are: to open the host for each takes as long as the cases.
    let host = open_host_for(&home(), Isolation::Usual, files)?;
    let runner = match Runner::new(host, tasks) {
        Ok(runner) => runner,
        // Even honest work is not what it was.
        Err(error) => return Ok(Some(format!("the sentinels: {error:#}"))),
    };
    for entry in entries {
        let Ok(case) = &entry.case else { continue };
        // Nobody is left to be told only if it is too late already.
        let _ = sender.send(Said::Begun(entry.path.clone(), patience(case)));
        let report = Report { outcome: Ok(runner.run(case)?), path: entry.path };
        let _ = sender.send(Said::Ended);
        if let (false, Ok(outcome)) = (report.good(), &report.outcome) {
            let found = outcome.findings.first().map_or("", |finding| finding.what.as_str());
            return Ok(Some(format!("{}: {found}", report.path)));
        }
    }
    Ok(None)
}

/// The longest that a case may take if everything in it is in time: two sentinels, and each subject twice.
fn patience(case: &Case) -> Duration {
    let subjects = u32::try_from(case.subjects.len()).unwrap_or(u32::MAX);
    case.expected.within.saturating_mul(subjects.saturating_mul(2)).saturating_add(WITHIN * 2)
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
