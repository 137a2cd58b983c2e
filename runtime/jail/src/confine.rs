//! A process that gives itself up.
//!
//! Two steps, because native code has to be mapped and threads have to be started between them: after
//! [`confine`] no file can be opened that was not handed over and nothing can be reached; after [`seal`]
//! no code can be loaded either, and no thread or process be made.

use std::fs::File;

use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, LandlockStatus, Ruleset,
    RulesetAttr, RulesetStatus, Scope,
};
use rustix::process::{
    DumpableBehavior, Resource, Rlimit, Signal, set_dumpable_behavior,
    set_parent_process_death_signal, setrlimit,
};
use rustix::thread::{
    CapabilitySet, CapabilitySets, UnshareFlags, set_capabilities, unshare_unsafe,
};

use lazaret_trial::Weakness;
use serde::{Deserialize, Serialize};

use crate::filters;
use crate::layers::Layer;

/// Open descriptors of a confined process. WebAssembly needs few: channels, native code, memory images.
const DESCRIPTORS_MAX: u64 = 64;

/// Bytes of free heap that a process keeps. Several times what the instance of an interpreter takes.
#[cfg(target_env = "gnu")]
const HEAP_BYTES_KEPT: libc::c_int = 8 << 20;

/// The name of the layer without which [`seal`] can do nothing.
pub const SECCOMP: &str = "seccomp";

/// What a confined process may use up for its task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcessLimits {
    /// Bytes of private memory that can be written, over all mappings. Address space is not limited,
    /// because WebAssembly memories reserve much more of it than they use.
    pub memory_bytes: u64,
    /// Seconds of processor time; none for a process that serves for long.
    pub cpu_seconds: Option<u64>,
    /// Bytes that it may write into one file that it was handed.
    pub file_bytes: u64,
}

/// Why a process could not give itself up.
#[derive(Debug, thiserror::Error)]
pub enum ConfineError {
    /// Whoever started it is gone.
    #[error("the parent is gone")]
    Orphaned,
    /// A limit is not taken.
    #[error("the kernel does not take the limit: {0}")]
    Limit(String),
    /// The filter of system calls is not taken.
    #[error("the kernel does not take the filter of system calls: {0}")]
    Seccomp(String),
}

/// A process that has taken the first step.
pub struct Confined {
    /// Which walls stand.
    pub layers: Vec<Layer>,
    /// The kernel's list of the process's own pages, which it could not open any more; none where there is none.
    /// It tells which of them were written to, so that memories can be used again.
    pub pagemap: Option<File>,
}

/// The first step. The calling process must have one thread, and every descriptor above the third that
/// is open is closed. `parent` is the process that this one must not outlive.
///
/// # Errors
/// If the parent is gone already. A wall that does not stand is no error here but in the answer.
pub fn confine(parent: u32) -> Result<Confined, ConfineError> {
    one_heap();
    let mut layers = vec![Layer::extra("namespaces", namespaces())];
    layers.push(Layer::required("descriptors", close_descriptors()));
    let pagemap = File::open("/proc/self/pagemap").ok();
    layers.push(Layer::required("rlimits", rlimits()));
    layers.push(Layer::required("no-new-privs", no_new_privileges()));
    layers.push(Layer::required("capabilities", drop_capabilities()));
    // The kernel forgets the request when rights change, so it comes after that.
    layers.push(Layer::required("death-with-parent", death_with(parent)?));
    layers.push(Layer::required("landlock", landlock()));
    let undumpable = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    let undumpable = undumpable.map(|()| "no other process can read its memory".to_owned());
    layers.push(Layer::required("undumpable", undumpable.map_err(|error| error.to_string())));
    layers.push(Layer::required(SECCOMP, preparing()));
    Ok(Confined { layers, pagemap })
}

/// The second step, for all threads. Nothing is left to be done after it but the work.
///
/// # Errors
/// If the kernel does not take the filter.
pub fn seal() -> Result<(), ConfineError> {
    if Weakness::Seccomp.is_chosen() {
        return Ok(());
    }
    let error = |error: &dyn std::fmt::Display| ConfineError::Seccomp(error.to_string());
    let filter = filters::running().map_err(|why| error(&why))?;
    seccompiler::apply_filter_all_threads(&filter).map_err(|why| error(&why))
}

