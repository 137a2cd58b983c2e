//! A slot: a thread that takes jobs and judges them, with a host of its own, so that stopping one job touches no
//! other slot's.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use lazaret_host::{
    Candidate, CandidateResult, Event, Host, HostError, Interrupt, OpenedTask, Origin, Outcome,
    Record, Recorded, Task,
};
use lazaret_trial::Code;

use crate::jobs::Batch;
use crate::limits::{OPENED_MAX, PROGRESS_EVERY};
use crate::request::{End, Order, Status, milliseconds};
use crate::shared::Shared;

/// A slot, and the tasks that it has opened, the one used last at the end.
pub struct Slot<'a> {
    shared: &'a Shared,
    host: &'a Host,
    tasks: &'a [Task],
    opened: Vec<OpenedTask<'a>>,
    /// How many workers its host had lost when it last looked.
    lost: u64,
}

/// One of the jobs of a batch, under way.
struct Turn {
    order: Arc<Order>,
    waited: Duration,
    /// When its verdict was there.
    judged: Option<Instant>,
    cases_done: usize,
    told: Instant,
}

impl<'a> Slot<'a> {
    pub const fn new(shared: &'a Shared, host: &'a Host, tasks: &'a [Task]) -> Self {
        Self { shared, host, tasks, opened: Vec::new(), lost: 0 }
    }

    /// Works until there is no more work to come.
    pub fn run(mut self) {
        while let Some(batch) = self.shared.jobs.pick() {
            let orders: Vec<Arc<Order>> = batch.jobs.iter().map(|(it, _)| it.clone()).collect();
            let interrupt = batch.interrupt.clone();
            // Whatever a defect does to one batch, the slot goes on.
            if catch_unwind(AssertUnwindSafe(|| self.batch(batch))).is_err() {
                self.opened.clear();
                for order in orders {
                    self.fail(&order, Duration::ZERO, Code::FaultHost, "Lazaret panicked");
                }
            }
            // An interrupt ends all workers of the host, and so those that wait in tasks that are open.
            if interrupt.is_raised() {
                self.opened.clear();
            }
            self.count_lost();
        }
    }

    /// Counts the workers that were lost since the last time.
    fn count_lost(&mut self) {
        let lost = self.host.workers_lost();
        self.shared.metrics.worker_deaths.inc_by(lost - self.lost);
        self.lost = lost;
    }

    fn batch(&mut self, batch: Batch) {
        let Batch { jobs, interrupt } = batch;
        let Some((first, _)) = jobs.first().cloned() else { return };
        for (order, waited) in &jobs {
            let stage = self.shared.metrics.stage.with_label_values(&["queue"]);
            stage.observe(waited.as_secs_f64());
            self.shared.events.tell(order, Status::Running, None);
        }
        let opened = match self.open(&first, &interrupt) {
            Ok(opened) => opened,
            Err(error) => return self.all_failed(&jobs, &error),
        };
        let (turns, candidates) = self.candidates(jobs);
        if !candidates.is_empty() {
            self.judge(&opened, turns, &candidates, &first, &interrupt);
        }
        self.opened.push(opened);
    }

