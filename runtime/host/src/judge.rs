//! One judge: an evaluator, and whichever candidate is before it, here or in two workers.
//!
//! Invariants:
//! - A judge belongs to one thread; judges share nothing but programs.
//! - What ends inconclusively is tried once more, with fresh workers, and then told as it is. Not so, what had the
//!   processor for all of its wall time: the machine is not to blame, and would answer the same.
//! - A program whose worker is lost is kept for whoever wants to know why.

use std::sync::Arc;
use std::time::Duration;

use lazaret_evaluate::{
    Call, CaseInput, Dataset, Evaluator, Judged, Launch, RunOutcome, Trial, evaluate_case, inspect,
    run,
};
use lazaret_jail::own_processor_time;
use lazaret_sandbox::Observation;
use lazaret_trial::{
    Budget, CaseOutcome, Class, Code, Description, Interface, LastCall, Lists, Logs, Measurement,
    Reason, Stack, Usage, Weakness,
};
use lazaret_worker::{
    CaseRequest, EvaluatorSetup, ProcessLimits, Remote, Serving, Worker, WorkerError, lost_reason,
    patience,
};

use crate::host::Host;
use crate::interrupt::Interrupt;
use crate::isolation::Isolation;
use crate::runnable::{Quarantined, Runnable};

/// What is judged by, the same for all judges of an evaluation.
pub struct Bench {
    /// The evaluator.
    pub evaluator: Runnable,
    /// Its budget.
    pub evaluator_budget: Budget,
    /// The files that it may read.
    pub dataset: Dataset,
    /// The seed.
    pub seed: u64,
    /// The interface of the task, if it has one.
    pub interface: Option<Arc<Interface>>,
    /// The budget of a candidate.
    pub candidate_budget: Budget,
    /// How lists of numbers arrive at a candidate.
    pub lists: Lists,
}

/// One judge.
pub struct Judge<'a> {
    host: &'a Host,
    bench: &'a Bench,
    interrupt: &'a Interrupt,
    /// The evaluator, if it is in this process.
    here: Option<Evaluator>,
    /// The evaluator's worker, once there is one.
    evaluator: Option<Worker>,
    /// Whether the evaluator sums up itself, once that was needed.
    sums_up: Option<bool>,
    /// The worker of the last candidate, and what it is for.
    candidate: Option<(Quarantined, Worker)>,
    /// How the last worker was lost, until somebody asks.
    lost: Option<String>,
    /// How instances of candidates are served.
    serving: Serving,
    /// The fuel at which each of them is stopped and looked at.
    probe: Option<u64>,
}

impl<'a> Judge<'a> {
    pub fn new(host: &'a Host, bench: &'a Bench, interrupt: &'a Interrupt) -> Self {
        let here = match &bench.evaluator {
            Runnable::Here(program) => {
                let (budget, dataset) = (bench.evaluator_budget.clone(), bench.dataset.clone());
                Some(Evaluator::new(program.clone(), budget, dataset, bench.seed))
            }
            Runnable::There(_) => None,
        };
        let serving = match host.settings.isolation {
            Isolation::Strict => Serving::Apart,
            Isolation::Process | Isolation::Store => Serving::InTurn,
        };
        let (evaluator, sums_up, candidate, lost, probe) = (None, None, None, None, None);
        Self { host, bench, interrupt, here, evaluator, sums_up, candidate, lost, serving, probe }
    }

    /// The same with an evaluator's worker that has served another judge of the same bench.
    pub fn with_evaluator(mut self, worker: Option<Worker>) -> Self {
        self.evaluator = worker;
        self
    }

    /// The evaluator's worker, if there is one; the judge is done.
    pub fn into_evaluator(self) -> Option<Worker> {
        self.evaluator
    }

    /// How a worker was lost since this was asked last, whatever became of it in the end.
    pub fn take_lost(&mut self) -> Option<String> {
        self.lost.take()
    }

    /// From now on candidates run where they can be looked at, and each instance is stopped at this amount of
    /// fuel, if there is one. In workers only.
    pub fn probe(&mut self, fuel: Option<u64>) {
        if self.serving != Serving::LookedAt {
            self.candidate = None;
        }
        (self.serving, self.probe) = (Serving::LookedAt, fuel);
    }

    /// Where the last instance was when it was stopped; none if it ended before.
    pub fn stack(&mut self) -> Result<Option<Stack>, Reason> {
        let Some((_, worker)) = &mut self.candidate else { return Ok(None) };
        worker.stack().map_err(|error| {
            self.candidate = None;
            worker_reason(error)
        })
    }

    /// Asks for metrics and splits.
    pub fn describe(&mut self) -> Result<Description, Reason> {
        let budget = &self.bench.evaluator_budget;
        match &self.here {
            Some(evaluator) => evaluator.describe(),
            None => self.ask(|worker| worker.describe(budget)),
        }
    }

