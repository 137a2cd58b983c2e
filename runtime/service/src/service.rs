//! A service from its start to its end.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use lazaret_host::ledger::Ledger;
use lazaret_host::{Home, Host, Interrupt, Needs, Recorder, Settings, Task};
use tokio::sync::{Semaphore, watch};

use crate::error::ServiceError;
use crate::events::Events;
use crate::http::{connections, router};
use crate::jobs::Jobs;
use crate::limits::{BODIES_BYTES_MAX, STREAMS_MAX, TICK};
use crate::lock::Lock;
use crate::metrics::Metrics;
use crate::request::{End, Order, Status};
use crate::shared::{Phase, Shared, moment};
use crate::slot::Slot;
use crate::store::Store;
use crate::task::TaskInfo;
use crate::token::Token;

/// What a service is started with.
pub struct Options {
    /// Where it listens; port 0 for any that is free.
    pub listen: SocketAddr,
    /// The file with the token; without it, only this machine can come in.
    pub token_file: Option<PathBuf>,
    /// The tasks, each of its own name.
    pub tasks: Vec<Task>,
    /// How many evaluations run at a time.
    pub slots: usize,
    /// How many may wait and run together.
    pub queue_max: usize,
    /// The ledger's folder.
    pub ledger: PathBuf,
    /// How long what runs may go on when the service is to end.
    pub grace: Duration,
    /// Where interpreters and native code are.
    pub home: Home,
    /// How programs are isolated.
    pub settings: Settings,
}

/// A service that listens and does not answer yet.
pub struct Service {
    shared: Arc<Shared>,
    listener: TcpListener,
    address: SocketAddr,
    hosts: Vec<Host>,
    tasks: Vec<Task>,
    grace: Duration,
    /// The last to go: nobody else may take up the work while this one can still write.
    _lock: Lock,
}

impl Service {
    /// Opens everything: the lock, the port, the ledger, the queue, the host and the tasks. `progress` gets a line for
    /// every step that takes time.
    ///
    /// # Errors
    /// If one of them cannot be had, is used by another service, or is not safe to use.
    pub fn open(options: Options, progress: &mut dyn FnMut(&str)) -> Result<Self, ServiceError> {
        let Options { listen, token_file, tasks, slots, queue_max, ledger, grace, home, settings } =
            options;
        let slots = slots.max(1);
        let token = token_file.as_deref().map(Token::read).transpose()?;
        if token.is_none() && !listen.ip().is_loopback() {
            return Err(ServiceError::Exposed(listen));
        }
        if let Some(twice) = twice(&tasks) {
            return Err(ServiceError::SameName(twice.to_owned()));
        }
        let listen_error = |source| ServiceError::Listen { address: listen, source };
        let listener = TcpListener::bind(listen).map_err(listen_error)?;
        listener.set_nonblocking(true).map_err(listen_error)?;
        let address = listener.local_addr().map_err(listen_error)?;
        // This makes the folder, if there is none.
        let recorder = Recorder::open(&ledger)?;
        let lock = Lock::take(&ledger)?;
        let store = Store::open(&ledger)?;
        let first = Host::open(&home, &Needs::everything(), &settings, progress)?;
        let infos = tasks.iter().map(|task| {
            progress(&format!("opening the task {}", task.name));
            let opened = first.open_task(task, 0, None, &Interrupt::new())?;
            Ok::<_, ServiceError>(TaskInfo::of(task, &opened))
        });
        let infos = infos.collect::<Result<Vec<_>, _>>()?;
        let mut hosts = Vec::new();
        for _ in 1..slots {
            hosts.push(first.sibling()?);
        }
        hosts.push(first);
        let names: Vec<&str> = tasks.iter().map(|task| task.name.as_str()).collect();
        let metrics = Metrics::new(&names).map_err(std::io::Error::other)?;
        let layers = hosts.first().map_or_else(Vec::new, |host| host.layers().to_vec());
        let shared = Shared {
            tasks: infos,
            token,
            jobs: Jobs::new(queue_max, slots, metrics.tally()),
            store,
            events: Events::new(),
            metrics,
            recorder,
            ledger: Mutex::new(Ledger::open_to_read(&ledger)?),
            layers,
            bodies: Arc::new(Semaphore::new(BODIES_BYTES_MAX / 1024)),
            streams: Arc::new(Semaphore::new(STREAMS_MAX)),
            phase: watch::Sender::new(Phase::Open),
            ready: AtomicBool::new(false),
        };
        shared.metrics.workers.set(i64::try_from(slots).unwrap_or(i64::MAX));
        shared.metrics.queue_limit.set(i64::try_from(queue_max).unwrap_or(i64::MAX));
        for layer in &shared.layers {
            let required = if layer.required { "true" } else { "false" };
            let gauge = shared.metrics.jail_layer.with_label_values(&[&*layer.name, required]);
            gauge.set(i64::from(layer.engaged));
        }
        take_up(&shared, &ledger)?;
        let shared = Arc::new(shared);
        Ok(Self { shared, listener, address, hosts, tasks, grace, _lock: lock })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers and judges until `stop` is there; then takes no new work, lets what runs come to its end or stops it
    /// when the time of grace is over, and returns when everything is on the disk. What waits stays in the queue.
    ///
    /// # Errors
    /// If no threads can be had.
    pub fn run(self, stop: impl Future<Output = ()> + Send) -> Result<(), ServiceError> {
        // The lock first, because what is named first is dropped last.
        let Self { _lock, shared, listener, hosts, tasks, grace, address } = self;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            // For answers; programs run elsewhere.
            .worker_threads(2)
            .enable_all()
            .build()?;
        let router = router(&shared).map_err(std::io::Error::other)?;
        std::thread::scope(|scope| -> Result<(), ServiceError> {
            let mut slots = Vec::new();
            for (index, host) in hosts.iter().enumerate() {
                let slot = Slot::new(&shared, host, &tasks);
                let thread = std::thread::Builder::new().name(format!("slot {index}"));
                let started = thread.spawn_scoped(scope, move || slot.run());
                slots.push(started.inspect_err(|_| shared.jobs.close())?);
            }
            shared.ready.store(true, Ordering::Relaxed);
            let listening = runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener)?;
                tracing::info!(%address, slots = slots.len(), "the service listens");
                let deadlines = tokio::spawn(deadlines(shared.clone()));
                let drained =
                    drain(&shared, stop, grace, || slots.iter().all(|it| it.is_finished()));
                connections::serve(&shared, listener, router, drained).await;
                deadlines.abort();
                Ok::<_, std::io::Error>(())
            });
            // Nobody may wait for work any more, whatever went wrong.
            shared.jobs.close();
            shared.jobs.interrupt();
            Ok(listening?)
        })?;
        let (waiting, _, unrecorded) = shared.jobs.counts();
        tracing::info!(
            waiting,
            unrecorded,
            "the service has ended; what waits is taken up at the next start"
        );
        // Threads that read are let go first, so that the databases are closed by the last that has them.
        runtime.shutdown_timeout(Duration::from_secs(1));
        Ok(())
    }
}