    /// The task of a job with its seed and split; taken out of those that are open, or opened now.
    fn open(&mut self, order: &Order, interrupt: &Interrupt) -> Result<OpenedTask<'a>, HostError> {
        let (name, wishes) = (order.task.as_str(), &order.wishes);
        let fits = |it: &OpenedTask<'_>| it.fits(name, wishes.seed, wishes.split.as_deref());
        if let Some(place) = self.opened.iter().position(fits) {
            return Ok(self.opened.remove(place));
        }
        let none = || HostError::Request(format!("the service has no task `{name}` any more"));
        let task = self.tasks.iter().find(|task| task.name == name).ok_or_else(none)?;
        if OPENED_MAX <= self.opened.len() {
            self.opened.remove(0);
        }
        self.host.open_task(task, wishes.seed, wishes.split.as_deref(), interrupt)
    }

    /// Reads the candidates of a batch from the disk.
    fn candidates(&self, jobs: Vec<(Arc<Order>, Duration)>) -> (Vec<Turn>, Vec<Candidate>) {
        let (mut turns, mut candidates) = (Vec::new(), Vec::new());
        for (order, waited) in jobs {
            match self.shared.store.content(order.id) {
                Ok(Some(bytes)) => {
                    // The label is how events are told apart; it goes nowhere else.
                    let label = turns.len().to_string();
                    candidates.push(Candidate::of_bytes(&label, &order.name, bytes));
                    let told = Instant::now();
                    turns.push(Turn { order, waited, judged: None, cases_done: 0, told });
                }
                Ok(None) => self.fail(&order, waited, Code::FaultHost, "its bytes are gone"),
                Err(error) => self.trouble(&order, format!("the queue cannot be read: {error}")),
            }
        }
        (turns, candidates)
    }

    fn judge(
        &mut self,
        opened: &OpenedTask<'a>,
        mut turns: Vec<Turn>,
        candidates: &[Candidate],
        first: &Order,
        interrupt: &Interrupt,
    ) {
        let (fresh, lineage) = (first.wishes.fresh, &first.wishes.lineage);
        let origin = Origin::Shared(lineage);
        let record = Record { recorder: &self.shared.recorder, fresh, origin };
        let begun = Instant::now();
        let cases = opened.case_count();
        let mut on_event = |event: Event<'_>| self.on_event(&mut turns, cases, &event);
        let evaluation = self.host.evaluate_opened(
            opened,
            candidates,
            1,
            Some(record),
            interrupt,
            &mut on_event,
        );
        let ended = Instant::now();
        // Before anybody is told of an end: what is counted then includes all that led to it.
        self.count_lost();
        let evaluation = match evaluation {
            Ok(evaluation) => evaluation,
            Err(error) => {
                let jobs: Vec<_> = turns.into_iter().map(|it| (it.order, it.waited)).collect();
                return self.all_failed(&jobs, &error);
            }
        };
        // The last first, so that those who wait again keep their order.
        for (turn, result) in turns.iter().zip(&evaluation.results).rev() {
            let judged = turn.judged.unwrap_or(ended);
            let stage = |name: &str, time: Duration| {
                self.shared.metrics.stage.with_label_values(&[name]).observe(time.as_secs_f64());
            };
            if matches!(result.recorded, Recorded::Appended(_) | Recorded::Recalled(_)) {
                stage("evaluate", judged.duration_since(begun));
                stage("record", ended.duration_since(judged));
            }
            self.finish(turn, result, fresh, evaluation.interrupted);
        }
    }

    fn on_event(&self, turns: &mut [Turn], cases: usize, event: &Event<'_>) {
        let label = match event {
            Event::Started { .. } => return,
            Event::CaseDone { label } => *label,
            Event::CandidateDone { result } => result.label.as_str(),
        };
        let turn = label.parse::<usize>().ok().and_then(|index| turns.get_mut(index));
        let Some(turn) = turn else { return };
        if let Event::CandidateDone { .. } = event {
            turn.judged = Some(Instant::now());
            return;
        }
        turn.cases_done += 1;
        let progress = self.shared.jobs.progress(turn.order.id, 1, cases);
        if PROGRESS_EVERY <= turn.told.elapsed() {
            turn.told = Instant::now();
            self.shared.events.tell(&turn.order, Status::Running, progress);
        }
    }

    /// What becomes of a job whose candidate has a result.
    fn finish(&self, turn: &Turn, result: &CandidateResult, fresh: bool, interrupted: bool) {
        let Turn { order, waited, .. } = turn;
        let verdict = match &result.outcome {
            Outcome::Verdict(verdict) => verdict,
            Outcome::Unreadable(why) => return self.fail(order, *waited, Code::FaultHost, why),
        };
        let (entry, recalled) = match &result.recorded {
            Recorded::Appended(entry) => (*entry, false),
            Recorded::Recalled(entry) => (*entry, true),
            Recorded::Failed(why) => return self.trouble(order, why.clone()),
            Recorded::Not | Recorded::Pending if interrupted => {
                return self.stopped(order, *waited);
            }
            Recorded::Not | Recorded::Pending => {
                let why = "its verdict cannot be written";
                return self.fail(order, *waited, Code::FaultHost, why);
            }
        };
        if !fresh {
            let result = if recalled { "hit" } else { "miss" };
            self.shared.metrics.recalls.with_label_values(&[result]).inc();
        }
        if !recalled {
            self.shared.metrics.verdict(&order.task, verdict);
        }
        let end = End {
            entry: Some(entry),
            recalled,
            code: Some(verdict.code()),
            score: verdict.score,
            wall_ms: milliseconds(result.wall),
            ..End::before_judging(Status::Done, *waited)
        };
        self.shared.end(order, &end);
    }

    /// A job that was stopped: as it was wished, or because of another one; then it waits again.
    fn stopped(&self, order: &Order, waited: Duration) {
        if let Some(status) = self.shared.jobs.stopped(order.id) {
            self.shared.end(order, &End::before_judging(status, waited));
        } else {
            self.shared.events.tell(order, Status::Queued, None);
        }
    }

    fn all_failed(&self, jobs: &[(Arc<Order>, Duration)], error: &HostError) {
        for (order, waited) in jobs.iter().rev() {
            match error {
                HostError::Interrupted => self.stopped(order, *waited),
                HostError::Ledger(error) => self.trouble(order, error.to_string()),
                HostError::Evaluator(reason) => {
                    self.fail(order, *waited, reason.code, &reason.message);
                }
                HostError::Request(why) => {
                    self.fail(order, *waited, Code::FaultEvaluatorInvalid, why);
                }
                _ => {
                    tracing::error!(id = order.id, error = %error, "the host cannot work");
                    self.fail(
                        order,
                        *waited,
                        Code::FaultHost,
                        "the host cannot work; its log says why",
                    );
                }
            }
        }
    }

    fn fail(&self, order: &Order, waited: Duration, code: Code, why: &str) {
        let end = End {
            code: Some(code),
            message: Some(why.to_owned()),
            ..End::before_judging(Status::Failed, waited)
        };
        self.shared.end(order, &end);
    }

    fn trouble(&self, order: &Order, why: String) {
        tracing::error!(id = order.id, why, "the ledger or the queue cannot be used");
        self.shared.metrics.ledger_failures.inc();
        self.shared.metrics.ended.with_label_values(&[Status::Unrecorded.name()]).inc();
        self.shared.jobs.trouble(order.id, why);
        self.shared.events.tell(order, Status::Unrecorded, None);
    }
}
