//! Many candidates, all cases, in one stage or several.

use std::sync::Arc;
use std::time::Duration;

use lazaret_trial::{
    Budget, Code, Description, Exposure, Feedback, FeedbackSize, Identity, Material, Reason,
    Verdict,
};

use crate::candidates::{Candidate, Content};
use crate::host::{Host, HostError};
use crate::interrupt::Interrupt;
use crate::judge::Bench;
use crate::opened::OpenedTask;
use crate::preparation::Role;
use crate::record::{Record, Recorded};
use crate::task::Task;
use crate::work::Work;

/// What to evaluate.
pub struct EvaluationRequest<'a> {
    /// The task.
    pub task: &'a Task,
    /// The candidates, in the order in which they are reported.
    pub candidates: Vec<Candidate>,
    /// The seed.
    pub seed: u64,
    /// The split; none for the evaluator's first.
    pub split: Option<String>,
    /// How many cases are judged at a time.
    pub jobs: usize,
    /// How it is recorded; none if it is not.
    pub record: Option<Record<'a>>,
}

/// Something that happened.
#[derive(Debug)]
pub enum Event<'a> {
    /// The evaluator has said what it measures and on what.
    Started {
        /// How many candidates.
        candidates: usize,
        /// How many cases each.
        cases: usize,
    },
    /// A case is judged.
    CaseDone {
        /// The candidate's label.
        label: &'a str,
    },
    /// A candidate is done.
    CandidateDone {
        /// Its result.
        result: &'a CandidateResult,
    },
}

/// What became of a candidate.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// A verdict.
    Verdict(Box<Verdict>),
    /// Its bytes could not be read; no verdict, because nothing was tried.
    Unreadable(String),
}

/// The result of one candidate.
#[derive(Clone, Debug)]
pub struct CandidateResult {
    /// The candidate's label.
    pub label: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Wall time over all its cases, not part of the verdict because it never repeats.
    pub wall: Duration,
    /// What the ledger has of it.
    pub recorded: Recorded,
    /// The program as one text, if it is one and its verdict names a place in it.
    pub source: Option<Arc<str>>,
}

impl CandidateResult {
    /// Its score, if it has one.
    #[must_use]
    pub fn score(&self) -> Option<f64> {
        match &self.outcome {
            Outcome::Verdict(verdict) => verdict.score,
            Outcome::Unreadable(_) => None,
        }
    }
}

/// What an evaluation gave.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// The split.
    pub split: String,
    /// What was measured.
    pub description: Description,
    /// All that decided the scores besides the candidates.
    pub identity: Identity,
    /// How many cases there are.
    pub case_count: usize,
    /// Whether feedback may tell of the cases.
    pub exposure: Exposure,
    /// The budget of a candidate in each case.
    pub candidate_budget: Budget,
    /// One result for each candidate, in the order of the request.
    pub results: Vec<CandidateResult>,
    /// Whether it was interrupted.
    pub interrupted: bool,
}

impl Evaluation {
    /// What a model may hear of a result, so that its next program is better; none if there is no verdict.
    #[must_use]
    pub fn feedback(&self, result: &CandidateResult, size: FeedbackSize) -> Option<Feedback> {
        let Outcome::Verdict(verdict) = &result.outcome else { return None };
        let material = Material {
            verdict,
            source: result.source.as_deref(),
            description: &self.description,
            budget: &self.candidate_budget,
            case_count: self.case_count,
            exposure: self.exposure,
        };
        Some(Feedback::of(&material, size))
    }
}

/// Stages that candidates go through one after the other.
pub struct Course<'a> {
    /// All opened from one task, so that they have their evaluator and their budgets in common.
    pub stages: &'a [&'a OpenedTask<'a>],
    /// Whether a candidate, by its place in the request, goes on after a stage with this verdict. It is asked in any
    /// order and by any thread, so its answer should depend on nothing else.
    pub goes_on: &'a (dyn Fn(usize, usize, &Verdict) -> bool + Sync),
    /// Whether what ends inconclusively on a stage is tried once more there, after the others.
    pub again: bool,
}

