//! What is to be done now: the jobs in memory, who waits and who runs.
//!
//! Invariants:
//! - The candidates themselves are on the disk only; a waiting job is a few hundred bytes here.
//! - There is room for a job before it is written, so that what is accepted always fits.
//! - A job ends once, and is counted before anybody can see that it has.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use lazaret_host::Interrupt;

use crate::limits::{RECENT_MAX, TOGETHER_MAX};
use crate::request::{End, Order, Status};

/// The jobs.
pub struct Jobs {
    inner: Mutex<Inner>,
    /// Signalled when there is work, or none any more.
    work: Condvar,
    /// The most jobs that have not ended.
    max: usize,
    slots: usize,
}

/// Counts an end: how, and how long after the job was accepted.
pub type Tally = Box<dyn Fn(Status, Duration) + Send>;

struct Inner {
    tally: Tally,
    live: HashMap<u64, Job>,
    /// Who waits, in order; numbers of jobs that have ended meanwhile are skipped.
    waiting: VecDeque<u64>,
    deadlines: BTreeSet<(Instant, u64)>,
    /// Places of jobs that are being written.
    reserved: usize,
    /// Ends that may not be on the disk yet.
    recent: HashMap<u64, (Arc<Order>, End)>,
    recent_order: VecDeque<u64>,
    running: usize,
    closed: bool,
}

struct Job {
    order: Arc<Order>,
    accepted: Instant,
    deadline: Option<Instant>,
    state: State,
    /// Whether it was begun before and stopped because of another one.
    alone: bool,
}

enum State {
    Waiting,
    Running {
        interrupt: Interrupt,
        stop: Option<Status>,
        done: usize,
        cases: usize,
    },
    /// Judged, but the ledger could not take it; it is done again after the next start.
    Unrecorded(String),
}

/// What a slot does in one go.
pub struct Batch {
    /// The jobs, with the time that each has waited.
    pub jobs: Vec<(Arc<Order>, Duration)>,
    /// Stops all of them.
    pub interrupt: Interrupt,
}

/// What is known of a job.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub order: Arc<Order>,
    pub status: Status,
    /// How many cases are judged, of how many; while it runs.
    pub progress: Option<(usize, usize)>,
    /// Once it has ended.
    pub end: Option<End>,
    /// Why it is not recorded.
    pub trouble: Option<String>,
}

/// Room for jobs that are being written. Dropping it gives the room back.
pub struct Room<'a> {
    jobs: &'a Jobs,
    count: usize,
}

/// There is no room.
#[derive(Clone, Copy, Debug)]
pub struct Full {
    pub live: usize,
    pub max: usize,
}

/// What became of a wish to cancel.
pub enum Cancelled {
    /// It had not begun, and has ended.
    Now(Snapshot, Duration),
    /// It runs and will end soon.
    Soon(Snapshot),
    /// It had ended before.
    Ended(Snapshot),
    /// There is no such job among those that are live or have ended lately.
    Unknown,
}

impl Jobs {
    pub fn new(max: usize, slots: usize, tally: Tally) -> Self {
        let inner = Inner {
            tally,
            live: HashMap::new(),
            waiting: VecDeque::new(),
            deadlines: BTreeSet::new(),
            reserved: 0,
            recent: HashMap::new(),
            recent_order: VecDeque::new(),
            running: 0,
            closed: false,
        };
        Self { inner: Mutex::new(inner), work: Condvar::new(), max, slots }
    }

