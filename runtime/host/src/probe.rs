//! The probe of the jail: whatever is forbidden is tried from inside.

use lazaret_jail::acts;
use lazaret_worker::{Tried, WorkerError, WorkerSettings, Workers};

use crate::isolation::Settings;

/// What is said of an act that nothing has stopped.
const DONE: &str = "it was done";

/// One forbidden act and what came of it.
#[derive(Clone, Debug)]
pub struct Probed {
    /// What was tried.
    pub name: &'static str,
    /// What kind of act it is.
    pub group: &'static str,
    /// Whether the kernel ended the process for it, which is the only end that counts.
    pub denied: bool,
    /// How it ended inside of the jail.
    pub inside: String,
    /// How it ended in a worker that still loads, if that must refuse it already.
    pub loading: Option<String>,
    /// What the same act does in a process without a jail.
    pub outside: String,
}

/// Tries each act in a worker of its own that is sealed as if a guest were to run in it, and once outside;
/// and what has to do with files also in one that still loads.
///
/// # Errors
/// If no worker can be started, or one lacks a wall that must stand.
pub fn probe(
    settings: &Settings,
    outside: impl Fn(usize) -> String,
    mut progress: impl FnMut(&Probed),
) -> Result<Vec<Probed>, WorkerError> {
    let worker = WorkerSettings { program: settings.worker.clone(), allow_degraded: false };
    let workers = Workers::new(worker, 1).map_err(|error| WorkerError::Start(error.to_string()))?;
    let mut all = Vec::new();
    for (index, act) in acts().iter().enumerate() {
        let (mut denied, inside) = match workers.take()?.attempt(index, true)? {
            Tried::Denied(how) => (true, how),
            Tried::Ended(how) => (false, how),
            Tried::Refused(error) => (false, format!("it was tried and failed: {error}")),
            Tried::Done => (false, DONE.to_owned()),
        };
        let mut loading = None;
        if act.is_refused_while_loading() {
            loading = Some(match workers.take()?.attempt(index, false)? {
                Tried::Denied(how) | Tried::Ended(how) | Tried::Refused(how) => how,
                Tried::Done => {
                    denied = false;
                    DONE.to_owned()
                }
            });
        }
        let (name, group) = (act.name, act.group);
        let probed = Probed { name, group, denied, inside, loading, outside: outside(index) };
        progress(&probed);
        all.push(probed);
    }
    Ok(all)
}
