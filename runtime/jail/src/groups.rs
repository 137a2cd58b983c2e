//! Control groups, version 2, where this process has a part of the hierarchy to itself.
//!
//! They count what the limits of a single process leave out: what the kernel holds for a prisoner (tables of
//! pages, buffers, files in memory), and whatever it has started, all together. And they end all of it at
//! once. They come on top: most containers show the hierarchy and let nobody write there.
//!
//! Layout, below the group that this process was started in, or the one that it was given:
//!
//! - `lazaret-host`: this process, if it had to leave. A group whose members are limited by it has no process
//!   of its own; that is the kernel's rule.
//! - `lazaret-PID-N`: all prisoners of one host, and in it a group for each.
//!
//! Empty groups of hosts that were killed are removed by the next one.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rustix::io::Errno;
use rustix::process::{Pid, test_kill_process};

use crate::confine::ProcessLimits;
use crate::layers::Layer;

/// Where a host goes that has to make room.
const HOST: &str = "lazaret-host";

/// What the groups of hosts begin with.
const PREFIX: &str = "lazaret-";

/// What is asked for.
const CONTROLLERS: [&str; 2] = ["memory", "pids"];

/// Threads and processes of one prisoner. A worker that compiles has the most, seven; one of strict isolation has a
/// copy for each instance that is alive.
const TASKS_MAX: u64 = 64;

/// What a prisoner may have besides the memory that it is allowed: the kernel's own, and pages of its programs.
const SLACK_BYTES: u64 = 64 << 20;

/// How long a group is waited for whose last process was told to end.
const PATIENCE: (u32, Duration) = (100, Duration::from_micros(500));

/// How to be given a part of the hierarchy.
const ADVICE: &str = "start it as `systemd-run --user --scope -p Delegate=yes lazaret ...`";

/// The groups of one host.
#[derive(Debug)]
pub struct Groups(Arc<Host>);

#[derive(Debug)]
struct Host {
    folder: PathBuf,
    /// What of [`CONTROLLERS`] limits members.
    limiting: Vec<&'static str>,
    /// Why some do not, for people.
    lacking: Option<String>,
    made: AtomicU64,
}

/// The group of one prisoner. When this is dropped, whatever is in it ends.
#[derive(Debug)]
pub struct Group {
    folder: PathBuf,
    /// What it is in is removed after the last one of its kind.
    host: Arc<Host>,
}

impl Groups {
    /// Looks for a part of the hierarchy, and makes a group in it for the prisoners to come.
    ///
    /// # Errors
    /// Why there is none, for people. It is no fault of anybody.
    pub fn find() -> Result<Self, String> {
        let read = |path: &str| std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"));
        let own = own_group(&read("/proc/self/cgroup")?, &read("/proc/self/mountinfo")?)?;
        Self::below(&own)
    }

    fn below(own: &Path) -> Result<Self, String> {
        // A second host of the same process, or of one that has made room.
        let home = own.parent().filter(|_| own.ends_with(HOST)).unwrap_or(own);
        let (limiting, lacking) = enable(home)?;
        sweep(home);
        let folder = fresh(home).map_err(|why| format!("no group can be made: {why}"))?;
        let host = Host { folder, limiting, lacking, made: AtomicU64::new(0) };
        for controller in &host.limiting {
            write(&host.folder, "cgroup.subtree_control", &format!("+{controller}"))
                .map_err(|why| format!("`{controller}` cannot be handed on: {why}"))?;
        }
        Ok(Self(Arc::new(host)))
    }

    /// A group for one prisoner.
    ///
    /// # Errors
    /// If the kernel does not make it.
    pub fn group(&self) -> io::Result<Group> {
        let number = self.0.made.fetch_add(1, Ordering::Relaxed);
        let folder = self.0.folder.join(number.to_string());
        std::fs::create_dir(&folder)?;
        let group = Group { folder, host: Arc::clone(&self.0) };
        if self.0.limits("pids") {
            write(&group.folder, "pids.max", &TASKS_MAX.to_string())?;
        }
        if self.0.limits("memory") {
            // Half a worker is of no use.
            write(&group.folder, "memory.oom.group", "1")?;
            // A machine without swap has no such file.
            let _ = write(&group.folder, "memory.swap.max", "0");
        }
        Ok(group)
    }
}

