//! What a child does to itself between fork and exec.
//!
//! Invariants:
//! - Limits, the lifeline and the filter of system calls stand before the first instruction of the foreign
//!   program. If one of them cannot be had, the program is not started.
//! - Whatever the child has started ends with the host, however the host ends.
//!
//! The **lifeline** is a socket whose other end only the host has. The kernel kills the whole process group
//! of the child when that end is closed, and it is closed by whatever ends the host. Asking for a signal on
//! the death of the parent is not enough: it holds for the child alone and not for the linker that it starts,
//! and it comes when the thread ends that has started the child.
//!
//! This is done by the child itself and not by a copy of our own program that would start it: such a copy
//! costs another exec, has to be found, and could itself be killed without those below it. What is done
//! here allocates nothing, takes no lock and is a dozen system calls.

use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{FdFlags, fcntl_setfd};
use rustix::process::{
    Resource, Rlimit, Signal, getrlimit, set_parent_process_death_signal, setrlimit,
};
use seccompiler::BpfProgram;

use crate::child::JailLimits;
use crate::filters;

/// The stack of a compiler. Not left to the machine, because how deep a program may be nested rests on it.
const STACK_BYTES: u64 = 8 << 20;

/// Open files of a child.
const DESCRIPTORS_MAX: u64 = 256;

/// The request of `fcntl` for another signal than the usual one, the same on all architectures here; the
/// library of such numbers has none for it.
const F_SETSIG: libc::c_int = 10;

/// What a child needs to give itself up, made before it is there.
pub struct Start {
    limits: [(Resource, Rlimit); 6],
    lifeline: OwnedFd,
    filter: BpfProgram,
}