    /// Asks for the cases of a split.
    pub fn cases(&mut self, split: &str) -> Result<Vec<CaseInput>, Reason> {
        let budget = &self.bench.evaluator_budget;
        match &self.here {
            Some(evaluator) => evaluator.cases(split),
            None => self.ask(|worker| worker.cases(split, budget)),
        }
    }

    /// Whether the evaluator sums up itself.
    fn sums_up(&mut self) -> Result<bool, Reason> {
        if let Some(known) = self.sums_up {
            return Ok(known);
        }
        let budget = &self.bench.evaluator_budget;
        let answer = match &self.here {
            Some(evaluator) => evaluator.sums_up()?,
            None => self.ask(|worker| worker.sums_up(budget))?,
        };
        Ok(*self.sums_up.insert(answer))
    }

    /// Asks for the measurements over all cases; nobody, if there is one and the evaluator does not sum up.
    pub fn summarize(
        &mut self,
        description: &Description,
        reports: &[Vec<Measurement>],
    ) -> (Result<Vec<Measurement>, Reason>, Observation) {
        if let [report] = reports {
            match self.sums_up() {
                Ok(true) => {}
                // It was checked when the case was judged.
                Ok(false) => return (Ok(report.clone()), Observation::default()),
                Err(reason) => return (Err(reason), Observation::default()),
            }
        }
        let budget = &self.bench.evaluator_budget;
        if let Some(evaluator) = &self.here {
            let (summary, observation, _) = evaluator.summarize(description, reports);
            return (summary, observation);
        }
        let mut observed = Observation::default();
        let summary = self.ask(|worker| {
            let (summary, observation) = worker.summarize(description, reports, budget)?;
            observed = observation;
            Ok(summary)
        });
        // Once more by the host itself, whatever a worker says.
        let checked = summary.and_then(|measurements| {
            let checked = description.check_report(&measurements);
            checked.map_err(|error| untrue(&error))
        });
        (checked, observed)
    }

    /// Loads a candidate once, before any of its cases; the candidate as they start it, its text read.
    pub fn look(&mut self, candidate: Runnable) -> Result<Runnable, (Reason, Observation)> {
        let bytecode = self.twice(
            |judge| {
                let mut launch =
                    judge.launch(&candidate).map_err(|reason| (reason, Observation::default()))?;
                inspect(&mut *launch, &judge.bench.candidate_budget, judge.bench.seed)
            },
            |result| result.as_ref().err().map(|(reason, _)| reason),
        )?;
        Ok(candidate.with_bytecode(bytecode))
    }

    /// Runs a program once, without an evaluator.
    pub fn run(&mut self, program: &Runnable, call: Option<&Call>) -> RunOutcome {
        let once = |judge: &mut Self| match judge.launch(program) {
            Ok(mut launch) => {
                let Bench { candidate_budget, seed, .. } = judge.bench;
                let interface = program.interface().map(|interface| &**interface);
                run(&mut *launch, interface, candidate_budget, *seed, call)
            }
            Err(reason) => {
                RunOutcome { result: Err(reason), usage: Usage::default(), logs: Logs::default() }
            }
        };
        self.twice(once, |outcome| outcome.result.as_ref().err())
    }

    /// Judges a candidate that was looked at on one case.
    pub fn case(
        &mut self,
        candidate: &Runnable,
        description: &Description,
        case: &CaseInput,
    ) -> CaseOutcome {
        self.case_of(candidate, description, case, true)
            .unwrap_or_else(|(reason, _)| CaseOutcome::unjudged(&case.id, case.stage, reason))
    }

    /// Judges a candidate on the only case that there is. It is looked at on the way, in the instance that is asked.
    ///
    /// # Errors
    /// As from [`Judge::look`].
    pub fn only_case(
        &mut self,
        candidate: &Runnable,
        description: &Description,
        case: &CaseInput,
    ) -> Judged {
        self.case_of(candidate, description, case, false)
    }

    fn case_of(
        &mut self,
        candidate: &Runnable,
        description: &Description,
        case: &CaseInput,
        looked_at: bool,
    ) -> Judged {
        let once = |judge: &mut Self| {
            let judged = judge.case_once(candidate, description, case, looked_at);
            judged.unwrap_or_else(|reason| Ok(CaseOutcome::unjudged(&case.id, case.stage, reason)))
        };
        self.twice(once, |judged| match judged {
            Ok(outcome) => Some(&outcome.reason),
            Err((reason, _)) => Some(reason),
        })
    }

