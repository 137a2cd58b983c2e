//! A worker from the side of whoever started it.

use std::collections::BTreeMap;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, ExitStatus};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use lazaret_evaluate::{CaseInput, Dataset, Judged, Script};
use lazaret_jail::{Group, Layer, ProcessLimits};
use lazaret_sandbox::Observation;
use lazaret_trial::{
    Budget, Code as Outcome, Description, Interface, Lists, Measurement, Reason, Stack,
};
use rustix::fd::BorrowedFd;

use crate::frames::{FrameError, Frames};
use crate::memory::{Code, sealed};
use crate::message::{self, Reply, Request, Serving, WireCase};
use crate::pool::Started;

/// How long a worker may take for what runs no guest.
const PATIENCE: Duration = Duration::from_secs(30);

/// How much later than the clocks inside the worker its parent gives up: starting instances is not
/// counted there, and a machine may be busy.
const GRACE: Duration = Duration::from_secs(5);

/// What an answer may have around what budgets bound.
const SLACK_BYTES: u64 = 4 << 20;

/// The most bytes that one byte takes in JSON, as in `\u001b`, when it stands inside of a text twice.
const JSON_FACTOR: u64 = 8;

/// Why a worker gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    /// The process is gone, or was ended because it did not answer. How, for people.
    #[error("{0}")]
    Lost(String),
    /// The program cannot be used, and whose fault that is.
    #[error("{}", .0.message)]
    Refused(Box<Reason>),
    /// No worker can be started.
    #[error("cannot start a worker: {0}")]
    Start(String),
    /// Walls of the jail are missing, and nobody has said that it may do without.
    #[error("this machine cannot lock a worker up: missing {}", .0.join(", "))]
    Jail(Vec<String>),
}

/// A process that ends when this is dropped.
pub struct Handle {
    child: Mutex<Child>,
    /// Its control group, or why it has none; before it gets anything to do.
    group: OnceLock<Result<Group, String>>,
}

impl Handle {
    pub const fn new(child: Child) -> Self {
        Self { child: Mutex::new(child), group: OnceLock::new() }
    }

    pub fn kill(&self) {
        // It fails if it is gone already.
        let _ = self.child().kill();
        if let Some(group) = self.group() {
            group.kill();
        }
    }

    /// Kills it if it has not ended by itself after `wait`, and says how it ended.
    fn end(&self, wait: Duration) -> Option<ExitStatus> {
        let started = Instant::now();
        loop {
            let mut child = self.child();
            match child.try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) if wait <= started.elapsed() => {
                    let _ = child.kill();
                    return child.wait().ok();
                }
                Ok(None) => drop(child),
                Err(_) => return None,
            }
            std::thread::sleep(Duration::from_micros(500));
        }
    }

    pub fn id(&self) -> u32 {
        self.child().id()
    }

    /// Moves the process into a group. Not once it has ended: then its number may be somebody else's.
    pub fn enter(&self, group: &Group) -> std::io::Result<()> {
        let mut child = self.child();
        match child.try_wait()? {
            None => group.add(child.id()),
            Some(_) => Err(std::io::Error::other("the worker has ended")),
        }
    }

    fn group(&self) -> Option<&Group> {
        self.group.get()?.as_ref().ok()
    }

    fn child(&self) -> MutexGuard<'_, Child> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A worker. It ends when this is dropped.
pub struct Worker {
    handle: Arc<Handle>,
    frames: Frames,
    layers: Vec<Layer>,
}

/// What came of a forbidden act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tried {
    /// The kernel ended the worker for it, and how that is told.
    Denied(String),
    /// The worker ended for another reason.
    Ended(String),
    /// The kernel let it be tried, and said this.
    Refused(String),
    /// It was done.
    Done,
}

/// What an evaluator's worker needs to know besides the program.
pub struct EvaluatorSetup<'a> {
    /// The text, if the program is an interpreter.
    pub script: Option<&'a Script>,
    /// The budget of each of its instances.
    pub budget: &'a Budget,
    /// The files that it may read.
    pub dataset: &'a Dataset,
    /// The seed of the evaluation.
    pub seed: u64,
}