/// The end of the lifeline that the host holds as long as the child may live.
pub struct Lifeline(#[expect(dead_code, reason = "what counts is when it is closed")] UnixStream);

impl Start {
    /// All of it, and the host's end of the lifeline.
    pub fn new(limits: &JailLimits) -> io::Result<(Self, Lifeline)> {
        let (host, child) = UnixStream::pair()?;
        let filter = filters::compiling(child.as_raw_fd()).map_err(io::Error::other)?;
        let both = |value| Rlimit { current: Some(value), maximum: Some(value) };
        // The soft limit first: its signal tells the reason.
        let cpu = Rlimit {
            current: Some(limits.cpu_seconds),
            maximum: Some(limits.cpu_seconds.saturating_add(1)),
        };
        let limits = [
            (Resource::As, both(limits.memory_bytes)),
            (Resource::Fsize, both(limits.file_bytes)),
            (Resource::Core, both(0)),
            (Resource::Nofile, both(DESCRIPTORS_MAX)),
            (Resource::Stack, both(STACK_BYTES)),
            (Resource::Cpu, cpu),
        ];
        Ok((Self { limits, lifeline: child.into(), filter }, Lifeline(host)))
    }

    /// Does it. The calling process leads its process group already.
    pub fn give_up(&self) -> io::Result<()> {
        for (resource, limit) in &self.limits {
            setrlimit(*resource, at_most(getrlimit(*resource), limit))?;
        }
        hold(self.lifeline.as_fd())?;
        // What the error says is not passed on, because that would take the allocator, whose lock may be
        // held by a thread that is not there.
        seccompiler::apply_filter(&self.filter)
            .map_err(|_| io::Error::from_raw_os_error(libc::ENOSYS))
    }
}

/// A limit, or the ceiling that stands if it is lower already.
fn at_most(now: Rlimit, wanted: &Rlimit) -> Rlimit {
    let lower = |value: Option<u64>| match (value, now.maximum) {
        (Some(value), Some(ceiling)) => Some(value.min(ceiling)),
        (value, ceiling) => value.or(ceiling),
    };
    Rlimit { current: lower(wanted.current), maximum: lower(wanted.maximum) }
}

/// Ties the life of the calling process group to the other end of this socket.
fn hold(lifeline: BorrowedFd<'_>) -> io::Result<()> {
    // The death of the thread that has started the child is asked for as well: the two fail in different ways.
    set_parent_process_death_signal(Some(Signal::KILL))?;
    let own_group = -rustix::process::getpid().as_raw_nonzero().get();
    for (request, value) in
        [(libc::F_SETOWN, own_group), (F_SETSIG, libc::SIGKILL), (libc::F_SETFL, libc::O_ASYNC)]
    {
        #[expect(unsafe_code, reason = "no library sets the owner of a descriptor's signals")]
        // SAFETY: the descriptor is open, and none of these requests touches memory.
        let result = unsafe { libc::fcntl(lifeline.as_raw_fd(), request, value) };
        if result < 0 {
            return Err(io::Error::last_os_error());
        }
    }
    // It stays open in the foreign program and in what that starts.
    fcntl_setfd(lifeline, FdFlags::empty())?;
    // Whoever closed the other end before this one was armed has told nobody.
    let mut ends = [PollFd::from_borrowed_fd(lifeline, PollFlags::empty())];
    poll(&mut ends, Some(&Timespec { tv_sec: 0, tv_nsec: 0 }))?;
    let gone = ends.iter().any(|end| end.revents().contains(PollFlags::HUP));
    if gone { Err(io::Error::from_raw_os_error(libc::EOWNERDEAD)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::{CommandExt, ExitStatusExt};
    use std::process::{Child, Command};
    use std::time::{Duration, Instant};

    use rustix::process::{Pid, test_kill_process_group};

    use super::*;

    const LIMITS: JailLimits = JailLimits {
        cpu_seconds: 5,
        memory_bytes: 256 << 20,
        file_bytes: 1 << 20,
        wall: Duration::from_secs(20),
    };

    fn spawn(start: Start, script: &str) -> io::Result<Child> {
        let mut command = Command::new("/bin/bash");
        command.args(["--norc", "-c", script]).process_group(0);
        #[expect(unsafe_code, reason = "this is what the child does to itself")]
        // SAFETY: it only makes system calls.
        unsafe {
            command.pre_exec(move || start.give_up());
        }
        command.spawn()
    }

    #[test]
    fn the_whole_group_ends_with_the_lifeline() {
        let (start, lifeline) = Start::new(&LIMITS).unwrap();
        let mut child = spawn(start, "sleep 20 & sleep 20; sleep 20").unwrap();
        let group = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
        std::thread::sleep(Duration::from_millis(200));
        assert!(child.try_wait().unwrap().is_none());
        let cut = Instant::now();
        drop(lifeline);
        assert_eq!(child.wait().unwrap().signal(), Some(libc::SIGKILL));
        // Where nobody collects the dead, they are members of the group until somebody does.
        let left = || {
            let children = std::fs::read_dir("/proc").unwrap().flatten();
            children
                .filter_map(|entry| std::fs::read_to_string(entry.path().join("stat")).ok())
                .filter(|stat| {
                    let fields: Vec<&str> =
                        stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
                    fields[2] == group.to_string() && fields[0] != "Z"
                })
                .count()
        };
        while test_kill_process_group(group).is_ok() && left() != 0 {
            assert!(cut.elapsed() < Duration::from_secs(1), "the group lives on");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    #[test]
    fn without_a_host_nothing_is_started() {
        let (start, lifeline) = Start::new(&LIMITS).unwrap();
        drop(lifeline);
        let error = spawn(start, "true").map(|_| ()).unwrap_err();
        assert_eq!(error.raw_os_error(), Some(libc::EOWNERDEAD));
    }

    /// What is missing is told as missing, so that a program tries something else.
    #[test]
    fn a_child_cannot_leave_its_group_or_let_go_of_its_lifeline() {
        let (start, lifeline) = Start::new(&LIMITS).unwrap();
        let number = start.lifeline.as_raw_fd();
        let script = format!(
            "exec {number}>&- 2> /dev/null; exec {number}< /dev/null; setsid true && exit 7; exec 0<&-; sleep 20"
        );
        let mut child = spawn(start, &script).unwrap();
        std::thread::sleep(Duration::from_millis(200));
        assert!(child.try_wait().unwrap().is_none());
        drop(lifeline);
        assert_eq!(child.wait().unwrap().signal(), Some(libc::SIGKILL));
    }
}
