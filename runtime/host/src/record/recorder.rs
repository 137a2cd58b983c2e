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

/// All in one commit. If that fails, one by one, so that one that cannot be written stops no other.
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