    /// Room for some more jobs.
    pub fn room(&self, count: usize) -> Result<Room<'_>, Full> {
        let mut inner = self.inner();
        let live = inner.live.len() + inner.reserved;
        if self.max < live + count {
            return Err(Full { live, max: self.max });
        }
        inner.reserved += count;
        Ok(Room { jobs: self, count })
    }

    /// A job that is on the disk. What was accepted before a restart needs no room.
    pub fn enter(&self, order: Arc<Order>, deadline: Option<Instant>) {
        let id = order.id;
        let state = State::Waiting;
        let job = Job { order, accepted: Instant::now(), deadline, state, alone: false };
        let mut inner = self.inner();
        inner.live.insert(id, job);
        inner.waiting.push_back(id);
        if let Some(deadline) = deadline {
            inner.deadlines.insert((deadline, id));
        }
        drop(inner);
        self.work.notify_one();
    }

    /// Waits for work: one job, or several that are alike. None if there will be no more.
    pub fn pick(&self) -> Option<Batch> {
        let mut inner = self.inner();
        loop {
            if inner.closed {
                return None;
            }
            if let Some(batch) = inner.batch(self.slots) {
                return Some(batch);
            }
            inner = self.work.wait(inner).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// How far a job is.
    pub fn progress(&self, id: u64, more: usize, of: usize) -> Option<(usize, usize)> {
        let mut inner = self.inner();
        let State::Running { done, cases, .. } = &mut inner.live.get_mut(&id)?.state else {
            return None;
        };
        (*done, *cases) = (*done + more, of);
        Some((*done, *cases))
    }

    /// A job has ended; the time since it was accepted, or none if it had ended before.
    pub fn end(&self, id: u64, end: &End) -> Option<Duration> {
        self.inner().end(id, end)
    }

    /// A job was judged and could not be recorded.
    pub fn trouble(&self, id: u64, why: String) {
        let mut inner = self.inner();
        inner.stopped(id);
        if let Some(job) = inner.live.get_mut(&id) {
            job.state = State::Unrecorded(why);
        }
    }

    /// A job was stopped: how it shall end because of that; none if it was meant for another one, and waits again.
    pub fn stopped(&self, id: u64) -> Option<Status> {
        let mut inner = self.inner();
        let closed = inner.closed;
        let job = inner.live.get_mut(&id)?;
        let State::Running { stop, .. } = &job.state else { return None };
        if let Some(stop) = *stop {
            return Some(stop);
        }
        job.alone = true;
        inner.stopped(id);
        if let Some(job) = inner.live.get_mut(&id) {
            job.state = State::Waiting;
        }
        inner.waiting.push_front(id);
        drop(inner);
        if !closed {
            self.work.notify_one();
        }
        None
    }

    /// Ends a job before its time, as it is wished by a client.
    pub fn cancel(&self, id: u64) -> Cancelled {
        let mut inner = self.inner();
        let Some(job) = inner.live.get_mut(&id) else {
            return inner.snapshot(id).map_or(Cancelled::Unknown, Cancelled::Ended);
        };
        match &mut job.state {
            State::Running { interrupt, stop, .. } => {
                stop.get_or_insert(Status::Cancelled);
                interrupt.raise();
                inner.snapshot(id).map_or(Cancelled::Unknown, Cancelled::Soon)
            }
            State::Waiting | State::Unrecorded(_) => {
                let end = End::before_judging(Status::Cancelled, job.accepted.elapsed());
                let total = inner.end(id, &end).unwrap_or_default();
                let snapshot = inner.snapshot(id);
                snapshot.map_or(Cancelled::Unknown, |it| Cancelled::Now(it, total))
            }
        }
    }

    /// Ends what is past its deadline: those that wait at once, and those that run soon.
    pub fn expire(&self) -> Vec<(Arc<Order>, End, Duration)> {
        let now = Instant::now();
        let mut inner = self.inner();
        let mut ended = Vec::new();
        while let Some((deadline, id)) = inner.deadlines.first().copied() {
            if now < deadline {
                break;
            }
            inner.deadlines.pop_first();
            let Some(job) = inner.live.get_mut(&id) else { continue };
            match &mut job.state {
                State::Running { interrupt, stop, .. } => {
                    stop.get_or_insert(Status::Expired);
                    interrupt.raise();
                }
                // It is judged already.
                State::Unrecorded(_) => {}
                State::Waiting => {
                    let order = job.order.clone();
                    let end = End::before_judging(Status::Expired, job.accepted.elapsed());
                    let total = inner.end(id, &end).unwrap_or_default();
                    ended.push((order, end, total));
                }
            }
        }
        ended
    }

    /// What is known of a job that is live or has ended lately.
    pub fn snapshot(&self, id: u64) -> Option<Snapshot> {
        self.inner().snapshot(id)
    }

    /// How many wait, how many run, and how many could not be recorded.
    pub fn counts(&self) -> (usize, usize, usize) {
        let inner = self.inner();
        let troubled = |job: &&Job| matches!(job.state, State::Unrecorded(_));
        let troubled = inner.live.values().filter(troubled).count();
        (inner.live.len().saturating_sub(inner.running + troubled), inner.running, troubled)
    }

    /// No more work is handed out.
    pub fn close(&self) {
        self.inner().closed = true;
        self.work.notify_all();
    }

    /// Stops what runs. Nobody has wished that, so it waits for the next start.
    pub fn interrupt(&self) {
        for job in self.inner().live.values() {
            if let State::Running { interrupt, .. } = &job.state {
                interrupt.raise();
            }
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        self.jobs.inner().reserved -= self.count;
    }
}

impl Inner {
    /// The first that waits, and others like it, but no more than leave work for the other slots.
    fn batch(&mut self, slots: usize) -> Option<Batch> {
        let interrupt = Interrupt::new();
        let fair = (self.waiting.len() / slots.max(1)).clamp(1, TOGETHER_MAX);
        let mut jobs: Vec<(Arc<Order>, Duration)> = Vec::new();
        while jobs.len() < fair {
            let Some(id) = self.waiting.front().copied() else { break };
            let Some(job) = self.live.get_mut(&id) else {
                self.waiting.pop_front();
                continue;
            };
            let fits = jobs.first().is_none_or(|(first, _)| !job.alone && first.alike(&job.order));
            if !fits {
                break;
            }
            self.waiting.pop_front();
            // Past its deadline it is not begun; whoever looks at deadlines ends it.
            let late = job.deadline.is_some_and(|deadline| deadline <= Instant::now());
            if late || !matches!(job.state, State::Waiting) {
                continue;
            }
            let interrupt = interrupt.clone();
            job.state = State::Running { interrupt, stop: None, done: 0, cases: 0 };
            self.running += 1;
            jobs.push((job.order.clone(), job.accepted.elapsed()));
            if job.alone {
                break;
            }
        }
        (!jobs.is_empty()).then_some(Batch { jobs, interrupt })
    }

    fn stopped(&mut self, id: u64) {
        if self.live.get(&id).is_some_and(|job| matches!(job.state, State::Running { .. })) {
            self.running -= 1;
        }
    }

    fn end(&mut self, id: u64, end: &End) -> Option<Duration> {
        self.stopped(id);
        let job = self.live.remove(&id)?;
        if let Some(deadline) = job.deadline {
            self.deadlines.remove(&(deadline, id));
        }
        self.recent.insert(id, (job.order, end.clone()));
        self.recent_order.push_back(id);
        if RECENT_MAX < self.recent_order.len()
            && let Some(oldest) = self.recent_order.pop_front()
        {
            self.recent.remove(&oldest);
        }
        let total = job.accepted.elapsed();
        (self.tally)(end.status, total);
        Some(total)
    }

    fn snapshot(&self, id: u64) -> Option<Snapshot> {
        if let Some((order, end)) = self.recent.get(&id) {
            return Some(Snapshot::ended(order.clone(), end.clone()));
        }
        let job = self.live.get(&id)?;
        let (status, progress, trouble) = match &job.state {
            State::Waiting => (Status::Queued, None, None),
            State::Running { done, cases, .. } => (Status::Running, Some((*done, *cases)), None),
            State::Unrecorded(why) => (Status::Unrecorded, None, Some(why.clone())),
        };
        Some(Snapshot { order: job.order.clone(), status, progress, end: None, trouble })
    }
}

impl Snapshot {
    /// Of a job that has ended.
    pub fn ended(order: Arc<Order>, end: End) -> Self {
        let status = end.status;
        Self { order, status, progress: None, end: Some(end), trouble: None }
    }
}

#[cfg(test)]
mod tests;
