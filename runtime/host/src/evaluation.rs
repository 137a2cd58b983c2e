//! Many candidates, all cases, several threads.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use lazaret_admission::Caps;
use lazaret_engine::THREAD_STACK_BYTES;
use lazaret_evaluate::{CandidateRecord, verdict};
use lazaret_toolchain::TaskWit;
use lazaret_trial::{
    Budget, CaseOutcome, Code, Description, Digest, Exposure, Feedback, FeedbackSize, Identity,
    Material, Reason, Usage, Verdict,
};

use crate::candidates::{Candidate, Content};
use crate::host::{Host, HostError, INTERRUPT_POLL, guarded};
use crate::interpreters::PythonSetting;
use crate::interrupt::Interrupt;
use crate::judge::{Bench, Judge};
use crate::opened::OpenedTask;
use crate::plan::Plan;
use crate::preparation::{PreparedProgram, Role};
use crate::record::{Pending, Planned, Record, Recorded, Recording};
use crate::scheduler::{Scheduler, Step};
use crate::task::Task;

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

/// Whether an outcome names a place in the program.
fn has_place(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Verdict(verdict) if verdict.reason.position.is_some())
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
        let OpenedTask { task, seed, plan, identity, .. } = opened;
        let (count, cases) = (candidates.len(), plan.cases.len());
        let recording = match record {
            None => None,
            Some(record) => {
                let planned = Planned {
                    split: &plan.split,
                    description: &plan.description,
                    root: plan.root,
                    count: cases as u64,
                };
                Some(Recording::begin(record, task, *seed, identity, &planned)?)
            }
        };
        let known = self.known(recording.as_ref(), candidates, &task.python)?;
        on_event(Event::Started { candidates: count, cases });
        let work = Work {
            host: self,
            opened,
            plan,
            identity,
            wit: task.wit.as_ref(),
            caps: &task.caps,
            python: &task.python,
            candidates,
            interrupt,
            recording: recording.as_ref(),
            known,
            shared: Mutex::new(Shared {
                scheduler: Scheduler::new(count, cases),
                prepared: (0..count).map(|_| None).collect(),
                pending: Vec::new(),
            }),
            changed: Condvar::new(),
        };
        let results = work.run(jobs, on_event)?;
        Ok(Evaluation {
            exposure: Exposure::of(&plan.split, &plan.description, task.public.as_deref()),
            candidate_budget: task.candidate_budget.clone(),
            split: plan.split.clone(),
            description: plan.description.clone(),
            identity: identity.clone(),
            case_count: cases,
            results,
            interrupted: interrupt.is_raised(),
        })
    }

    /// What the ledger knows of each candidate already. One that is not what was signed stops everything: what it
    /// says is not to be believed, and nothing should be added to it.
    fn known(
        &self,
        recording: Option<&Recording<'_>>,
        candidates: &[Candidate],
        python: &PythonSetting,
    ) -> Result<Vec<Option<(u64, Verdict)>>, HostError> {
        let degraded = self.degraded();
        let known = |candidate: &Candidate| match (recording, &candidate.content) {
            (Some(recording), Ok(content)) => recording.recall(
                content,
                &candidate.name,
                &self.maker(candidate, python),
                &degraded,
            ),
            _ => Ok(None),
        };
        candidates.iter().map(known).collect()
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

/// One evaluation under way; every thread sees it.
struct Work<'a> {
    host: &'a Host,
    opened: &'a OpenedTask<'a>,
    plan: &'a Plan,
    identity: &'a Identity,
    /// The interface of the task, if it has one.
    wit: Option<&'a TaskWit>,
    caps: &'a Caps,
    python: &'a PythonSetting,
    candidates: &'a [Candidate],
    interrupt: &'a Interrupt,
    /// Where verdicts go to, if anywhere.
    recording: Option<&'a Recording<'a>>,
    /// What the ledger knows of each candidate.
    known: Vec<Option<(u64, Verdict)>>,
    shared: Mutex<Shared>,
    /// Signalled when a step is done, because that may make another possible.
    changed: Condvar,
}

/// Held for moments only, never while a guest runs.
struct Shared {
    scheduler: Scheduler,
    prepared: Vec<Option<(PreparedProgram, Instant)>>,
    /// Verdicts on their way to the disk, by candidate.
    pending: Vec<(usize, Pending)>,
}

/// What a worker tells the thread that reports.
enum Message {
    Case(usize),
    Candidate(usize, CandidateResult),
}