/// One case for an evaluator's worker.
pub struct CaseRequest<'a> {
    /// The case.
    pub case: &'a CaseInput,
    /// What is measured.
    pub description: &'a Description,
    /// The budget of the candidate.
    pub candidate_budget: &'a Budget,
    /// The budget of the evaluator.
    pub evaluator_budget: &'a Budget,
    /// How lists of numbers arrive at the candidate.
    pub lists: Lists,
    /// Whether the candidate was looked at before.
    pub looked_at: bool,
    /// The socket to the candidate's worker.
    pub candidate: UnixStream,
}

impl Worker {
    /// Waits until the process has given itself up.
    pub(crate) fn ready(started: Started, allow_degraded: bool) -> Result<Self, WorkerError> {
        let Started { handle, socket, group } = started;
        let mut worker = Self { handle, frames: Frames::new(socket), layers: Vec::new() };
        match worker.receive(PATIENCE, SLACK_BYTES)? {
            Reply::Ready { layers } => worker.layers = layers,
            _ => return Err(worker.unexpected()),
        }
        // What it has of memory by then is counted elsewhere, so it is there before it is given anything to do.
        let group = group.recv().unwrap_or_else(|_| Err("nobody was there to ask".to_owned()));
        let group = worker.handle.group.get_or_init(|| group);
        worker.layers.push(Group::layer(group));
        let missing = lazaret_jail::missing(&worker.layers);
        if missing.is_empty() || allow_degraded {
            Ok(worker)
        } else {
            Err(WorkerError::Jail(missing))
        }
    }

