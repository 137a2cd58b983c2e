//! How much memory processes have.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::contender::Place;

/// How often it is looked; a hoard of 128 MiB takes longer to fill.
const LOOK: Duration = Duration::from_millis(10);

/// A process and all that come of it.
#[must_use]
pub fn family(pid: u32) -> BTreeSet<u32> {
    let mut found = BTreeSet::from([pid]);
    let mut pending = vec![pid];
    while let Some(pid) = pending.pop() {
        let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
        for task in tasks {
            let children = std::fs::read_to_string(task.path().join("children"));
            let children = children.unwrap_or_default();
            let children = children.split_whitespace().filter_map(|pid| pid.parse().ok());
            pending.extend(children.filter(|pid| found.insert(*pid)));
        }
    }
    found
}

/// The resident bytes of a process; 0 if it is gone. Pages that several processes share count for each.
#[must_use]
pub fn resident_bytes(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or_default() * 1024
}

fn is_this_program(pid: u32) -> bool {
    let program = |pid: &str| std::fs::read_link(format!("/proc/{pid}/exe")).ok();
    program(&pid.to_string()) == program("self")
}

/// Does some work, and watches meanwhile; the most bytes at one moment.
pub fn watched<T>(place: Place, work: impl FnOnce() -> T) -> (T, u64) {
    let own = std::process::id();
    let before = family(own);
    let look = || {
        let pids: BTreeSet<u32> = match place {
            Place::Process(pid) => family(pid),
            Place::Here | Place::Started => {
                let mut started: BTreeSet<u32> = family(own).difference(&before).copied().collect();
                // What is just being started still has our own memory, and spare workers are not theirs.
                started.retain(|pid| place == Place::Here || !is_this_program(*pid));
                started.into_iter().chain((place == Place::Here).then_some(own)).collect()
            }
        };
        pids.into_iter().map(resident_bytes).sum::<u64>()
    };
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            let mut most = look();
            while !done.load(Ordering::Relaxed) {
                std::thread::sleep(LOOK);
                most = most.max(look());
            }
            most
        });
        let result = work();
        done.store(true, Ordering::Relaxed);
        (result, watcher.join().unwrap_or_default())
    })
}
