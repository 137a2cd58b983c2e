//! An evaluation under way: several threads, each with a judge of its own.
//!
//! Invariants:
//! - A candidate is admitted once, and looked at before its cases once, whatever number of stages it goes through. On
//!   a stage of one case it is looked at by that case: which instances there are, and so the fuel of each, is decided by the
//!   stage alone, and not by the way on which a candidate has come there.
//! - A ledger that is not what was signed ends the evaluation.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use lazaret_engine::THREAD_STACK_BYTES;
use lazaret_evaluate::{CandidateRecord, verdict};
use lazaret_trial::{CaseOutcome, Class, Code, Digest, Reason, Usage, Verdict};

use crate::candidates::{Candidate, Content};
use crate::evaluation::{CandidateResult, Course, Event, Outcome};
use crate::host::{Host, HostError, INTERRUPT_POLL, guarded};
use crate::interrupt::Interrupt;
use crate::judge::Judge;
use crate::opened::OpenedTask;
use crate::preparation::{PreparedProgram, Role};
use crate::record::{Pending, Planned, Record, Recorded, Recording};
use crate::runnable::Runnable;
use crate::scheduler::{Scheduler, Step};
use crate::task::Task;

/// One evaluation under way; every thread sees it.
pub struct Work<'a> {
    host: &'a Host,
    course: &'a Course<'a>,
    /// The first stage, which has all that the stages have in common.
    opened: &'a OpenedTask<'a>,
    candidates: &'a [Candidate],
    interrupt: &'a Interrupt,
    /// Where the verdicts of each stage go to, if anywhere.
    recordings: Vec<Recording<'a>>,
    /// What the ledger knows of each candidate on the first stage.
    known: Vec<Option<(u64, Verdict)>>,
    shared: Mutex<Shared>,
    /// Signalled when a step is done, because that may make another possible.
    changed: Condvar,
}

/// Held for moments only, never while a guest runs.
struct Shared {
    scheduler: Scheduler,
    /// Each candidate that can be judged on its stage, and when that began.
    prepared: Vec<Option<(Arc<Ready>, Instant)>>,
    /// Verdicts on their way to the disk, by candidate and stage.
    pending: Vec<(usize, usize, Pending)>,
    /// Why nothing more is to be done.
    failed: Option<HostError>,
}

/// A candidate that can be judged.
#[derive(Clone)]
struct Ready {
    /// As it was admitted.
    admitted: PreparedProgram,
    /// The same as several cases start it, once it was looked at for them.
    looked_at: Option<Runnable>,
}

/// What a worker tells the thread that reports.
enum Message {
    Case(usize),
    /// A candidate is done with a stage.
    Candidate(usize, usize, CandidateResult),
}

impl<'a> Work<'a> {
    pub fn new(
        host: &'a Host,
        course: &'a Course<'a>,
        candidates: &'a [Candidate],
        record: Option<Record<'a>>,
        interrupt: &'a Interrupt,
    ) -> Result<Self, HostError> {
        let opened = course.stages.first().copied();
        let opened = opened.ok_or_else(|| HostError::Request("there is no stage".to_owned()))?;
        if !course.stages.iter().all(|it| Arc::ptr_eq(&it.bench, &opened.bench)) {
            let why = "the stages of a course must be opened from one task".to_owned();
            return Err(HostError::Request(why));
        }
        let begin = |record| {
            let begin = |it: &&'a OpenedTask<'a>| {
                let planned = Planned {
                    split: &it.plan.split,
                    description: &it.plan.description,
                    root: it.plan.root,
                    count: it.plan.cases.len() as u64,
                };
                Recording::begin(record, &it.task, it.seed, &it.identity, &planned)
            };
            course.stages.iter().map(begin).collect::<Result<Vec<_>, _>>()
        };
        let count = candidates.len();
        let cases = course.stages.iter().map(|it| it.plan.cases.len()).collect();
        let mut work = Self {
            host,
            course,
            opened,
            candidates,
            interrupt,
            recordings: record.map(begin).transpose()?.unwrap_or_default(),
            known: Vec::new(),
            shared: Mutex::new(Shared {
                scheduler: Scheduler::new(count, cases),
                prepared: (0..count).map(|_| None).collect(),
                pending: Vec::new(),
                failed: None,
            }),
            changed: Condvar::new(),
        };
        // All of them before the first is judged: if one is not what was signed, nothing is added to the ledger.
        let known = candidates.iter().map(|candidate| work.recalled(0, candidate));
        work.known = known.collect::<Result<_, _>>()?;
        Ok(work)
    }