    fn case_once(
        &mut self,
        candidate: &Runnable,
        description: &Description,
        case: &CaseInput,
        looked_at: bool,
    ) -> Result<Judged, Reason> {
        let bench = self.bench;
        if let (Some(evaluator), Runnable::Here(program)) = (&self.here, candidate) {
            let trial = Trial {
                evaluator,
                description,
                interface: bench.interface.as_ref(),
                budget: &bench.candidate_budget,
                lists: bench.lists,
            };
            return Ok(evaluate_case(&trial, case, Box::new(program.clone()), looked_at).0);
        }
        let Runnable::There(candidate) = candidate else { return Err(misplaced()) };
        let socket = match self.session(candidate) {
            Ok(socket) => socket,
            Err(reason) if looked_at => return Err(reason),
            Err(reason) => return Ok(Err((reason, Observation::default()))),
        };
        let worker = self.evaluator_worker()?;
        let judged = worker.case(CaseRequest {
            case,
            description,
            candidate_budget: &bench.candidate_budget,
            evaluator_budget: &bench.evaluator_budget,
            lists: bench.lists,
            candidate: socket,
            looked_at,
        });
        let judged = judged.map_err(|error| {
            self.evaluator = None;
            worker_reason(error)
        })?;
        let mut outcome = match judged {
            Ok(outcome) => outcome,
            Err((reason, _)) if reason.code == Code::Scored => {
                return Err(lost_reason("the worker of the evaluator scores what does not load"));
            }
            Err(unloaded) => return Ok(Err(unloaded)),
        };
        outcome.id.clone_from(&case.id);
        outcome.stage = case.stage;
        // As the worker should have bounded it itself.
        outcome.last_call = outcome.last_call.map(LastCall::bounded);
        if outcome.reason.code == Code::Scored {
            outcome.last_call = None;
            description.check_report(&outcome.measurements).map_err(|error| untrue(&error))?;
        } else {
            outcome.measurements.clear();
        }
        Ok(Ok(outcome))
    }

    /// Does it again with fresh workers if the outcome says nothing about anybody.
    fn twice<T>(
        &mut self,
        mut once: impl FnMut(&mut Self) -> T,
        reason: impl Fn(&T) -> Option<&Reason>,
    ) -> T {
        let before = self.clocks();
        let first = once(self);
        if !reason(&first)
            .is_some_and(|reason| self.again(reason) && !self.was_busy(reason, &before))
        {
            return first;
        }
        if Weakness::Replacement.is_chosen() {
            return first;
        }
        (self.evaluator, self.candidate) = (None, None);
        once(self)
    }

    /// Whether what ended like this is worth another try.
    fn again(&mut self, reason: &Reason) -> bool {
        if reason.code.class() != Class::Inconclusive || self.interrupt.is_raised() {
            return false;
        }
        if reason.code == Code::InconclusiveWorkerLost {
            self.lost = Some(reason.message.clone());
        }
        true
    }

    /// The processor time of this thread and of the workers, each with its process, so far.
    fn clocks(&self) -> [(u32, Duration); 3] {
        let worker = |worker: Option<&Worker>| {
            let time = |worker: &Worker| (worker.id(), worker.processor_time().unwrap_or_default());
            worker.map_or((0, Duration::ZERO), time)
        };
        let candidate = self.candidate.as_ref().map(|(_, worker)| worker);
        let own = own_processor_time().unwrap_or_default();
        [(std::process::id(), own), worker(self.evaluator.as_ref()), worker(candidate)]
    }

    /// Whether what ended by its wall time was computing through nearly all of it. Copies of a strict worker are
    /// not looked at, so this says no of them.
    fn was_busy(&self, reason: &Reason, before: &[(u32, Duration); 3]) -> bool {
        let excess =
            reason.excess.as_ref().filter(|_| reason.code == Code::InconclusiveWallTimeout);
        let Some(excess) = excess else { return false };
        self.clocks().iter().zip(before).any(|((process, now), (known, then))| {
            let then = if process == known { *then } else { Duration::ZERO };
            had_the_processor(now.saturating_sub(then), excess.allowed)
        })
    }

    /// Asks the evaluator's worker, a second time if the first one is lost.
    fn ask<T>(
        &mut self,
        mut question: impl FnMut(&mut Worker) -> Result<Result<T, Reason>, WorkerError>,
    ) -> Result<T, Reason> {
        let mut lost = None;
        for _ in 0..2 {
            let answer = question(self.evaluator_worker()?);
            let reason = match answer {
                Ok(Ok(answer)) => return Ok(answer),
                Ok(Err(reason)) => reason,
                Err(error) => {
                    self.evaluator = None;
                    worker_reason(error)
                }
            };
            if !self.again(&reason) {
                return Err(reason);
            }
            lost = Some(reason);
        }
        Err(lost.unwrap_or_else(misplaced))
    }

