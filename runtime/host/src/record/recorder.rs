//! Appends for many threads: whatever has gathered while the disk was busy goes into one commit.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use lazaret_ledger::{Appended, Draft, Ledger, LedgerError};

use crate::host::HostError;

/// The most entries of one commit, which is what one wait for the disk is shared by.
const BATCH_MAX: usize = 256;

/// A ledger that is written by a thread of its own, and read by whoever asks.
pub struct Recorder {
    /// None once it ends.
    sender: Option<Sender<Job>>,
    writer: Option<JoinHandle<()>>,
    /// None once it ends.
    reader: Option<Mutex<Ledger>>,
}

/// Something that will be on the disk.
pub struct Pending(Receiver<Result<Appended, Arc<LedgerError>>>);

struct Job {
    draft: Draft,
    done: Sender<Result<Appended, Arc<LedgerError>>>,
}

impl Recorder {
    /// Opens the ledger of a folder, and makes one if there is none.
    ///
    /// # Errors
    /// If it cannot be written, or is not what was signed, or no thread can be started.
    pub fn open(folder: &Path) -> Result<Self, HostError> {
        let mut ledger = Ledger::open(folder)?;
        let reader = Some(Mutex::new(Ledger::open_to_read(folder)?));
        let (sender, receiver) = channel::<Job>();
        let write = move || {
            while let Ok(first) = receiver.recv() {
                let mut jobs = vec![first];
                jobs.extend(receiver.try_iter().take(BATCH_MAX - 1));
                append(&mut ledger, jobs);
            }
        };
        let writer = std::thread::Builder::new().name("ledger".to_owned()).spawn(write);
        Ok(Self { sender: Some(sender), writer: Some(writer?), reader })
    }

    /// Hands something in to be appended.
    pub fn submit(&self, draft: Draft) -> Pending {
        let (done, pending) = channel();
        if let Some(sender) = &self.sender {
            // If the writer is gone, so is what would have answered, and waiting says so.
            drop(sender.send(Job { draft, done }));
        }
        Pending(pending)
    }

    /// The ledger, to be read.
    ///
    /// # Errors
    /// Never before it ends.
    pub fn ledger(&self) -> Result<MutexGuard<'_, Ledger>, LedgerError> {
        let reader = self.reader.as_ref().ok_or(LedgerError::Poisoned)?;
        Ok(reader.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Pending {
    /// Waits until it is on the disk.
    ///
    /// # Errors
    /// If it could not be appended.
    pub fn wait(self) -> Result<Appended, Arc<LedgerError>> {
        self.0.recv().unwrap_or_else(|_| Err(Arc::new(LedgerError::Poisoned)))
    }
}

impl Drop for Recorder {
    /// What was handed in is written before it is gone. The writer is the last to close the database, because only a
    /// writer can tidy it up.
    fn drop(&mut self) {
        drop(self.reader.take());
        drop(self.sender.take());
        if let Some(writer) = self.writer.take() {
            drop(writer.join());
        }
    }
}

/// All in one commit. If that fails, one by one, so that one that cannot be written stops no other. Who holds the
/// ledger holds it for all: it is waited for once, and not once more for each.
fn append(ledger: &mut Ledger, jobs: Vec<Job>) {
    let drafts: Vec<Draft> = jobs.iter().map(|job| job.draft.clone()).collect();
    match ledger.append(&drafts) {
        Ok(appended) => {
            for (job, appended) in jobs.into_iter().zip(appended) {
                // Whoever does not wait does not want to know.
                drop(job.done.send(Ok(appended)));
            }
        }
        // Whether they are there shows at the next opening. Nobody is told so now, and they are not written again.
        Err(error) if ledger.is_poisoned() => {
            let error = Arc::new(error);
            for job in jobs {
                drop(job.done.send(Err(error.clone())));
            }
            // If it cannot be opened, the next append says that it is poisoned.
            if let Ok(again) = Ledger::open(ledger.folder()) {
                *ledger = again;
            }
        }
        Err(error @ LedgerError::Busy { .. }) => {
            let error = Arc::new(error);
            for job in jobs {
                drop(job.done.send(Err(error.clone())));
            }
        }
        Err(_) => {
            for job in jobs {
                let appended = ledger.append(std::slice::from_ref(&job.draft));
                let appended =
                    appended.and_then(|all| all.first().copied().ok_or(LedgerError::Poisoned));
                drop(job.done.send(appended.map_err(Arc::new)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::OpenOptions;

    use lazaret_ledger::{Body, CheckEntry, CheckKind};
    use lazaret_trial::Digest;

    use super::*;

    fn job() -> (Job, Pending) {
        let (done, pending) = channel();
        let results = b"{}".to_vec();
        let body = Body::Check(CheckEntry {
            check: CheckKind::Replay,
            task: String::new(),
            evaluator: None,
            campaign: None,
            tried: 1,
            found: 0,
            results: Digest::of(&results),
        });
        (Job { draft: Draft { body, blobs: vec![results] }, done }, Pending(pending))
    }

    #[test]
    fn who_holds_the_ledger_is_waited_for_once_for_all() -> Result<(), Box<dyn std::error::Error>> {
        let scratch = tempfile::tempdir()?;
        let folder = scratch.path().join("ledger");
        let mut ledger = Ledger::open_within(&folder, std::time::Duration::from_millis(20))?;
        let holder = OpenOptions::new().write(true).open(folder.join("lock"))?;
        holder.lock()?;
        let (jobs, pending): (Vec<_>, Vec<_>) = (0..5).map(|_| job()).unzip();
        append(&mut ledger, jobs);
        let errors: Vec<_> = pending.into_iter().map(|it| it.wait().err()).collect();
        let [Some(first), ..] = errors.as_slice() else { return Err("it was recorded".into()) };
        assert!(matches!(**first, LedgerError::Busy { .. }), "{first}");
        // One answer for all of them, so one wait.
        assert!(errors.iter().all(|it| it.as_ref().is_some_and(|it| Arc::ptr_eq(it, first))));
        drop(holder);
        let (again, pending) = job();
        append(&mut ledger, vec![again]);
        assert_eq!(pending.wait()?.sequence, 0);
        Ok(())
    }
}
