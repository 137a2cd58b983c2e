//! The hunt for canaries: programs that leave marks wherever they can and programs that look for the marks of
//! others take turns before one evaluator, in the same workers. Nobody may find a single byte.
//!
//! Besides what the programs say themselves, every verdict must be the bytes that the program was given when
//! nobody had run before it: whatever is left behind shows in fuel or memory, if in nothing else.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use lazaret_header::component;
use lazaret_host::{
    Candidate, CandidateResult, EvaluationRequest, Host, Interrupt, Outcome, Task, verdict_bytes,
};
use lazaret_trial::Verdict;

use crate::case::Subject;
use crate::corpus::folder;
use crate::open::{Isolation, home, open_host_for};

/// The seed of every evaluation.
const SEED: u64 = 7;

/// Candidates of one evaluation, which share its workers: as many as need no memory worth a word.
const CANDIDATES: usize = 250;

/// What the texts leave, as it would stand in a log.
const MARK: &str = "canary-of-another-run";
/// What the component leaves there.
const MARK_OF_WAT: &str = "!canary!";

/// A language and what the hunt in it came to.
#[derive(Clone, Debug)]
pub struct Hunt {
    /// The language.
    pub language: &'static str,
    /// How many instances were asked.
    pub runs: usize,
    /// How many of them left marks.
    pub marked: usize,
    /// How many bytes of marks of others were found, by programs or in what they wrote.
    pub found_bytes: u64,
    /// Verdicts that are not what the program was given when nobody had run before it.
    pub differing: usize,
    /// How long it took.
    pub wall: Duration,
}

impl Hunt {
    /// Whether nothing was found.
    #[must_use]
    pub const fn clean(&self) -> bool {
        self.found_bytes == 0 && self.differing == 0
    }
}

/// Hunts in each language, with so many runs in all of them together.
///
/// # Errors
/// If a program comes to no score when nobody has run before it: then whatever it finds later would say nothing.
pub fn hunt(runs: usize, mut done: impl FnMut(&Hunt)) -> Result<Vec<Hunt>> {
    let task = Task::read(&folder().join("canaries"), &[])?;
    let host = open_host_for(&home(), Isolation::Usual, ["x.py", "x.js"].into_iter())?;
    let mut hunts = Vec::new();
    for language in ["python", "javascript", "wat"] {
        let hunt = Hunter { host: &host, task: &task, alone: HashMap::new() };
        let hunt = hunt.hunt(language, runs.div_ceil(3))?;
        done(&hunt);
        hunts.push(hunt);
    }
    Ok(hunts)
}

struct Hunter<'a> {
    host: &'a Host,
    task: &'a Task,
    /// The verdict on each program when nobody had run before it.
    alone: HashMap<String, Vec<u8>>,
}

impl Hunter<'_> {
    fn hunt(mut self, language: &'static str, runs: usize) -> Result<Hunt> {
        let begin = Instant::now();
        let mut hunt = Hunt {
            language,
            runs: 0,
            marked: 0,
            found_bytes: 0,
            differing: 0,
            wall: Duration::ZERO,
        };
        let (programs, split) = programs(language)?;
        for program in &programs {
            let judged = self.judge(split, std::iter::once(program))?.pop();
            let (label, verdict) = judged.context("no verdict")?;
            if verdict.score.is_none() {
                bail!("{label}, alone: {}: {}", verdict.reason.code, verdict.reason.message);
            }
            self.alone.insert(label.clone(), verdict_bytes(&verdict)?);
            // Its cases come one after the other, and are others to each other as well.
            self.count(&label, &verdict, &mut hunt)?;
        }
        while hunt.runs < runs {
            let turns = programs.iter().cycle().take(CANDIDATES);
            for (label, verdict) in self.judge(split, turns)? {
                self.count(&label, &verdict, &mut hunt)?;
            }
        }
        hunt.wall = begin.elapsed();
        Ok(hunt)
    }

    fn count(&self, label: &str, verdict: &Verdict, hunt: &mut Hunt) -> Result<()> {
        let bytes = verdict_bytes(verdict)?;
        hunt.differing += usize::from(self.alone.get(label) != Some(&bytes));
        for case in &verdict.cases {
            hunt.runs += 1;
            let leaves = label.starts_with("leaves") || case.id == "leave";
            hunt.marked += usize::from(leaves);
            for measurement in &case.measurements {
                // A count of bytes, which the evaluator has bounded from below.
                #[expect(clippy::cast_possible_truncation, reason = "far below 2^53")]
                let found = measurement.value as u64;
                hunt.found_bytes += found;
            }
            if !leaves {
                let logs = format!("{:?}", case.candidate_logs);
                for mark in [MARK, MARK_OF_WAT] {
                    hunt.found_bytes += (logs.matches(mark).count() * mark.len()) as u64;
                }
            }
        }
        Ok(())
    }

    fn judge<'s>(
        &self,
        split: &str,
        programs: impl Iterator<Item = &'s Subject>,
    ) -> Result<Vec<(String, Verdict)>> {
        let split = Some(split.to_owned());
        let candidate = |it: &Subject| Candidate::of_bytes(&it.label, &it.file, it.bytes.clone());
        let candidates = programs.map(candidate).collect();
        let request = EvaluationRequest {
            task: self.task,
            candidates,
            seed: SEED,
            split,
            jobs: 1,
            record: None,
        };
        let evaluation = self.host.evaluate(request, &Interrupt::new(), &mut |_| ())?;
        let judged = |result: CandidateResult| match result.outcome {
            Outcome::Verdict(verdict) => Ok((result.label, *verdict)),
            Outcome::Unreadable(error) => bail!("{}: {error}", result.label),
        };
        evaluation.results.into_iter().map(judged).collect()
    }
}

/// Programs that take turns, and the split of the task in which they do. A text has a worker in common with
/// all others of its language; a component only with itself, so it leaves and looks in turn.
fn programs(language: &str) -> Result<(Vec<Subject>, &'static str)> {
    let (extension, looks, leaves) = match language {
        "python" => ("py", "LEAVES = False\n", "LEAVES = True\n"),
        "javascript" => ("js", "const LEAVES = false;\n", "const LEAVES = true;\n"),
        _ => ("wat", "", ""),
    };
    let path = folder().join("canaries").join(format!("canary.{extension}"));
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let program = |label: &str, text: String| Subject {
        label: label.to_owned(),
        file: format!("{label}.{extension}"),
        bytes: text.into_bytes(),
    };
    if looks.is_empty() {
        let text = component(&text, Some("candidate"), "streams").map_err(anyhow::Error::msg)?;
        return Ok((vec![program("both", text)], "twice"));
    }
    let rest = text.strip_prefix(looks).context("the first line says whether it leaves marks")?;
    let leaving = program("leaves", format!("{leaves}{rest}"));
    Ok((vec![leaving, program("looks", text.clone())], "once"))
}