    fn evaluator_worker(&mut self) -> Result<&mut Worker, Reason> {
        let bench = self.bench;
        let Runnable::There(program) = &bench.evaluator else { return Err(misplaced()) };
        if self.evaluator.is_none() {
            let mut worker = self.host.worker().map_err(worker_reason)?;
            let interface = bench.interface.as_deref();
            let limits = limits(&bench.evaluator_budget, &bench.candidate_budget);
            worker
                .load(&program.code, interface, &program.packages, Serving::InTurn, limits)
                .map_err(worker_reason)?;
            let setup = EvaluatorSetup {
                script: program.script.as_ref(),
                budget: &bench.evaluator_budget,
                dataset: &bench.dataset,
                seed: bench.seed,
            };
            worker.set_up(&setup).map_err(worker_reason)?;
            self.evaluator = Some(worker);
        }
        self.evaluator.as_mut().ok_or_else(misplaced)
    }

    /// What makes instances of a candidate, wherever it runs.
    fn launch(&mut self, candidate: &Runnable) -> Result<Box<dyn Launch>, Reason> {
        match candidate {
            Runnable::Here(program) => Ok(Box::new(program.clone())),
            Runnable::There(program) => {
                let socket = self.session(program)?;
                let patience = patience(&[&self.bench.candidate_budget]);
                let timed = socket.set_read_timeout(Some(patience));
                timed.map_err(|error| Reason::new(Code::FaultHost, error.to_string()))?;
                Ok(Box::new(Remote::new(socket, program.interface.clone())))
            }
        }
    }

    /// A socket to a worker that makes one instance of the candidate.
    fn session(
        &mut self,
        candidate: &Quarantined,
    ) -> Result<std::os::unix::net::UnixStream, Reason> {
        if self.candidate.as_ref().is_none_or(|(program, _)| !program.same_worker(candidate)) {
            let budget = &self.bench.candidate_budget;
            let worker = self.host.candidate_worker(candidate, budget, self.serving);
            let worker = worker.map_err(worker_reason)?;
            self.candidate = Some((candidate.clone(), worker));
        }
        let (_, worker) = self.candidate.as_mut().ok_or_else(misplaced)?;
        let socket = worker.session_to(candidate.script.as_ref(), self.probe);
        socket.map_err(|error| {
            self.candidate = None;
            worker_reason(error)
        })
    }
}

impl Host {
    /// A worker that has loaded a candidate.
    pub(crate) fn candidate_worker(
        &self,
        candidate: &Quarantined,
        budget: &Budget,
        serving: Serving,
    ) -> Result<Worker, WorkerError> {
        let mut worker = self.worker()?;
        let interface = candidate.interface.as_deref();
        let limits = limits(budget, budget);
        worker.load(&candidate.code, interface, &candidate.packages, serving, limits)?;
        Ok(worker)
    }
}

/// Whether so much processor time is nearly all of the wall time that was allowed, in milliseconds.
fn had_the_processor(spent: Duration, wall_ms: u64) -> bool {
    Duration::from_millis(wall_ms).saturating_sub(Duration::from_millis(wall_ms / 10)) <= spent
}

/// What the kernel lets a worker have. Far more than a budget, because the host's own copies of values are
/// in the same process: a list takes up to 16 times the memory of its text. It is there for defects.
pub fn limits(budget: &Budget, other: &Budget) -> ProcessLimits {
    let results = budget.result_bytes.max(other.result_bytes);
    let memory = budget.memory_bytes.saturating_add(results.saturating_mul(24));
    ProcessLimits { memory_bytes: memory.saturating_add(1 << 30), cpu_seconds: None, file_bytes: 0 }
}

/// Whose fault it is that there is no worker, or none any more.
pub fn worker_reason(error: WorkerError) -> Reason {
    match error {
        WorkerError::Lost(how) => lost_reason(&how),
        WorkerError::Refused(reason) => *reason,
        WorkerError::Start(_) | WorkerError::Jail(_) => {
            Reason::new(Code::FaultHost, error.to_string()).hint("lazaret doctor")
        }
    }
}

fn untrue(error: &lazaret_trial::MetricError) -> Reason {
    lost_reason(&format!("the worker of the evaluator is not what it was: {error}"))
}

fn misplaced() -> Reason {
    Reason::new(Code::FaultHost, "a program is not where it should be")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_tenths_of_the_wall_time_are_nearly_all_of_it() {
        let had = |spent, wall| had_the_processor(Duration::from_millis(spent), wall);
        assert!(had(900, 1_000));
        assert!(had(60_000, 1_000));
        assert!(!had(899, 1_000));
        assert!(!had(0, 1_000));
        assert!(!had(86_400_000, u64::MAX));
    }
}