impl Host {
    fn limits(&self, controller: &str) -> bool {
        self.limiting.contains(&controller)
    }

    /// What stands, for people and verdicts.
    fn detail(&self) -> String {
        let limits = match self.limiting[..] {
            [] => String::new(),
            _ => format!("; {} limited for all of it together", self.limiting.join(" and ")),
        };
        let lacking = self.lacking.as_ref().map_or_else(String::new, |why| format!("; {why}"));
        format!("all that a worker consists of ends at once{limits}{lacking}")
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // Those of prisoners go with them. What is left is removed by the next host.
        remove(&self.folder);
    }
}

impl Group {
    /// This wall as one of those around a prisoner; `found` has why there is none.
    #[must_use]
    pub fn layer(found: &Result<Self, String>) -> Layer {
        let result = found.as_ref().map(|group| group.host.detail());
        Layer::extra("control-group", result.map_err(Clone::clone))
    }

    /// Takes a process in, with what it will start. The caller sees to it that the number is still that process's.
    ///
    /// # Errors
    /// If the process is gone, or may not be moved.
    pub fn add(&self, process: u32) -> io::Result<()> {
        write(&self.folder, "cgroup.procs", &process.to_string())
    }

    /// Limits the memory of all members together to what these allow one process, and a little for the kernel.
    ///
    /// # Errors
    /// If the kernel does not take it.
    pub fn limit(&self, limits: &ProcessLimits) -> io::Result<()> {
        if !self.host.limits("memory") {
            return Ok(());
        }
        let bytes = limits.memory_bytes.saturating_add(limits.file_bytes);
        write(&self.folder, "memory.max", &bytes.saturating_add(SLACK_BYTES).to_string())
    }

    /// Whether the kernel has ended a member because the memory of the group was used up.
    #[must_use]
    pub fn ran_out_of_memory(&self) -> bool {
        let events = std::fs::read_to_string(self.folder.join("memory.events"));
        events.is_ok_and(|events| kills(&events) != 0)
    }

    /// Ends all members.
    pub fn kill(&self) {
        // A kernel before 5.14 has no such file; then each is ended by whoever started it.
        let _ = write(&self.folder, "cgroup.kill", "1");
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
        remove(&self.folder);
    }
}

/// How often the kernel has ended somebody, from its list of a group's events.
fn kills(events: &str) -> u64 {
    let count = events.lines().find_map(|line| line.strip_prefix("oom_kill "));
    count.and_then(|count| count.parse().ok()).unwrap_or(0)
}

/// The folder of the group that this process is in.
fn own_group(membership: &str, mounts: &str) -> Result<PathBuf, String> {
    let own = membership.lines().find_map(|line| line.strip_prefix("0::"));
    let own = own.ok_or("this kernel has no control groups of version 2")?;
    let mounted = mounts.lines().find_map(|line| {
        let (mount, system) = line.split_once(" - ")?;
        let mut mount = mount.split(' ').skip(3);
        let (root, point) = (mount.next()?, mount.next()?);
        (system.split(' ').next()? == "cgroup2").then(|| (root, point.replace("\\040", " ")))
    });
    let (root, point) = mounted.ok_or("control groups of version 2 are not mounted")?;
    // Of a part of the hierarchy that is mounted elsewhere, only what is below it can be seen.
    let inside = Path::new(own).strip_prefix(root);
    let inside = inside.ok().filter(|path| !own.contains("..") && path.is_relative());
    let inside = inside.ok_or("the own control group is not in the part that is mounted")?;
    Ok(Path::new(&point).join(inside))
}

