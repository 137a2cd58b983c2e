//! What all parts of a running service have in common.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use lazaret_host::ledger::{Ledger, LedgerError};
use lazaret_host::{Layer, Recorder};
use tokio::sync::{Semaphore, watch};

use crate::events::Events;
use crate::jobs::{Jobs, Snapshot};
use crate::metrics::Metrics;
use crate::request::{End, Order};
use crate::store::Store;
use crate::task::TaskInfo;
use crate::token::Token;

/// How far a service is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It takes work.
    Open,
    /// It takes no new work, and what runs comes to its end.
    Draining,
    /// Nothing runs any more, and connections end.
    Ended,
}

/// All that is shared.
pub struct Shared {
    pub tasks: Vec<TaskInfo>,
    pub token: Option<Token>,
    pub jobs: Jobs,
    pub store: Store,
    pub events: Events,
    pub metrics: Metrics,
    pub recorder: Recorder,
    /// A handle of its own, so that readers do not wait for those who judge.
    pub ledger: Mutex<Ledger>,
    pub layers: Vec<Layer>,
    /// A permit for each KiB of a body that is being read.
    pub bodies: Arc<Semaphore>,
    pub streams: Arc<Semaphore>,
    /// How far the service is on its way.
    pub phase: watch::Sender<Phase>,
    /// Whether the slots have begun to work.
    pub ready: AtomicBool,
}

impl Shared {
    /// A task by its name.
    pub fn task(&self, name: &str) -> Option<&TaskInfo> {
        self.tasks.iter().find(|task| task.name == name)
    }

    /// Whether no new work is taken.
    pub fn is_closing(&self) -> bool {
        *self.phase.borrow() != Phase::Open
    }

    /// Whether work is taken and done.
    pub fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Relaxed) && !self.is_closing()
    }

    /// The ledger, to be read.
    pub fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A job has ended: for the disk, for those who listen, and for those who watch.
    pub fn end(&self, order: &Order, end: &End) {
        // Once: who comes second has nothing to add.
        if let Some(total) = self.jobs.end(order.id, end) {
            self.ended(order, end, total);
        }
    }

    /// The same for a job that the list of jobs has ended by itself.
    pub fn ended(&self, order: &Order, end: &End, total: Duration) {
        // These are numbers, names and texts, which can always be written.
        self.store.end(order.id, serde_json::to_string(end).unwrap_or_default());
        self.events.ended(order, end);
        tracing::info!(
            id = order.id,
            task = %order.task,
            status = end.status.name(),
            code = end.code.map(lazaret_trial::Code::as_str),
            entry = end.entry,
            recalled = end.recalled,
            queue_ms = end.queue_ms,
            wall_ms = end.wall_ms,
            total_ms = crate::request::milliseconds(total),
            "evaluation ended"
        );
    }

    /// Ends what is past its deadline.
    pub fn expire(&self) {
        for (order, end, total) in self.jobs.expire() {
            self.ended(&order, &end, total);
        }
    }

    /// What is known of a job, also if it ended long ago.
    pub fn find(&self, id: u64) -> Result<Option<Snapshot>, String> {
        if let Some(snapshot) = self.jobs.snapshot(id) {
            return Ok(Some(snapshot));
        }
        let stored = self.store.job(id).map_err(|error| error.to_string())?;
        let Some(stored) = stored else { return Ok(None) };
        let order = Arc::new(Order::of(&stored).map_err(|error| error.to_string())?);
        let Some(ended) = &stored.ended else {
            // It was written a moment ago, and is about to get its place.
            let status = crate::request::Status::Queued;
            let snapshot = Snapshot { order, status, progress: None, end: None, trouble: None };
            return Ok(Some(snapshot));
        };
        let end: End = serde_json::from_str(ended).map_err(|error| error.to_string())?;
        Ok(Some(Snapshot::ended(order, end)))
    }

    /// Looks at everything that is measured only when somebody asks.
    pub fn measure(&self) -> Result<(), LedgerError> {
        let (waiting, running, troubled) = self.jobs.counts();
        let set = |gauge: &prometheus::IntGauge, number: u64| {
            gauge.set(i64::try_from(number).unwrap_or(i64::MAX));
        };
        set(&self.metrics.queue_depth, waiting as u64);
        set(&self.metrics.workers_busy, running as u64);
        set(&self.metrics.unrecorded, troubled as u64);
        let sizes = self.ledger().sizes()?;
        set(&self.metrics.ledger_entries, sizes.entries);
        set(&self.metrics.ledger_blobs, sizes.blobs);
        set(&self.metrics.ledger_bytes, sizes.disk_bytes);
        Ok(())
    }
}

/// Waits until a service has ended.
pub async fn ended(phase: &mut watch::Receiver<Phase>) {
    // If nobody is left who could say so, that is an end as well.
    drop(phase.wait_for(|phase| *phase == Phase::Ended).await);
}

/// The moment of a deadline that was written as a date. Time that passed while nobody worked counts.
pub fn moment(deadline_ms: Option<i64>) -> Option<Instant> {
    let left = deadline_ms?.saturating_sub(crate::request::now_ms());
    Some(Instant::now() + Duration::from_millis(u64::try_from(left).unwrap_or(0)))
}