/// Between the two steps, once it is known what for: what the process may use up.
///
/// # Errors
/// If the kernel does not take a limit.
pub fn limit(limits: &ProcessLimits) -> Result<(), ConfineError> {
    let set = |resource, value| lower(resource, value).map_err(ConfineError::Limit);
    set(Resource::Fsize, limits.file_bytes)?;
    set(Resource::Data, limits.memory_bytes)?;
    if let Some(seconds) = limits.cpu_seconds {
        // The soft limit first: its signal tells the reason.
        let limit = Rlimit { current: Some(seconds), maximum: Some(seconds.saturating_add(1)) };
        setrlimit(Resource::Cpu, limit).map_err(|error| ConfineError::Limit(error.to_string()))?;
    }
    Ok(())
}

/// For a process that a confined one has made: the kernel has forgotten on whose death it depends.
///
/// # Errors
/// If the parent is gone already.
pub fn depend_on(parent: u32) -> Result<(), ConfineError> {
    death_with(parent)?.map(drop).map_err(ConfineError::Limit)
}

/// Which of two processes this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The one that was there before.
    Parent,
    /// The copy.
    Child,
}

/// Makes a copy of this process, which must have one thread. The copy must call [`depend_on`] first.
///
/// # Errors
/// If there is no room for another process.
pub fn fork() -> std::io::Result<Side> {
    #[expect(unsafe_code, reason = "a copy of what is loaded is what makes a fresh process cheap")]
    // SAFETY: the process has one thread, so no lock is held by anybody who is not in the copy.
    match unsafe { libc::fork() } {
        0 => Ok(Side::Child),
        -1 => Err(std::io::Error::last_os_error()),
        _ => Ok(Side::Parent),
    }
}

fn death_with(parent: u32) -> Result<Result<String, String>, ConfineError> {
    if Weakness::Orphans.is_chosen() {
        return Ok(Ok("not asked for".to_owned()));
    }
    let asked = set_parent_process_death_signal(Some(Signal::KILL));
    // If it died before it was asked for, nobody will tell.
    let now = rustix::process::getppid().map(|pid| pid.as_raw_nonzero().get().unsigned_abs());
    if now != Some(parent) {
        return Err(ConfineError::Orphaned);
    }
    let asked = asked.map(|()| "the kernel kills it when its parent ends".to_owned());
    Ok(asked.map_err(|error| error.to_string()))
}

/// Heaps of further threads are trimmed by a C library that reads a file of the kernel first, and no file
/// can be opened later. What an instance needs of the heap is kept for the next one: given back to the kernel each
/// time, it would cost fifty faults of pages.
fn one_heap() {
    #[cfg(target_env = "gnu")]
    {
        set_allocator(libc::M_ARENA_MAX, 1);
        set_allocator(libc::M_MMAP_THRESHOLD, HEAP_BYTES_KEPT / 2);
        set_allocator(libc::M_TRIM_THRESHOLD, HEAP_BYTES_KEPT);
    }
}

/// Between the two steps, before there is a second thread: gives up to so many threads a heap each, of which
/// nothing goes back to the kernel before the process ends.
pub fn heaps(threads: usize) {
    #[cfg(target_env = "gnu")]
    if let Ok(threads) = libc::c_int::try_from(threads) {
        set_allocator(libc::M_TRIM_THRESHOLD, libc::c_int::MAX);
        set_allocator(libc::M_ARENA_MAX, threads);
    }
}

#[cfg(target_env = "gnu")]
fn set_allocator(parameter: libc::c_int, value: libc::c_int) {
    #[expect(unsafe_code, reason = "there is no safe way to set up the allocator")]
    // SAFETY: the process has one thread, and the call only sets a number of the allocator.
    let _ = unsafe { libc::mallopt(parameter, value) };
}