impl<'a> Work<'a> {
    fn run(
        &self,
        jobs: usize,
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Result<Vec<CandidateResult>, HostError> {
        let mut results: Vec<Option<CandidateResult>> =
            self.candidates.iter().map(|_| None).collect();
        std::thread::scope(|scope| {
            let (sender, receiver) = mpsc::channel();
            for job in 0..jobs.max(1) {
                let sender = sender.clone();
                let judge = self.opened.judge(self.host, self.interrupt);
                std::thread::Builder::new()
                    .name(format!("job {job}"))
                    .stack_size(THREAD_STACK_BYTES)
                    .spawn_scoped(scope, move || self.work(judge, &sender))?;
            }
            drop(sender);
            loop {
                match receiver.recv_timeout(INTERRUPT_POLL) {
                    Ok(Message::Case(candidate)) => {
                        let label = self.candidates.get(candidate).map(|it| it.label.as_str());
                        on_event(Event::CaseDone { label: label.unwrap_or_default() });
                    }
                    Ok(Message::Candidate(candidate, result)) => {
                        on_event(Event::CandidateDone { result: &result });
                        if let Some(slot) = results.get_mut(candidate) {
                            *slot = Some(result);
                        }
                    }
                    Err(RecvTimeoutError::Timeout) => {
                        if self.interrupt.is_raised() {
                            self.host.expire();
                        }
                    }
                    Err(RecvTimeoutError::Disconnected) => break Ok::<(), HostError>(()),
                }
            }
        })?;
        let pending = std::mem::take(&mut self.shared().pending);
        for (candidate, pending) in pending {
            let recorded = match pending.wait() {
                Ok(appended) => Recorded::Appended(appended.sequence),
                Err(error) => Recorded::Failed(error.to_string()),
            };
            if let Some(Some(result)) = results.get_mut(candidate) {
                result.recorded = recorded;
            }
        }
        let missing = |(candidate, result): (&Candidate, Option<CandidateResult>)| {
            result.unwrap_or_else(|| CandidateResult {
                label: candidate.label.clone(),
                outcome: Outcome::Verdict(Box::new(self.early_verdict(
                    candidate,
                    Reason::new(Code::InconclusiveInterrupted, "interrupted before it was judged"),
                    Usage::default(),
                ))),
                wall: Duration::ZERO,
                recorded: Recorded::Not,
                source: None,
            })
        };
        Ok(self.candidates.iter().zip(results).map(missing).collect())
    }

    /// The life of one worker thread.
    fn work(&self, mut judge: Judge<'_>, sender: &mpsc::Sender<Message>) {
        while !self.interrupt.is_raised() {
            let step = self.shared().scheduler.next();
            match step {
                Step::Prepare(candidate) => self.prepare(&mut judge, candidate, sender),
                Step::Case(candidate, case) => self.judge(&mut judge, candidate, case, sender),
                Step::Wait => {
                    let shared = self.shared();
                    drop(self.changed.wait_timeout(shared, INTERRUPT_POLL));
                }
                Step::Finished => break,
            }
            self.changed.notify_all();
        }
        if !self.interrupt.is_raised() {
            self.opened.give_back(judge);
        }
    }

    /// A panic in a worker is caught before it can leave data half-written.
    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn prepare(&self, judge: &mut Judge<'_>, index: usize, sender: &mpsc::Sender<Message>) {
        let Some(candidate) = self.candidates.get(index) else { return };
        let started = Instant::now();
        let outcome = match &candidate.content {
            Err(error) => Some(Outcome::Unreadable(error.to_string())),
            Ok(content) => match self.known.get(index).cloned().flatten() {
                Some((sequence, verdict)) => {
                    self.shared().scheduler.done(index);
                    let outcome = Outcome::Verdict(Box::new(verdict));
                    let recorded = Recorded::Recalled(sequence);
                    self.tell(index, outcome, started.elapsed(), recorded, sender);
                    return;
                }
                None => match self.load(judge, candidate, content) {
                    Ok(program) => {
                        let mut shared = self.shared();
                        if let Some(slot) = shared.prepared.get_mut(index) {
                            *slot = Some((program, started));
                        }
                        shared.scheduler.prepared(index);
                        None
                    }
                    Err(_) if self.interrupt.is_raised() => None,
                    Err((reason, usage)) => {
                        let verdict = self.early_verdict(candidate, reason, usage);
                        Some(Outcome::Verdict(Box::new(verdict)))
                    }
                },
            },
        };
        if let Some(outcome) = outcome {
            self.shared().scheduler.done(index);
            self.report(index, outcome, started, sender);
        }
    }

    /// Admits, compiles and loads; a failure on the way needs no evaluator.
    fn load(
        &self,
        judge: &mut Judge<'_>,
        candidate: &Candidate,
        content: &Content,
    ) -> Result<PreparedProgram, (Reason, Usage)> {
        let program = guarded(|| {
            let role = Role::Candidate(self.wit, self.caps, self.python);
            let program = self
                .host
                .prepare(&candidate.name, content, role)
                .map_err(|reason| (reason, Usage::default()))?;
            judge
                .look(&program.program)
                .map_err(|(reason, observation)| (reason, observation.usage))?;
            Ok(program)
        });
        self.keep_if_lost(judge, candidate);
        program.unwrap_or_else(|reason| Err((reason, Usage::default())))
    }

    /// A program whose worker was lost is kept, also if it went well the second time.
    fn keep_if_lost(&self, judge: &mut Judge<'_>, candidate: &Candidate) {
        if let Some(how) = judge.take_lost() {
            self.host.quarantine(candidate, &how);
        }
    }

    fn judge(
        &self,
        judge: &mut Judge<'_>,
        index: usize,
        case_index: usize,
        sender: &mpsc::Sender<Message>,
    ) {
        let prepared = self.shared().prepared.get(index).cloned().flatten();
        let (Some((prepared, started)), Some(case)) = (prepared, self.plan.cases.get(case_index))
        else {
            return;
        };
        let outcome = guarded(|| judge.case(&prepared.program, &self.plan.description, case));
        if let Some(candidate) = self.candidates.get(index) {
            self.keep_if_lost(judge, candidate);
        }
        let outcome =
            outcome.unwrap_or_else(|reason| CaseOutcome::unjudged(&case.id, case.stage, reason));
        // What an interrupt cut short says nothing about the candidate.
        if self.interrupt.is_raised() && outcome.reason.code != Code::Scored {
            return;
        }
        // The reporting thread outlives the workers.
        let _ = sender.send(Message::Case(index));
        let finished = self.shared().scheduler.judged(index, case_index, outcome);
        if let Some(outcomes) = finished {
            let record = CandidateRecord {
                digest: prepared.digest,
                language: prepared.language.to_owned(),
                runtime: prepared.program.digest(),
                degraded: self.host.degraded(),
            };
            let verdict = guarded(|| {
                verdict(&record, self.identity.digest, outcomes, |reports| {
                    judge.summarize(&self.plan.description, reports)
                })
            });
            if self.interrupt.is_raised() && verdict.as_ref().is_ok_and(|it| it.score.is_none()) {
                return;
            }
            let verdict = verdict.unwrap_or_else(|reason| {
                self.verdict_without_cases(
                    prepared.digest,
                    prepared.language,
                    reason,
                    Usage::default(),
                )
            });
            self.report(index, Outcome::Verdict(Box::new(verdict)), started, sender);
        }
    }

    /// A verdict that was made now: on its way to the ledger, and told.
    fn report(
        &self,
        index: usize,
        outcome: Outcome,
        started: Instant,
        sender: &mpsc::Sender<Message>,
    ) {
        let wall = started.elapsed();
        let recorded = match (self.recording, &outcome, self.candidates.get(index)) {
            (Some(recording), Outcome::Verdict(verdict), Some(candidate)) => {
                let maker = self.host.maker(candidate, self.python);
                match recording.submit((index, candidate), maker, verdict, wall) {
                    Some(pending) => {
                        self.shared().pending.push((index, pending));
                        Recorded::Pending
                    }
                    None => Recorded::Not,
                }
            }
            _ => Recorded::Not,
        };
        self.tell(index, outcome, wall, recorded, sender);
    }

    fn tell(
        &self,
        index: usize,
        outcome: Outcome,
        wall: Duration,
        recorded: Recorded,
        sender: &mpsc::Sender<Message>,
    ) {
        let candidate = self.candidates.get(index);
        let label = candidate.map(|candidate| candidate.label.clone()).unwrap_or_default();
        let source = candidate.filter(|_| has_place(&outcome)).and_then(Candidate::text);
        let result = CandidateResult { label, outcome, wall, recorded, source };
        let _ = sender.send(Message::Candidate(index, result));
    }

    fn early_verdict(&self, candidate: &Candidate, reason: Reason, usage: Usage) -> Verdict {
        let digest = candidate.content.as_ref().map_or_else(|_| Digest::of(b""), Content::digest);
        self.verdict_without_cases(digest, candidate.language(), reason, usage)
    }

    fn verdict_without_cases(
        &self,
        digest: Digest,
        language: &str,
        reason: Reason,
        usage: Usage,
    ) -> Verdict {
        Verdict {
            candidate: digest,
            language: language.to_owned(),
            runtime: None,
            reason,
            score: None,
            measurements: Vec::new(),
            cases: Vec::new(),
            candidate_usage: usage,
            evaluator_usage: Usage::default(),
            identity: Some(self.identity.digest),
            degraded: self.host.degraded(),
        }
    }
}
