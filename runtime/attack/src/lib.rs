//! How far an evaluator can be gamed: a pack of cheaters that know nothing of a task but one honest program for it,
//! and what their scores say.
//!
//! What it is for: whoever writes an evaluator, before a loop of thousands of programs finds out by itself what the
//! evaluator lets through. A cheater that scores above the honest program has found something.
//!
//! What it refuses to know: how anything is judged (`host`), what any task is about, terminals.
//!
//! Invariants:
//! - Cheaters are ordinary candidates, in the same sandbox under the same budgets, and nothing is held against them but
//!   their scores.
//! - A program that has cases by heart is judged on others, as far as the task has any.

mod memory;
mod pack;
mod report;

pub use pack::{Cheater, PACK};
pub use report::{Attempt, Report};

use lazaret_host::{Candidate, Event, Host, HostError, Interrupt, OpenedTask, Task};
use lazaret_trial::Value;

/// An attack on a task.
pub struct Attack<'a> {
    /// The task.
    pub task: &'a Task,
    /// The text of an honest program in Python, which gets a score.
    pub honest: &'a str,
    /// The seed of the cases.
    pub seed: u64,
    /// How many cases are judged at a time.
    pub jobs: usize,
}

impl Attack<'_> {
    /// Lets all cheaters try.
    ///
    /// # Errors
    /// If the task cannot be judged, or the honest program has no score on it.
    pub fn run(
        &self,
        host: &Host,
        interrupt: &Interrupt,
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Result<Report, HostError> {
        let opened = host.open_task(self.task, self.seed, None, interrupt)?;
        let mut judge = |opened: &OpenedTask<'_>, cheaters: Vec<(&str, String)>| {
            let honest = std::iter::once(("honest", self.honest.to_owned()));
            let candidates = honest.chain(cheaters).map(|(name, text)| candidate(name, text));
            let candidates: Vec<Candidate> = candidates.collect();
            host.evaluate_opened(opened, &candidates, self.jobs, None, interrupt, on_event)
        };
        let pack = PACK.iter().map(|it| (it.name, it.program(self.honest))).collect();
        let mut report = Report::of_pack(&judge(&opened, pack)?)?;
        let cases: Vec<&Value> = opened.cases().map(|(_, data)| data).collect();
        let programs = memory::programs(self.honest, &cases);
        if !programs.is_empty() && !report.interrupted {
            let elsewhere = self.elsewhere(host, &opened, interrupt)?;
            let programs = programs.into_iter().map(|it| (memory::NAME, it)).collect();
            report.add_best(&judge(&elsewhere, programs)?)?;
        }
        Ok(report)
    }

    /// The task with other cases than those that everybody has seen: of its last split, with another seed.
    fn elsewhere<'a>(
        &'a self,
        host: &Host,
        opened: &OpenedTask<'_>,
        interrupt: &Interrupt,
    ) -> Result<OpenedTask<'a>, HostError> {
        let last = opened.description().splits.last().cloned();
        host.open_task(self.task, self.seed.wrapping_add(1), last.as_deref(), interrupt)
    }
}

fn candidate(name: &str, text: String) -> Candidate {
    Candidate::of_bytes(name, "cheater.py", text.into_bytes())
}
