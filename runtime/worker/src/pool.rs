//! Starting workers, and ending all of them at once.

use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;

use lazaret_jail::{Group, Groups};
use lazaret_trial::Weakness;

use crate::worker::{Handle, Worker, WorkerError};

/// How workers are started.
#[derive(Clone, Debug)]
pub struct WorkerSettings {
    /// The program that becomes a worker when its first argument is `worker`: Lazaret's own.
    pub program: PathBuf,
    /// Whether a worker may run although walls of its jail are missing.
    pub allow_degraded: bool,
}

/// All workers of a host.
///
/// The kernel ends a worker when the *thread* that started it ends, so one thread starts all and lives as
/// long as this.
pub struct Workers {
    settings: WorkerSettings,
    /// Where the thread takes orders until this is dropped.
    orders: Option<Sender<Order>>,
    /// It, and the one that knows control groups.
    threads: Vec<JoinHandle<()>>,
    /// Workers that were started before anybody needs them: giving oneself up takes some milliseconds.
    spares: Mutex<Vec<Receiver<std::io::Result<Started>>>>,
    /// Those that somebody has taken.
    taken: Mutex<Vec<Weak<Handle>>>,
}

/// Where a started worker is wanted.
type Order = Sender<std::io::Result<Started>>;

/// A process that is about to be a worker.
pub struct Started {
    pub handle: Arc<Handle>,
    pub socket: UnixStream,
    /// Gives its control group once it is in it, or why it is in none.
    pub group: Receiver<Result<Group, String>>,
}

/// A process that is to be in a control group of its own.
type Joining = (Arc<Handle>, Sender<Result<Group, String>>);

impl Workers {
    /// Starts the thread that starts workers, and the first of them.
    ///
    /// # Errors
    /// If there is no thread to be had.
    pub fn new(settings: WorkerSettings, spares: usize) -> std::io::Result<Self> {
        let (orders, inbox) = mpsc::channel::<Order>();
        let program = settings.program.clone();
        let (to_group, joining) = mpsc::channel::<Joining>();
        // Before there is a worker, which would be in the way.
        let groups = Groups::find();
        let starter = std::thread::Builder::new().name("workers".to_owned()).spawn(move || {
            for order in inbox {
                let started = start(&program, &to_group);
                // Nobody waits any more if the host is gone; then the process ends with this.
                drop(order.send(started));
            }
        })?;
        // The kernel can take ten milliseconds for it, as long as a worker takes to give itself up.
        let grouper = std::thread::Builder::new().name("groups".to_owned()).spawn(move || {
            for (handle, joined) in joining {
                drop(joined.send(join(&handle, &groups)));
            }
        })?;
        let (orders, threads) = (Some(orders), vec![starter, grouper]);
        let workers =
            Self { settings, orders, threads, spares: Mutex::default(), taken: Mutex::default() };
        for _ in 0..spares {
            let spare = workers.order();
            lock(&workers.spares).push(spare);
        }
        Ok(workers)
    }

    /// A fresh worker. Another one is started for whoever comes next.
    ///
    /// # Errors
    /// If none can be started, or the jail lacks a wall.
    pub fn take(&self) -> Result<Worker, WorkerError> {
        let spare = lock(&self.spares).pop().unwrap_or_else(|| self.order());
        let next = self.order();
        lock(&self.spares).push(next);
        let gone = |_| WorkerError::Start("the thread that starts workers is gone".to_owned());
        let started = spare.recv().map_err(gone)?;
        let started = started.map_err(|error| {
            WorkerError::Start(format!("`{}`: {error}", self.settings.program.display()))
        })?;
        let mut taken = lock(&self.taken);
        taken.retain(|handle| 0 < handle.strong_count());
        taken.push(Arc::downgrade(&started.handle));
        drop(taken);
        Worker::ready(started, self.settings.allow_degraded)
    }

    /// Ends all workers that somebody has taken. Those that nobody has yet know nothing of what is to be ended.
    pub fn end_all(&self) {
        for handle in lock(&self.taken).iter().filter_map(Weak::upgrade) {
            handle.kill();
        }
    }

    fn order(&self) -> Receiver<std::io::Result<Started>> {
        let (sender, receiver) = mpsc::channel();
        // If nobody takes orders any more, the receiver says so.
        drop(self.orders.as_ref().map(|orders| orders.send(sender)));
        receiver
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        lock(&self.spares).clear();
        self.orders = None;
        // Waited for, because the last group is removed by whoever lets go of it last.
        for thread in self.threads.drain(..) {
            // If it ended in a panic, it has said so.
            let _ = thread.join();
        }
    }
}

fn start(program: &PathBuf, to_group: &Sender<Joining>) -> std::io::Result<Started> {
    let (ours, theirs) = UnixStream::pair()?;
    let child = Command::new(program)
        .arg("worker")
        .arg(std::process::id().to_string())
        // If this process was made weak for a test, so is the worker.
        .args(Weakness::chosen().map(Weakness::name))
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::from(OwnedFd::from(theirs)))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // Of its own, so that Ctrl-C is for the host alone, which then says what becomes of its workers.
        .process_group(0)
        .spawn()?;
    let handle = Arc::new(Handle::new(child));
    let (joined, group) = mpsc::channel();
    // If nobody is there to do it, whoever waits for it learns that.
    drop(to_group.send((Arc::clone(&handle), joined)));
    Ok(Started { handle, socket: ours, group })
}

/// Puts a process into a group of its own.
fn join(handle: &Handle, groups: &Result<Groups, String>) -> Result<Group, String> {
    let group = groups.as_ref().map_err(String::clone)?;
    let group = group.group().map_err(|error| error.to_string())?;
    handle.enter(&group).map_err(|error| error.to_string())?;
    Ok(group)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
