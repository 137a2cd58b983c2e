//! A task that is open: its evaluator is loaded and has said what it measures and on what, once for many
//! evaluations.
//!
//! Invariants:
//! - An evaluator's worker is handed on to the next evaluation only if nothing was interrupted while it had it.
//! - A candidate's worker is never handed on: what one client's program did to it is no other client's matter.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lazaret_trial::{Description, Identity, Value};
use lazaret_worker::Worker;

use crate::host::{Host, HostError};
use crate::interrupt::Interrupt;
use crate::judge::{Bench, Judge};
use crate::plan::{Plan, plan};
use crate::task::Task;

/// The most evaluators' workers that wait for work; each holds an interpreter.
const WAITING_MAX: usize = 4;

/// A task with its seed and split, ready to judge candidates.
pub struct OpenedTask<'a> {
    pub(crate) task: Cow<'a, Task>,
    pub(crate) seed: u64,
    /// The same for all that were opened from one.
    pub(crate) bench: Arc<Bench>,
    pub(crate) plan: Plan,
    pub(crate) identity: Identity,
    /// Evaluators' workers that wait for the next evaluation, of this one and all that share its bench.
    waiting: Arc<Mutex<Vec<Worker>>>,
}

impl Host {
    /// Loads a task's evaluator, and asks it what it measures and on what; no split is its first.
    ///
    /// # Errors
    /// If there is nothing to judge by: the evaluator does not load, describes nothing, or has no such split.
    pub fn open_task<'a>(
        &self,
        task: &'a Task,
        seed: u64,
        split: Option<&str>,
        interrupt: &Interrupt,
    ) -> Result<OpenedTask<'a>, HostError> {
        let bench = self.on_guest_thread(interrupt, || self.bench(task, seed))?;
        if interrupt.is_raised() {
            return Err(HostError::Interrupted);
        }
        let (bench, waiting) = (Arc::new(bench?), Arc::default());
        self.opened(Cow::Borrowed(task), seed, split, (bench, waiting), interrupt)
    }

    fn opened<'a>(
        &self,
        task: Cow<'a, Task>,
        seed: u64,
        split: Option<&str>,
        (bench, waiting): (Arc<Bench>, Arc<Mutex<Vec<Worker>>>),
        interrupt: &Interrupt,
    ) -> Result<OpenedTask<'a>, HostError> {
        let evaluator = locked(&waiting).pop();
        let mut judge = Judge::new(self, &bench, interrupt).with_evaluator(evaluator);
        let plan = self.on_guest_thread(interrupt, || plan(&mut judge, &task, split))?;
        // Whatever was lost on the way to a plan was no candidate's.
        drop(judge.take_lost());
        locked(&waiting).extend(judge.into_evaluator().filter(|_| !interrupt.is_raised()));
        let plan = plan.map_err(|reason| {
            if interrupt.is_raised() { HostError::Interrupted } else { reason.into() }
        })?;
        let identity = self.identity(&task, seed, &bench, &plan);
        Ok(OpenedTask { task, seed, bench, plan, identity, waiting })
    }
}

impl<'a> OpenedTask<'a> {
    /// The same with the first so many cases only, and the same evaluator.
    #[must_use]
    pub fn first(&self, host: &Host, count: u64) -> Self {
        let mut task = self.task.clone();
        task.to_mut().first = Some(count);
        let plan = self.plan.first(count);
        let identity = host.identity(&task, self.seed, &self.bench, &plan);
        let (bench, waiting) = (self.bench.clone(), self.waiting.clone());
        Self { task, seed: self.seed, bench, plan, identity, waiting }
    }

    /// The same on another split, and the same evaluator.
    ///
    /// # Errors
    /// If there is no such split.
    pub fn split(
        &self,
        host: &Host,
        split: &str,
        interrupt: &Interrupt,
    ) -> Result<Self, HostError> {
        let shared = (self.bench.clone(), self.waiting.clone());
        host.opened(self.task.clone(), self.seed, Some(split), shared, interrupt)
    }

    /// The task.
    #[must_use]
    pub fn task(&self) -> &Task {
        &self.task
    }

    /// Whether it is this task with this seed and split; no split is the evaluator's first.
    #[must_use]
    pub fn fits(&self, task: &str, seed: u64, split: Option<&str>) -> bool {
        let first = self.plan.description.splits.first().map(String::as_str);
        self.task.name == task
            && self.seed == seed
            && split.or(first) == Some(self.plan.split.as_str())
    }

    /// What is measured, and which splits there are.
    #[must_use]
    pub const fn description(&self) -> &Description {
        &self.plan.description
    }

    /// All that decides scores besides the candidate.
    #[must_use]
    pub const fn identity(&self) -> &Identity {
        &self.identity
    }

    /// What the identity says of the evaluator, which is the same for all seeds, splits and budgets.
    #[must_use]
    pub fn evaluator_part(&self) -> Option<String> {
        self.identity.part("evaluator").map(str::to_owned)
    }

    /// The cases as the evaluator says them: their names and what they are.
    pub fn cases(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.plan.cases.iter().map(|case| (case.id.as_str(), &case.data))
    }

    /// How many cases belong to the first of several stages; 0 if all are of one.
    #[must_use]
    pub fn first_stage(&self) -> usize {
        let stage = self.plan.cases.first().map(|case| case.stage);
        let first = self.plan.cases.iter().take_while(|case| Some(case.stage) == stage).count();
        if first == self.plan.cases.len() { 0 } else { first }
    }

    /// How many cases there are.
    #[must_use]
    pub fn case_count(&self) -> usize {
        self.plan.cases.len()
    }

    /// A judge, with a worker that waits if there is one.
    pub(crate) fn judge<'b>(&'b self, host: &'b Host, interrupt: &'b Interrupt) -> Judge<'b> {
        let evaluator = locked(&self.waiting).pop();
        Judge::new(host, &self.bench, interrupt).with_evaluator(evaluator)
    }

    /// Keeps the worker of a judge that is done, for whoever comes next.
    pub(crate) fn give_back(&self, judge: Judge<'_>) {
        let Some(worker) = judge.into_evaluator() else { return };
        let mut waiting = locked(&self.waiting);
        if waiting.len() < WAITING_MAX {
            waiting.push(worker);
        }
    }
}

fn locked(waiting: &Mutex<Vec<Worker>>) -> MutexGuard<'_, Vec<Worker>> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}