/// What an evaluation in stages gave.
#[derive(Clone, Debug)]
pub struct Staged {
    /// For each candidate, in the order of the request, one result for each stage that it has been on.
    pub results: Vec<Vec<CandidateResult>>,
    /// Whether it was interrupted.
    pub interrupted: bool,
}

/// The bytes of a verdict, the same for the same verdict.
///
/// # Errors
/// If a number in it cannot be written, which no checked verdict has.
pub fn verdict_bytes(verdict: &Verdict) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(verdict)
}

impl Host {
    /// Evaluates candidates. Raising `interrupt` ends it soon; what is done is kept, and what is not
    /// is reported as `inconclusive/interrupted`.
    ///
    /// # Errors
    /// If there is nothing to judge by: the evaluator does not load, describes nothing, or has no such
    /// split. A candidate's end is never an error here.
    pub fn evaluate(
        &self,
        request: EvaluationRequest<'_>,
        interrupt: &Interrupt,
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Result<Evaluation, HostError> {
        let EvaluationRequest { task, candidates, seed, split, jobs, record } = request;
        let opened = self.open_task(task, seed, split.as_deref(), interrupt)?;
        self.evaluate_opened(&opened, &candidates, jobs, record, interrupt, on_event)
    }

    /// The same for a task that is open already.
    ///
    /// # Errors
    /// If the ledger cannot be used.
    pub fn evaluate_opened(
        &self,
        opened: &OpenedTask<'_>,
        candidates: &[Candidate],
        jobs: usize,
        record: Option<Record<'_>>,
        interrupt: &Interrupt,
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Result<Evaluation, HostError> {
        let stages = [opened];
        let course = Course { stages: &stages, goes_on: &|_, _, _| false, again: false };
        let work = Work::new(self, &course, candidates, record, interrupt)?;
        let plan = &opened.plan;
        on_event(Event::Started { candidates: candidates.len(), cases: plan.cases.len() });
        let results = work.run(jobs, on_event)?.into_iter().zip(candidates);
        let results = results.map(|(results, candidate)| {
            results.into_iter().next_back().unwrap_or_else(|| work.interrupted(candidate))
        });
        let task = opened.task();
        Ok(Evaluation {
            exposure: Exposure::of(&plan.split, &plan.description, task.public.as_deref()),
            candidate_budget: task.candidate_budget.clone(),
            split: plan.split.clone(),
            description: plan.description.clone(),
            identity: opened.identity.clone(),
            case_count: plan.cases.len(),
            results: results.collect(),
            interrupted: interrupt.is_raised(),
        })
    }

    /// Judges candidates on stages of an open task. Each goes through them by itself, as far as it goes on, so that
    /// none waits for a slower one; `on_event` hears of no beginning.
    ///
    /// # Errors
    /// If the stages have no evaluator in common, or the ledger cannot be used.
    pub fn evaluate_in_stages(
        &self,
        course: &Course<'_>,
        candidates: &[Candidate],
        jobs: usize,
        record: Option<Record<'_>>,
        interrupt: &Interrupt,
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Result<Staged, HostError> {
        let work = Work::new(self, course, candidates, record, interrupt)?;
        let results = work.run(jobs, on_event)?;
        Ok(Staged { results, interrupted: interrupt.is_raised() })
    }

    pub(crate) fn bench(&self, task: &Task, seed: u64) -> Result<Bench, HostError> {
        let role = Role::Evaluator(task.wit.as_ref(), &task.evaluator_python);
        let content = Content::File(task.evaluator_bytes.clone());
        let prepared = self.prepare(&task.evaluator_file, &content, role);
        let prepared = prepared.map_err(|mut reason| {
            reason.message = format!("the evaluator is not admitted: {}", reason.message);
            reason.code = Code::FaultEvaluatorSource;
            HostError::Evaluator(Box::new(reason))
        })?;
        Ok(Bench {
            evaluator: prepared.program,
            evaluator_budget: task.evaluator_budget.clone(),
            dataset: task.dataset.clone(),
            seed,
            interface: task.wit.as_ref().map(|wit| wit.interface().clone()),
            candidate_budget: task.candidate_budget.clone(),
            lists: task.lists,
        })
    }
}

impl From<Reason> for HostError {
    fn from(reason: Reason) -> Self {
        Self::Evaluator(Box::new(reason))
    }
}