/// The first three are the channel and two that lead nowhere.
fn close_descriptors() -> Result<String, String> {
    #[expect(unsafe_code, reason = "there is no safe way to close what nobody here has opened")]
    // SAFETY: the process has one thread and has opened nothing itself, so nobody holds a number that
    // this closes.
    let result = unsafe { libc::close_range(3, libc::c_uint::MAX, 0) };
    match result {
        0 => Ok("all closed but the channel to the parent".to_owned()),
        _ => Err(std::io::Error::last_os_error().to_string()),
    }
}

fn namespaces() -> Result<String, String> {
    let flags = UnshareFlags::NEWUSER
        | UnshareFlags::NEWNET
        | UnshareFlags::NEWIPC
        | UnshareFlags::NEWUTS
        | UnshareFlags::NEWNS
        | UnshareFlags::NEWCGROUP;
    #[expect(unsafe_code, reason = "the call is unsafe for one of its flags, which is not used")]
    // SAFETY: `UnshareFlags::FILES` is not among the flags, and the process has one thread.
    let result = unsafe { unshare_unsafe(flags) };
    result
        .map(|()| "user, network, IPC, UTS, mount, cgroup".to_owned())
        .map_err(|error| format!("not to be had here: {error}"))
}

fn rlimits() -> Result<String, String> {
    for resource in [Resource::Core, Resource::Memlock, Resource::Msgqueue] {
        lower(resource, 0)?;
    }
    lower(Resource::Nofile, DESCRIPTORS_MAX)?;
    Ok(format!("no core file, {DESCRIPTORS_MAX} descriptors; memory and files by the task"))
}

/// Lowers a limit to `value`, or leaves it if it is lower already.
fn lower(resource: Resource, value: u64) -> Result<(), String> {
    let now = rustix::process::getrlimit(resource);
    let value = now.maximum.map_or(value, |maximum| maximum.min(value));
    let limit = Rlimit { current: Some(value), maximum: Some(value) };
    setrlimit(resource, limit).map_err(|error| error.to_string())
}

fn no_new_privileges() -> Result<String, String> {
    rustix::thread::set_no_new_privs(true)
        .map(|()| "no program that it starts could gain rights".to_owned())
        .map_err(|error| error.to_string())
}

fn drop_capabilities() -> Result<String, String> {
    if Weakness::Rights.is_chosen() {
        return Ok("not dropped".to_owned());
    }
    let none = CapabilitySet::empty();
    let sets = CapabilitySets { effective: none, permitted: none, inheritable: none };
    set_capabilities(None, sets)
        .map(|()| "none left, for root as well".to_owned())
        .map_err(|error| error.to_string())
}

/// No rule is added, so whatever the kernel can forbid is forbidden.
fn landlock() -> Result<String, String> {
    if Weakness::Landlock.is_chosen() {
        return Ok("not there".to_owned());
    }
    let newest = ABI::V10;
    let restrict = || {
        Ruleset::default()
            .set_compatibility(CompatLevel::BestEffort)
            .handle_access(AccessFs::from_all(newest))?
            .handle_access(AccessNet::from_all(newest))?
            .scope(Scope::from_all(newest))?
            .create()?
            .restrict_self()
    };
    let status = restrict().map_err(|error: landlock::RulesetError| error.to_string())?;
    match (status.ruleset, status.landlock) {
        (
            RulesetStatus::FullyEnforced | RulesetStatus::PartiallyEnforced,
            LandlockStatus::Available { effective_abi, .. },
        ) => Ok(format!("all rights of version {} denied", effective_abi as u32)),
        _ => Err("the kernel has no Landlock, or it is not switched on".to_owned()),
    }
}

fn preparing() -> Result<String, String> {
    if Weakness::Seccomp.is_chosen() {
        return Ok("not there".to_owned());
    }
    let filter = filters::preparing().map_err(|error| error.to_string())?;
    seccompiler::apply_filter(&filter).map_err(|error| error.to_string())?;
    Ok("a list of system calls; any other kills the process".to_owned())
}
