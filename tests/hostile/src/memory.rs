//! The most memory that this process and its children had at one time, as the kernel counts it.
//!
//! Children are whatever this process or a child of it has started, looked for again and again because they
//! may be gone before the end. Compilers are left out: they have limits of their own, and no part of a sandbox.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How often children are looked for.
const SAMPLE: Duration = Duration::from_millis(2);

/// What the names of compilers and linkers begin with.
const COMPILERS: &[&str] = &["clang", "rustc", "wasm-ld", "rust-lld", "lld", "ld", "cc"];

/// Peaks of resident memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Peaks {
    /// This process before the work.
    pub before_bytes: u64,
    /// This process during the work.
    pub host_bytes: u64,
    /// The largest of its children, 0 if there was none.
    pub child_bytes: u64,
}

impl Peaks {
    /// The peak of the process that had most.
    #[must_use]
    pub fn most(self) -> u64 {
        self.host_bytes.max(self.child_bytes)
    }
}

/// Does some work and measures it.
///
/// # Errors
/// If the kernel does not tell.
pub fn measured<T>(work: impl FnOnce() -> T) -> io::Result<(T, Peaks)> {
    // From here on, the peak is that of the work.
    fs::write("/proc/self/clear_refs", "5")?;
    let before_bytes = status("self", "VmRSS:").ok_or_else(untold)?;
    let done = AtomicBool::new(false);
    let (result, child_bytes) = std::thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut peaks = BTreeMap::new();
            while !done.load(Ordering::Acquire) {
                sample(&mut peaks);
                std::thread::sleep(SAMPLE);
            }
            peaks.values().copied().max().unwrap_or_default()
        });
        let result = work();
        done.store(true, Ordering::Release);
        (result, watch.join().unwrap_or_default())
    });
    let host_bytes = status("self", "VmHWM:").ok_or_else(untold)?;
    Ok((result, Peaks { before_bytes, host_bytes, child_bytes }))
}

fn untold() -> io::Error {
    io::Error::other("/proc does not say how much memory a process has")
}

/// Notes the peak of every process below this one.
fn sample(peaks: &mut BTreeMap<String, u64>) {
    for process in below("self") {
        let compiler = fs::read_to_string(format!("/proc/{process}/comm"))
            .is_ok_and(|name| COMPILERS.iter().any(|known| name.starts_with(known)));
        if let Some(bytes) = status(&process, "VmHWM:").filter(|_| !compiler) {
            let peak = peaks.entry(process).or_default();
            *peak = bytes.max(*peak);
        }
    }
}

/// Every process below one: its children, and theirs.
pub fn below(process: &str) -> Vec<String> {
    let mut found = children(process);
    let mut index = 0;
    while let Some(process) = found.get(index) {
        let more = children(process);
        found.extend(more);
        index += 1;
    }
    found
}

fn children(process: &str) -> Vec<String> {
    let Ok(threads) = fs::read_dir(format!("/proc/{process}/task")) else { return Vec::new() };
    let of_thread = |thread: io::Result<fs::DirEntry>| {
        let list = fs::read_to_string(thread.ok()?.path().join("children")).ok()?;
        Some(list.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    };
    threads.filter_map(of_thread).flatten().collect()
}

/// A number of bytes in the status of a process.
fn status(process: &str, name: &str) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1024)
}