/// The first name that is there twice.
fn twice(tasks: &[Task]) -> Option<&str> {
    let mut names: Vec<&str> = tasks.iter().map(|task| task.name.as_str()).collect();
    names.sort_unstable();
    names.windows(2).find_map(|pair| match pair {
        [one, other] if one == other => Some(*one),
        _ => None,
    })
}

/// What was accepted before, and has not ended.
fn take_up(shared: &Shared, folder: &Path) -> Result<(), ServiceError> {
    let queue = |why: String| ServiceError::Queue { path: folder.join("queue.sqlite"), why };
    let stored = shared.store.waiting().map_err(|error| queue(error.to_string()))?;
    if !stored.is_empty() {
        tracing::info!(count = stored.len(), "evaluations were waiting; they are taken up");
    }
    for stored in stored {
        let order = Order::of(&stored).map_err(|error| queue(error.to_string()))?;
        let order = Arc::new(order);
        shared.jobs.enter(order.clone(), moment(stored.deadline_ms));
        if shared.task(&order.task).is_none() {
            // It may be served again some day, but nobody would know when.
            let end = End {
                message: Some("the service was started without the task".to_owned()),
                ..End::before_judging(Status::Failed, Duration::ZERO)
            };
            shared.end(&order, &end);
        }
    }
    Ok(())
}

/// Ends what is past its deadline, for as long as it lives.
async fn deadlines(shared: Arc<Shared>) {
    let mut beat = tokio::time::interval(TICK);
    loop {
        beat.tick().await;
        shared.expire();
    }
}

/// Waits for `stop`, and then until nothing runs any more.
async fn drain(
    shared: &Shared,
    stop: impl Future<Output = ()>,
    grace: Duration,
    idle: impl Fn() -> bool,
) {
    stop.await;
    let (waiting, running, _) = shared.jobs.counts();
    tracing::info!(waiting, running, "the service is about to end");
    shared.phase.send_replace(Phase::Draining);
    shared.jobs.close();
    let begun = Instant::now();
    let mut interrupted = false;
    while !idle() {
        if grace <= begun.elapsed() && !interrupted {
            tracing::warn!(
                "the time of grace is over; what runs is stopped and stays in the queue"
            );
            interrupted = true;
        }
        if interrupted {
            // Again and again: a slot may have begun just before the first time.
            shared.jobs.interrupt();
        }
        tokio::time::sleep(TICK).await;
    }
    shared.phase.send_replace(Phase::Ended);
}