    /// What stands around it.
    #[must_use]
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The number of its process.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.handle.id()
    }

    /// The processor time that it has taken so far, its copies not counted.
    #[must_use]
    pub fn processor_time(&self) -> Option<Duration> {
        lazaret_jail::processor_time(self.id())
    }

    /// Gives it the program that it is for.
    ///
    /// # Errors
    /// If the program does not fit the contract, or the worker is lost.
    pub fn load(
        &mut self,
        code: &Code,
        interface: Option<&Interface>,
        packages: &Dataset,
        serving: Serving,
        limits: ProcessLimits,
    ) -> Result<(), WorkerError> {
        let interface = interface.cloned();
        let packages = sealed("lazaret-packages", &pack_dataset(packages));
        let packages = packages.map_err(|error| WorkerError::Start(error.to_string()))?;
        self.limit(&limits)?;
        let request = Request::Load { limits, digest: code.digest(), interface, serving };
        self.done(&request, &[code.file.as_fd(), packages.as_fd()])
    }

    /// Gives an evaluator's worker the rest.
    ///
    /// # Errors
    /// If the worker is lost, or there is no memory for the data.
    pub fn set_up(&mut self, setup: &EvaluatorSetup<'_>) -> Result<(), WorkerError> {
        let dataset = sealed("lazaret-dataset", &pack_dataset(setup.dataset));
        let dataset = dataset.map_err(|error| WorkerError::Start(error.to_string()))?;
        let request = Request::Evaluator {
            script: setup.script.map(Into::into),
            budget: setup.budget.clone(),
            seed: setup.seed,
        };
        self.done(&request, &[dataset.as_fd()])
    }

    /// Asks an evaluator's worker what it measures.
    ///
    /// # Errors
    /// If the worker is lost; the evaluator's own failure is in the answer.
    pub fn describe(
        &mut self,
        budget: &Budget,
    ) -> Result<Result<Description, Reason>, WorkerError> {
        let (patience, bytes) = (patience(&[budget]), answer_bytes(&[budget]));
        match self.ask(&Request::Describe, None, patience, bytes)? {
            Reply::Description(answer) => Ok(answer),
            _ => Err(self.unexpected()),
        }
    }

    /// Asks an evaluator's worker for the cases of a split.
    ///
    /// # Errors
    /// If the worker is lost; the evaluator's own failure is in the answer.
    pub fn cases(
        &mut self,
        split: &str,
        budget: &Budget,
    ) -> Result<Result<Vec<CaseInput>, Reason>, WorkerError> {
        let request = Request::Cases { split: split.to_owned() };
        let (patience, bytes) = (patience(&[budget]), answer_bytes(&[budget]));
        match self.ask(&request, None, patience, bytes)? {
            Reply::Cases(Err(reason)) => Ok(Err(reason)),
            Reply::Cases(Ok(cases)) => {
                let cases = cases.into_iter().map(CaseInput::try_from).collect::<Result<_, _>>();
                match cases {
                    Ok(cases) => Ok(Ok(cases)),
                    Err(error) => Err(self.lost(&FrameError::Malformed(error.to_string()))),
                }
            }
            _ => Err(self.unexpected()),
        }
    }

    /// Lets an evaluator's worker judge the candidate at the other end of a socket.
    ///
    /// # Errors
    /// If the worker is lost.
    pub fn case(&mut self, request: CaseRequest<'_>) -> Result<Judged, WorkerError> {
        let budgets = [request.candidate_budget, request.evaluator_budget];
        let (patience, bytes) = (patience(&budgets), answer_bytes(&budgets));
        let message = Request::Case {
            case: WireCase::from(request.case),
            description: request.description.clone(),
            budget: request.candidate_budget.clone(),
            lists: request.lists,
            looked_at: request.looked_at,
        };
        self.send(&message, Some(request.candidate.as_fd()))?;
        // The worker holds it now. With a second holder, it would not notice that the candidate is gone.
        drop(request.candidate);
        match self.receive(patience, bytes)? {
            Reply::Outcome(outcome) => Ok(Ok(*outcome)),
            Reply::Unloaded(reason, observation) if !request.looked_at => {
                Ok(Err((reason, observation)))
            }
            _ => Err(self.unexpected()),
        }
    }

    /// Asks an evaluator's worker whether its evaluator sums up itself.
    ///
    /// # Errors
    /// If the worker is lost; the evaluator's own failure is in the answer.
    pub fn sums_up(&mut self, budget: &Budget) -> Result<Result<bool, Reason>, WorkerError> {
        let (patience, bytes) = (patience(&[budget]), answer_bytes(&[budget]));
        match self.ask(&Request::SumsUp, None, patience, bytes)? {
            Reply::SumsUp(answer) => Ok(answer),
            _ => Err(self.unexpected()),
        }
    }

    /// Asks an evaluator's worker for the measurements over all cases.
    ///
    /// # Errors
    /// If the worker is lost; the evaluator's own failure is in the answer.
    pub fn summarize(
        &mut self,
        description: &Description,
        reports: &[Vec<Measurement>],
        budget: &Budget,
    ) -> Result<(Result<Vec<Measurement>, Reason>, Observation), WorkerError> {
        let request =
            Request::Summarize { description: description.clone(), reports: reports.to_vec() };
        let (patience, bytes) = (patience(&[budget]), answer_bytes(&[budget]));
        match self.ask(&request, None, patience, bytes)? {
            Reply::Summary(summary, observation) => Ok((summary, observation)),
            _ => Err(self.unexpected()),
        }
    }

    /// Asks a candidate's worker for one instance; whoever holds the socket makes and calls it.
    ///
    /// # Errors
    /// If the worker is lost.
    pub fn session(&mut self, script: Option<&Script>) -> Result<UnixStream, WorkerError> {
        self.session_to(script, None)
    }

    /// The same; the instance is stopped when it has used the fuel of `probe`, and [`Worker::stack`] says where.
    ///
    /// # Errors
    /// If the worker is lost.
    pub fn session_to(
        &mut self,
        script: Option<&Script>,
        probe: Option<u64>,
    ) -> Result<UnixStream, WorkerError> {
        let (ours, theirs) =
            UnixStream::pair().map_err(|error| WorkerError::Start(error.to_string()))?;
        let request = Request::Session { script: script.map(Into::into), probe };
        self.send(&request, Some(theirs.as_fd()))?;
        Ok(ours)
    }

    /// Where the instance of the last session was when its probe stopped it; none if it ended before. The
    /// session must be over.
    ///
    /// # Errors
    /// If the worker is lost.
    pub fn stack(&mut self) -> Result<Option<Stack>, WorkerError> {
        match self.ask(&Request::Stack, None, PATIENCE, SLACK_BYTES)? {
            // Bounded here once more, whatever the worker has become.
            Reply::Stack(stack) => Ok(stack.map(Stack::bounded)),
            _ => Err(self.unexpected()),
        }
    }

    /// Lets a fresh worker try a forbidden act, once it is sealed or before.
    ///
    /// # Errors
    /// If nothing can be said of the act.
    pub fn attempt(&mut self, act: usize, sealed: bool) -> Result<Tried, WorkerError> {
        let answer = self.ask(&Request::Attempt { act, sealed }, None, PATIENCE, SLACK_BYTES);
        match answer {
            Ok(Reply::Attempted(None)) => Ok(Tried::Done),
            Ok(Reply::Attempted(Some(error))) => Ok(Tried::Refused(error)),
            Ok(_) => Err(self.unexpected()),
            Err(WorkerError::Lost(how)) if self.signal() == Some(libc::SIGSYS) => {
                Ok(Tried::Denied(how))
            }
            Err(WorkerError::Lost(how)) => Ok(Tried::Ended(how)),
            Err(error) => Err(error),
        }
    }

    /// Limits all processes of the worker together, where its control group can. It limits each itself.
    pub(crate) fn limit(&self, limits: &ProcessLimits) -> Result<(), WorkerError> {
        let Some(group) = self.handle.group() else { return Ok(()) };
        group
            .limit(limits)
            .map_err(|error| WorkerError::Start(format!("its control group: {error}")))
    }

    /// Asks for something that has no answer but that it is done.
    fn done(
        &mut self,
        request: &Request,
        descriptors: &[BorrowedFd<'_>],
    ) -> Result<(), WorkerError> {
        self.send_all(request, descriptors)?;
        match self.receive(PATIENCE, SLACK_BYTES)? {
            Reply::Done => Ok(()),
            Reply::Refused(reason) => Err(WorkerError::Refused(Box::new(reason))),
            _ => Err(self.unexpected()),
        }
    }

    fn ask(
        &mut self,
        request: &Request,
        descriptor: Option<BorrowedFd<'_>>,
        patience: Duration,
        bytes_max: u64,
    ) -> Result<Reply, WorkerError> {
        self.send(request, descriptor)?;
        self.receive(patience, bytes_max)
    }

    pub(crate) fn send(
        &mut self,
        request: &Request,
        descriptor: Option<BorrowedFd<'_>>,
    ) -> Result<(), WorkerError> {
        self.send_all(request, descriptor.as_slice())
    }

    pub(crate) fn send_all(
        &mut self,
        request: &Request,
        descriptors: &[BorrowedFd<'_>],
    ) -> Result<(), WorkerError> {
        // A worker that does not read must not hold its parent up either.
        let timed = self.frames.socket().set_write_timeout(Some(PATIENCE));
        let sent = timed.map_err(FrameError::Io).and_then(|()| message::write(request));
        let sent = sent.and_then(|bytes| match descriptors {
            [] => self.frames.send(|out| out.extend(bytes)),
            descriptors => self.frames.send_with(descriptors, |out| out.extend(bytes)),
        });
        sent.map_err(|error| self.lost(&error))
    }

    pub(crate) fn receive(
        &mut self,
        patience: Duration,
        bytes_max: u64,
    ) -> Result<Reply, WorkerError> {
        let bytes_max = usize::try_from(bytes_max).unwrap_or(usize::MAX);
        let timed = self.frames.socket().set_read_timeout(Some(patience));
        let reply = timed.map_err(FrameError::Io);
        let reply = reply.and_then(|()| message::receive(&mut self.frames, bytes_max));
        match reply {
            Ok(Reply::Failed(why)) => Err(WorkerError::Lost(why)),
            Ok(reply) => Ok(reply),
            Err(error) => Err(self.lost(&error)),
        }
    }

    pub(crate) fn unexpected(&mut self) -> WorkerError {
        self.lost(&FrameError::Malformed("an answer to another question".to_owned()))
    }

    /// How the process ended; it is ended if it has not.
    pub(crate) fn lost(&mut self, error: &FrameError) -> WorkerError {
        let closed = matches!(error, FrameError::Closed);
        // One that closed its end is on its way out; one that did not answer is not.
        let wait = if closed { Duration::from_secs(2) } else { Duration::ZERO };
        let status = self.handle.end(wait);
        let how = match (closed, status) {
            (true, Some(_)) if self.handle.group().is_some_and(Group::ran_out_of_memory) => {
                "the memory of the worker's control group was used up".to_owned()
            }
            (true, Some(status)) => describe(status),
            _ => format!("the worker was ended: {error}"),
        };
        WorkerError::Lost(how)
    }

    /// The signal that ended it, if one did.
    pub(crate) fn signal(&self) -> Option<i32> {
        self.handle.end(Duration::ZERO).and_then(|status| status.signal())
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        // Killed and waited for: a process that is left behind would be a zombie at best.
        let _ = self.end(Duration::ZERO);
    }
}

/// How a process ended, for people.
fn describe(status: ExitStatus) -> String {
    match status.signal() {
        Some(libc::SIGSYS) => "the worker made a forbidden system call".to_owned(),
        Some(libc::SIGSEGV | libc::SIGBUS) => "the worker crashed: a bad memory access".to_owned(),
        Some(libc::SIGILL | libc::SIGFPE | libc::SIGTRAP) => {
            "the worker crashed: a bad instruction".to_owned()
        }
        Some(libc::SIGABRT) => "the worker aborted: out of memory, or a defect".to_owned(),
        Some(libc::SIGXCPU) => "the worker used up its processor time".to_owned(),
        Some(libc::SIGKILL) => "the worker was killed".to_owned(),
        Some(signal) => format!("the worker ended with signal {signal}"),
        None => format!("the worker ended with status {}", status.code().unwrap_or(-1)),
    }
}

/// How long whoever waits for guests with these budgets waits.
#[must_use]
pub fn patience(budgets: &[&Budget]) -> Duration {
    // Starting an instance has as much time again.
    let wall: u64 = budgets.iter().map(|budget| budget.wall_ms.saturating_mul(2)).sum();
    Duration::from_millis(wall).saturating_add(GRACE)
}

fn answer_bytes(budgets: &[&Budget]) -> u64 {
    let bytes =
        budgets.iter().map(|budget| budget.result_bytes.saturating_add(budget.output_bytes));
    let bytes = bytes.fold(0_u64, u64::saturating_add);
    bytes.saturating_mul(JSON_FACTOR).saturating_add(SLACK_BYTES)
}

/// Files in one piece: of each its path and its content, with their lengths before them.
#[must_use]
pub fn pack_dataset(dataset: &Dataset) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, bytes) in dataset.iter() {
        for part in [name.as_bytes(), bytes] {
            out.extend((part.len() as u64).to_le_bytes());
            out.extend(part);
        }
    }
    out
}