/// Has the members of `home` limited, and says by what, and why by no more.
fn enable(home: &Path) -> Result<(Vec<&'static str>, Option<String>), String> {
    let available = words(home, "cgroup.controllers").map_err(|why| why.to_string())?;
    let on = || {
        let on = words(home, "cgroup.subtree_control").unwrap_or_default();
        CONTROLLERS.into_iter().filter(|name| on.iter().any(|word| word == name)).collect()
    };
    let before: Vec<_> = on();
    let off = CONTROLLERS.into_iter().filter(|name| !before.contains(name));
    let (there, absent): (Vec<_>, Vec<_>) =
        off.partition(|name| available.iter().any(|word| word == name));
    if !there.is_empty() {
        if !is_root(home) && !is_empty(home) && !make_room(home) {
            return Ok((before, Some(format!("other programs are in the same group; {ADVICE}"))));
        }
        let line = there.iter().map(|name| format!("+{name}")).collect::<Vec<_>>().join(" ");
        if let Err(error) = write(home, "cgroup.subtree_control", &line) {
            let why = format!("{} cannot be limited: {error}; {ADVICE}", there.join(" and "));
            return Ok((on(), Some(why)));
        }
    }
    let lacking = (!absent.is_empty())
        .then(|| format!("this hierarchy cannot limit {}", absent.join(" and ")));
    Ok((on(), lacking))
}

/// Whether this is the top of the whole hierarchy, whose own processes are nobody's members.
fn is_root(home: &Path) -> bool {
    !home.join("cgroup.type").exists()
}

/// Asked before anything is enabled: with processes of its own, a group can have its threads counted, and then none
/// below it takes a process any more.
fn is_empty(home: &Path) -> bool {
    words(home, "cgroup.procs").is_ok_and(|members| members.is_empty())
}

/// Moves this process one down, if it is alone.
fn make_room(home: &Path) -> bool {
    let alone = words(home, "cgroup.procs")
        .is_ok_and(|members| members == [std::process::id().to_string()]);
    let below = home.join(HOST);
    // It is there already if a host was here before.
    alone
        && std::fs::create_dir(&below)
            .or_else(|error| if below.is_dir() { Ok(()) } else { Err(error) })
            .and_then(|()| write(&below, "cgroup.procs", "0"))
            .is_ok()
}

/// A new folder for a host of this process.
fn fresh(home: &Path) -> io::Result<PathBuf> {
    let process = std::process::id();
    let mut number = 0_u32;
    loop {
        let folder = home.join(format!("{PREFIX}{process}-{number}"));
        match std::fs::create_dir(&folder) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            made => return made.map(|()| folder),
        }
    }
}

/// Removes what is left of hosts that are gone. A group that is not empty cannot be removed.
fn sweep(home: &Path) {
    for entry in std::fs::read_dir(home).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.split_once('-'));
        let process = process.and_then(|(process, _)| Pid::from_raw(process.parse().ok()?));
        if process.is_some_and(|process| test_kill_process(process) == Err(Errno::SRCH)) {
            for inner in std::fs::read_dir(entry.path()).into_iter().flatten().flatten() {
                // Files cannot be removed, and are not folders.
                let _ = std::fs::remove_dir(inner.path());
            }
            let _ = std::fs::remove_dir(entry.path());
        }
    }
}

/// Removes an empty group; a process that was told to end takes a moment.
fn remove(folder: &Path) {
    let (times, pause) = PATIENCE;
    for _ in 0..times {
        match std::fs::remove_dir(folder) {
            Err(error) if error.kind() == ErrorKind::ResourceBusy => std::thread::sleep(pause),
            // Gone, or not to be had; the next host tries again.
            _ => return,
        }
    }
}

fn words(folder: &Path, file: &str) -> io::Result<Vec<String>> {
    let text = std::fs::read_to_string(folder.join(file))?;
    Ok(text.split_whitespace().map(str::to_owned).collect())
}