    fn task(&self) -> &Task {
        &self.opened.task
    }

    /// What the ledger has on a candidate and a stage. One that is not what was signed stops everything: what it says
    /// is not to be believed, and nothing should be added to it.
    fn recalled(
        &self,
        stage: usize,
        candidate: &Candidate,
    ) -> Result<Option<(u64, Verdict)>, HostError> {
        let (Some(recording), Ok(content)) = (self.recordings.get(stage), &candidate.content)
        else {
            return Ok(None);
        };
        let maker = self.host.maker(candidate, &self.task().python);
        recording.recall(content, &candidate.name, &maker, &self.host.degraded())
    }

    /// The results of each candidate on its stages.
    pub fn run(
        &self,
        jobs: usize,
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Result<Vec<Vec<CandidateResult>>, HostError> {
        let mut results: Vec<Vec<CandidateResult>> =
            self.candidates.iter().map(|_| Vec::new()).collect();
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
                    Ok(Message::Candidate(candidate, stage, result)) => {
                        on_event(Event::CandidateDone { result: &result });
                        if let Some(results) = results.get_mut(candidate) {
                            // What is tried once more replaces what it gave before.
                            results.truncate(stage);
                            results.push(result);
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
        let (pending, failed) = {
            let mut shared = self.shared();
            (std::mem::take(&mut shared.pending), shared.failed.take())
        };
        for (candidate, stage, pending) in pending {
            let recorded = match pending.wait() {
                Ok(appended) => Recorded::Appended(appended.sequence),
                Err(error) => Recorded::Failed(error.to_string()),
            };
            let result = results.get_mut(candidate).and_then(|results| results.get_mut(stage));
            if let Some(result) = result.filter(|it| !matches!(it.recorded, Recorded::Failed(_))) {
                result.recorded = recorded;
            }
        }
        failed.map_or(Ok(results), Err)
    }

    /// The result of a candidate that was not judged.
    pub fn interrupted(&self, candidate: &Candidate) -> CandidateResult {
        let reason = Reason::new(Code::InconclusiveInterrupted, "interrupted before it was judged");
        let verdict = self.early_verdict(0, candidate, reason, Usage::default());
        CandidateResult {
            label: candidate.label.clone(),
            outcome: Outcome::Verdict(Box::new(verdict)),
            wall: Duration::ZERO,
            recorded: Recorded::Not,
            source: None,
        }
    }

    /// The life of one worker thread.
    fn work(&self, mut judge: Judge<'_>, sender: &mpsc::Sender<Message>) {
        while !self.interrupt.is_raised() {
            let Some(step) = self.next() else { break };
            match step {
                Step::Prepare(candidate) => self.prepare(&mut judge, candidate, sender),
                Step::Case(candidate, case) => self.judge(&mut judge, candidate, case, sender),
                Step::Wait => {}
                Step::Finished => break,
            }
            self.changed.notify_all();
        }
        if !self.interrupt.is_raised() {
            self.opened.give_back(judge);
        }
    }

    /// The next step; none if something has failed. If there is nothing to do now, it waits until that may have
    /// changed, in one breath with having looked, so that no change is missed.
    fn next(&self) -> Option<Step> {
        let mut shared = self.shared();
        if shared.failed.is_some() {
            return None;
        }
        let step = shared.scheduler.next();
        if step == Step::Wait {
            drop(self.changed.wait_timeout(shared, INTERRUPT_POLL));
        }
        Some(step)
    }

    /// A panic in a worker is caught before it can leave data half-written.
    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn prepare(&self, judge: &mut Judge<'_>, index: usize, sender: &mpsc::Sender<Message>) {
        let Some(candidate) = self.candidates.get(index) else { return };
        let started = Instant::now();
        let stage = self.shared().scheduler.stage(index);
        let content = match &candidate.content {
            Ok(content) => content,
            Err(error) => {
                let outcome = Outcome::Unreadable(error.to_string());
                self.tell((index, stage), outcome, started.elapsed(), Recorded::Not, sender);
                self.shared().scheduler.done(index);
                return;
            }
        };
        let known = match stage {
            0 => Ok(self.known.get(index).cloned().flatten()),
            _ => self.recalled(stage, candidate),
        };
        match known {
            Ok(None) => {}
            Ok(Some((sequence, verdict))) => {
                let outcome = Outcome::Verdict(Box::new(verdict.clone()));
                let recorded = Recorded::Recalled(sequence);
                self.tell((index, stage), outcome, started.elapsed(), recorded, sender);
                self.decide(index, stage, &verdict);
                return;
            }
            Err(error) => {
                self.shared().failed = Some(error);
                return;
            }
        }
        let before = self.shared().prepared.get_mut(index).and_then(Option::take);
        let before = before.map(|(ready, _)| Arc::unwrap_or_clone(ready));
        match self.ready(judge, (candidate, content), stage, before) {
            Ok(ready) => {
                let mut shared = self.shared();
                if let Some(slot) = shared.prepared.get_mut(index) {
                    *slot = Some((Arc::new(ready), started));
                }
                shared.scheduler.prepared(index);
            }
            Err(why) => self.refuse((index, stage), candidate, why, started, sender),
        }
    }

    /// Admits, compiles and looks at a candidate, as far as that was not done for a stage `before` and is needed for
    /// this one; a failure on the way needs no evaluator.
    fn ready(
        &self,
        judge: &mut Judge<'_>,
        (candidate, content): (&Candidate, &Content),
        stage: usize,
        before: Option<Ready>,
    ) -> Result<Ready, (Reason, Usage)> {
        let ready = guarded(|| {
            let mut ready = match before {
                Some(ready) => ready,
                None => {
                    let Task { wit, caps, python, .. } = self.task();
                    let role = Role::Candidate(wit.as_ref(), caps, python);
                    let admitted = self.host.prepare(&candidate.name, content, role);
                    let admitted = admitted.map_err(|reason| (reason, Usage::default()))?;
                    Ready { admitted, looked_at: None }
                }
            };
            let only = self.course.stages.get(stage).is_some_and(|it| it.plan.has_only_case());
            if ready.looked_at.is_none() && !only {
                let looked_at = judge.look(ready.admitted.program.clone());
                let looked_at =
                    looked_at.map_err(|(reason, observation)| (reason, observation.usage))?;
                ready.looked_at = Some(looked_at);
            }
            Ok(ready)
        });
        self.keep_if_lost(judge, candidate);
        ready.unwrap_or_else(|reason| Err((reason, Usage::default())))
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
        let (stage, prepared) = {
            let shared = self.shared();
            (shared.scheduler.stage(index), shared.prepared.get(index).cloned().flatten())
        };
        let Some(opened) = self.course.stages.get(stage) else { return };
        let (Some((ready, started)), Some(case)) = (prepared, opened.plan.cases.get(case_index))
        else {
            return;
        };
        let Some(candidate) = self.candidates.get(index) else { return };
        let prepared = &ready.admitted;
        let description = &opened.plan.description;
        let judged = guarded(|| match &ready.looked_at {
            Some(program) if !opened.plan.has_only_case() => {
                Ok(judge.case(program, description, case))
            }
            _ => judge.only_case(&prepared.program, description, case),
        });
        self.keep_if_lost(judge, candidate);
        let outcome = match judged {
            Ok(Ok(outcome)) => outcome,
            Ok(Err((reason, observation))) => {
                let why = (reason, observation.usage);
                return self.refuse((index, stage), candidate, why, started, sender);
            }
            Err(reason) => CaseOutcome::unjudged(&case.id, case.stage, reason),
        };
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
            let identity = opened.identity.digest;
            let verdict = guarded(|| {
                verdict(&record, identity, outcomes, |reports| {
                    judge.summarize(description, reports)
                })
            });
            if self.interrupt.is_raised() && verdict.as_ref().is_ok_and(|it| it.score.is_none()) {
                return;
            }
            let verdict = verdict.unwrap_or_else(|reason| {
                let (digest, language) = (prepared.digest, prepared.language);
                self.verdict_without_cases((digest, identity), language, reason, Usage::default())
            });
            self.report((index, stage), verdict, started, sender);
        }
    }

    /// The verdict on a candidate that is judged on no case. What an interrupt cut short says nothing about it.
    fn refuse(
        &self,
        (index, stage): (usize, usize),
        candidate: &Candidate,
        (reason, usage): (Reason, Usage),
        started: Instant,
        sender: &mpsc::Sender<Message>,
    ) {
        if !self.interrupt.is_raised() {
            let verdict = self.early_verdict(stage, candidate, reason, usage);
            self.report((index, stage), verdict, started, sender);
        }
    }

    /// A verdict that was made now: on its way to the ledger, and told; and what becomes of the candidate.
    fn report(
        &self,
        (index, stage): (usize, usize),
        verdict: Verdict,
        started: Instant,
        sender: &mpsc::Sender<Message>,
    ) {
        let wall = started.elapsed();
        let recorded = match (self.recordings.get(stage), self.candidates.get(index)) {
            (Some(recording), Some(candidate)) => {
                let maker = self.host.maker(candidate, &self.task().python);
                match recording.submit((index, candidate), maker, &verdict, wall) {
                    Some(pending) => {
                        self.shared().pending.push((index, stage, pending));
                        Recorded::Pending
                    }
                    None => Recorded::Not,
                }
            }
            _ => Recorded::Not,
        };
        let outcome = Outcome::Verdict(Box::new(verdict.clone()));
        // Before it is decided where the candidate goes, so that its results are told in their order.
        self.tell((index, stage), outcome, wall, recorded, sender);
        self.decide(index, stage, &verdict);
    }

    /// What becomes of a candidate after a stage.
    fn decide(&self, index: usize, stage: usize, verdict: &Verdict) {
        let unknown = verdict.code().class() == Class::Inconclusive;
        if self.course.again && unknown && self.shared().scheduler.once_more(index) {
            return;
        }
        let more = stage + 1 < self.course.stages.len();
        let goes_on = more && (self.course.goes_on)(index, stage, verdict);
        let mut shared = self.shared();
        if goes_on {
            shared.scheduler.goes_on(index);
        } else {
            shared.scheduler.done(index);
        }
    }

    fn tell(
        &self,
        (index, stage): (usize, usize),
        outcome: Outcome,
        wall: Duration,
        recorded: Recorded,
        sender: &mpsc::Sender<Message>,
    ) {
        let candidate = self.candidates.get(index);
        let label = candidate.map(|candidate| candidate.label.clone()).unwrap_or_default();
        let source = candidate.filter(|_| has_place(&outcome)).and_then(Candidate::text);
        let result = CandidateResult { label, outcome, wall, recorded, source };
        let _ = sender.send(Message::Candidate(index, stage, result));
    }

    fn early_verdict(
        &self,
        stage: usize,
        candidate: &Candidate,
        reason: Reason,
        usage: Usage,
    ) -> Verdict {
        let digest = candidate.content.as_ref().map_or_else(|_| Digest::of(b""), Content::digest);
        let opened = self.course.stages.get(stage).copied().unwrap_or(self.opened);
        let decides = (digest, opened.identity.digest);
        self.verdict_without_cases(decides, candidate.language(), reason, usage)
    }

    fn verdict_without_cases(
        &self,
        (digest, identity): (Digest, Digest),
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
            identity: Some(identity),
            degraded: self.host.degraded(),
        }
    }
}

/// Whether an outcome names a place in the program.
fn has_place(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Verdict(verdict) if verdict.reason.position.is_some())
}