/// The files that [`pack_dataset`] has packed; none if the bytes are no such thing.
#[must_use]
pub fn unpack_dataset(mut bytes: &[u8]) -> Option<Dataset> {
    let mut dataset = BTreeMap::new();
    while !bytes.is_empty() {
        let name = unpack_part(&mut bytes)?;
        let content = unpack_part(&mut bytes)?;
        dataset.insert(String::from_utf8(name.to_vec()).ok()?, content.to_vec());
    }
    Some(Arc::new(dataset))
}

fn unpack_part<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let (part, rest) = rest.split_at_checked(length)?;
    *bytes = rest;
    Some(part)
}

/// What an outcome of a lost worker says.
#[must_use]
pub fn lost_reason(how: &str) -> Reason {
    Reason::new(Outcome::InconclusiveWorkerLost, how.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dataset_arrives_as_it_was() {
        for files in [vec![], vec![("a", vec![1]), ("b/c", vec![]), ("ä", vec![0; 1000])]] {
            let dataset: BTreeMap<String, Vec<u8>> =
                files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect();
            let dataset = Arc::new(dataset);
            assert_eq!(unpack_dataset(&pack_dataset(&dataset)), Some(dataset));
        }
        assert_eq!(unpack_dataset(&[1]), None);
        assert_eq!(unpack_dataset(&[255; 8]), None);
        assert_eq!(unpack_dataset(&[0; 8]), None);
    }
}