/// Such files are there already, and take one line at once.
fn write(folder: &Path, file: &str, line: &str) -> io::Result<()> {
    OpenOptions::new().write(true).open(folder.join(file))?.write_all(line.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "25 1 8:1 / / rw - ext4 /dev/sda1 rw\n\
        31 25 0:27 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";

    #[test]
    fn the_own_group_is_found_where_the_hierarchy_is_mounted() {
        let found = own_group("1:name=systemd:/x\n0::/user.slice/a.scope\n", MOUNTS).unwrap();
        assert_eq!(found, Path::new("/sys/fs/cgroup/user.slice/a.scope"));
        assert_eq!(own_group("0::/\n", MOUNTS).unwrap(), Path::new("/sys/fs/cgroup"));
        let part = "31 25 0:27 /a /mnt/x\\040y rw - cgroup2 cgroup2 rw\n";
        assert_eq!(own_group("0::/a/b\n", part).unwrap(), Path::new("/mnt/x y/b"));
    }

    #[test]
    fn what_is_not_to_be_had_is_told() {
        let part = "31 25 0:27 /a /mnt rw - cgroup2 cgroup2 rw\n";
        for (membership, mounts) in [
            ("4:memory:/\n", MOUNTS),
            ("0::/\n", "25 1 8:1 / / rw - ext4 /dev/sda1 rw\n"),
            ("0::/b\n", part),
            ("0::/../b\n", MOUNTS),
        ] {
            assert!(own_group(membership, mounts).is_err(), "{membership}{mounts}");
        }
        let nothing = tempfile::tempdir().unwrap();
        let found = Group::layer(&Groups::below(nothing.path()).map(|_| unreachable!()));
        assert!(!found.engaged && !found.required, "{found:?}");
    }

    #[test]
    fn kills_are_counted() {
        assert_eq!(kills("low 0\noom 2\noom_kill 3\noom_group_kill 1\n"), 3);
        assert_eq!(kills(""), 0);
    }

    /// Where the kernel lets us: a group with a process in it, and neither is left.
    #[test]
    fn what_is_in_a_group_ends_with_it() {
        let Ok(groups) = Groups::find() else { return };
        let group = groups.group().unwrap();
        let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        group.add(child.id()).unwrap();
        let of_child = std::fs::read_to_string(format!("/proc/{}/cgroup", child.id())).unwrap();
        let name = group.folder.strip_prefix(groups.0.folder.parent().unwrap()).unwrap();
        assert!(of_child.lines().any(|line| line.ends_with(name.to_str().unwrap())), "{of_child}");
        let (inner, outer) = (group.folder.clone(), groups.0.folder.clone());
        drop(group);
        assert!(!inner.exists());
        assert!(!child.wait().unwrap().success());
        drop(groups);
        assert!(!outer.exists());
    }

    /// Where the kernel lets us.
    #[test]
    fn memory_is_limited_for_all_members_together() {
        let Ok(groups) = Groups::find() else { return };
        if !groups.0.limits("memory") {
            return;
        }
        let group = groups.group().unwrap();
        group.limit(&ProcessLimits { memory_bytes: 0, cpu_seconds: None, file_bytes: 0 }).unwrap();
        // Two that keep 48 MiB each; one of them would be within the limit.
        let script = "read go; tail -c 50000000 /dev/zero & tail -c 50000000 /dev/zero; wait";
        let mut child = std::process::Command::new("/bin/sh");
        let mut child =
            child.args(["-c", script]).stdin(std::process::Stdio::piped()).spawn().unwrap();
        group.add(child.id()).unwrap();
        assert!(!group.ran_out_of_memory());
        child.stdin.take().unwrap().write_all(b"go\n").unwrap();
        assert!(!child.wait().unwrap().success());
        assert!(group.ran_out_of_memory());
    }

    #[test]
    fn a_host_that_was_killed_is_cleaned_up_after() {
        let home = tempfile::tempdir().unwrap();
        // No process has this number, the greatest that the kernel's type holds.
        let (dead, own) = (i32::MAX, std::process::id());
        for name in [format!("lazaret-{dead}-0/3"), format!("lazaret-{own}-0/1"), HOST.to_owned()] {
            std::fs::create_dir_all(home.path().join(name)).unwrap();
        }
        sweep(home.path());
        assert!(!home.path().join(format!("lazaret-{dead}-0")).exists());
        assert!(home.path().join(format!("lazaret-{own}-0/1")).exists());
        assert!(home.path().join(HOST).exists());
    }
}
