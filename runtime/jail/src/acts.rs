//! What a prisoner might try: the forbidden acts that the jail is probed with.
//!
//! Each is one system call with arguments that do no harm where nothing forbids it, because the same act is
//! tried outside of the jail too: a wall that stops nothing must not look like one that stops everything.

use std::ffi::CStr;

use libc::c_long;

/// One forbidden act.
pub struct Act {
    /// What is tried.
    pub name: &'static str,
    /// What kind of act it is.
    pub group: &'static str,
    call: c_long,
    arguments: &'static [Argument],
}

/// An argument of a system call.
enum Argument {
    Number(c_long),
    Text(&'static CStr),
    /// 256 bytes of zeros that may be written.
    Buffer,
    /// The process that started this one.
    Parent,
}

use Argument::{Buffer as B, Number as N, Parent as P, Text as T};

macro_rules! acts {
    ($($group:literal { $($name:literal: $call:ident($($argument:expr),*);)* })*) => {
        &[$($(Act {
            name: $name,
            group: $group,
            call: libc::$call,
            arguments: &[$($argument),*],
        },)*)*]
    };
}

const HERE: Argument = N(libc::AT_FDCWD as c_long);
const PASSWD: Argument = T(c"/etc/passwd");
const NOWHERE: Argument = T(c"/proc/lazaret-probe");
const ZERO: Argument = N(0);
const ONE: Argument = N(1);
/// A descriptor that is open in every prisoner: its channel.
const CHANNEL: Argument = N(0);
const READ_ONLY: Argument = N(libc::O_RDONLY as c_long);
const READ_WRITE: Argument = N(libc::O_RDWR as c_long);
const PAGE: Argument = N(4096);
const ANONYMOUS: Argument = N((libc::MAP_PRIVATE | libc::MAP_ANONYMOUS) as c_long);
const NO_FILE: Argument = N(-1);

const ACTS: &[Act] = acts! {
    "files" {
        "read a file": SYS_openat(HERE, PASSWD, READ_ONLY);
        "read a file by the old call": SYS_open(PASSWD, READ_ONLY);
        "read a file by the new call": SYS_openat2(HERE, PASSWD, B, N(24));
        "make a file": SYS_openat(HERE, NOWHERE, N((libc::O_RDWR | libc::O_CREAT) as c_long), N(0o600));
        "make an unnamed file": SYS_openat(HERE, T(c"/tmp"), N((libc::O_RDWR | libc::O_TMPFILE) as c_long), N(0o600));
        "open its own memory": SYS_openat(HERE, T(c"/proc/self/mem"), READ_WRITE);
        "open the memory of the machine": SYS_openat(HERE, T(c"/dev/mem"), READ_ONLY);
        "open the environment of the first process": SYS_openat(HERE, T(c"/proc/1/environ"), READ_ONLY);
        "open a terminal": SYS_openat(HERE, T(c"/dev/tty"), READ_WRITE);
        "open the root folder": SYS_openat(HERE, T(c"/"), READ_ONLY);
        "list a folder": SYS_getdents64(CHANNEL, B, N(256));
        "look at a file": SYS_newfstatat(HERE, PASSWD, B, ZERO);
        "look at a file by the new call": SYS_statx(HERE, PASSWD, ZERO, ZERO, B);
        "ask for access": SYS_faccessat(HERE, PASSWD, ZERO);
        "read a link": SYS_readlinkat(HERE, T(c"/proc/self/exe"), B, N(256));
        "ask for the working folder": SYS_getcwd(B, N(256));
        "change the working folder": SYS_chdir(T(c"/"));
        "make a folder": SYS_mkdirat(HERE, NOWHERE, N(0o700));
        "delete a file": SYS_unlinkat(HERE, NOWHERE, ZERO);
        "rename a file": SYS_renameat2(HERE, NOWHERE, HERE, NOWHERE, ZERO);
        "make a hard link": SYS_linkat(HERE, NOWHERE, HERE, NOWHERE, ZERO);
        "make a symbolic link": SYS_symlinkat(NOWHERE, HERE, NOWHERE);
        "make a device": SYS_mknodat(HERE, NOWHERE, N(libc::S_IFIFO as c_long), ZERO);
        "change a mode": SYS_fchmodat(HERE, NOWHERE, N(0o777));
        "change an owner": SYS_fchownat(HERE, NOWHERE, ZERO, ZERO, ZERO);
        "cut a file": SYS_truncate(NOWHERE, ZERO);
        "change file times": SYS_utimensat(HERE, NOWHERE, ZERO, ZERO);
        "make a file in memory": SYS_memfd_create(T(c"probe"), ZERO);
        "watch files": SYS_inotify_init1(ZERO);
        "watch all files": SYS_fanotify_init(ZERO, ZERO);
        "open by handle": SYS_open_by_handle_at(HERE, B, ZERO);
        "mount": SYS_mount(NOWHERE, NOWHERE, ZERO, ZERO, ZERO);
        "unmount": SYS_umount2(NOWHERE, ZERO);
        "change the root": SYS_chroot(T(c"/"));
        "pivot the root": SYS_pivot_root(NOWHERE, NOWHERE);
        "copy a descriptor": SYS_dup(CHANNEL);
        "control a descriptor": SYS_ioctl(CHANNEL, N(0x5401), B);
        "change a descriptor": SYS_fcntl(CHANNEL, N(libc::F_GETOWN as c_long));
        "make a pipe": SYS_pipe2(B, ZERO);
        "flush all files": SYS_sync();
    }
    "network" {
        "an IPv4 socket": SYS_socket(N(libc::AF_INET as c_long), N(libc::SOCK_STREAM as c_long), ZERO);
        "an IPv6 socket": SYS_socket(N(libc::AF_INET6 as c_long), N(libc::SOCK_DGRAM as c_long), ZERO);
        "a local socket": SYS_socket(N(libc::AF_UNIX as c_long), N(libc::SOCK_STREAM as c_long), ZERO);
        "a netlink socket": SYS_socket(N(libc::AF_NETLINK as c_long), N(libc::SOCK_RAW as c_long), ZERO);
        "a packet socket": SYS_socket(N(libc::AF_PACKET as c_long), N(libc::SOCK_RAW as c_long), ZERO);
        "a machine socket": SYS_socket(N(libc::AF_VSOCK as c_long), N(libc::SOCK_STREAM as c_long), ZERO);
        "a pair of sockets": SYS_socketpair(N(libc::AF_UNIX as c_long), N(libc::SOCK_STREAM as c_long), ZERO, B);
        "connect": SYS_connect(CHANNEL, B, N(16));
        "bind": SYS_bind(CHANNEL, B, N(16));
        "listen": SYS_listen(CHANNEL, ONE);
        "accept": SYS_accept4(N(-1), ZERO, ZERO, ZERO);
        "send to an address": SYS_sendto(N(-1), B, ONE, ZERO, B, N(16));
        "send a descriptor": SYS_sendmsg(N(-1), B, ZERO);
        "change a socket": SYS_setsockopt(CHANNEL, ZERO, ZERO, B, N(4));
    }
    "processes" {
        "fork": SYS_fork();
        "clone": SYS_clone(N(libc::SIGCHLD as c_long), ZERO, ZERO, ZERO, ZERO);
        "run a program": SYS_execve(T(c"/bin/true"), ZERO, ZERO);
        "run a program by a descriptor": SYS_execveat(HERE, T(c"/bin/true"), ZERO, ZERO, ZERO);
        "signal the parent": SYS_kill(P, ZERO);
        "signal all processes": SYS_kill(N(-1), ZERO);
        "signal a thread of the parent": SYS_tgkill(P, P, ZERO);
        "signal any thread": SYS_tkill(P, ZERO);
        "queue a signal": SYS_rt_sigqueueinfo(P, ZERO, B);
        "hold the parent": SYS_pidfd_open(P, ZERO);
        "signal by a descriptor": SYS_pidfd_send_signal(CHANNEL, ZERO, ZERO, ZERO);
        "take a descriptor of the parent": SYS_pidfd_getfd(CHANNEL, ZERO, ZERO);
        "trace the parent": SYS_ptrace(N(libc::PTRACE_PEEKDATA as c_long), P, ZERO, ZERO);
        "read the parent's memory": SYS_process_vm_readv(P, B, ONE, B, ONE, ZERO);
        "write the parent's memory": SYS_process_vm_writev(P, B, ONE, B, ONE, ZERO);
        "compare with the parent": SYS_kcmp(P, P, ZERO, ZERO, ZERO);
        "limit the parent": SYS_prlimit64(P, N(libc::RLIMIT_NOFILE as c_long), ZERO, B);
        "limit itself anew": SYS_setrlimit(N(libc::RLIMIT_CORE as c_long), B);
        "change the priority of the parent": SYS_setpriority(ZERO, P, ZERO);
        "change its scheduling": SYS_sched_setscheduler(ZERO, ZERO, B);
        "move to another processor": SYS_sched_setaffinity(ZERO, N(8), B);
        "wait for others": SYS_wait4(N(-1), ZERO, ONE, ZERO);
        "leave its group": SYS_setpgid(ZERO, ZERO);
        "leave its session": SYS_setsid();
    }
    "rights" {
        "change the user": SYS_setuid(ZERO);
        "change the group": SYS_setgid(ZERO);
        "change all users": SYS_setresuid(N(-1), N(-1), N(-1));
        "change the groups": SYS_setgroups(ZERO, ZERO);
        "take capabilities": SYS_capset(B, B);
        "make namespaces": SYS_unshare(N(libc::CLONE_NEWUTS as c_long));
        "enter a namespace": SYS_setns(CHANNEL, ZERO);
        "change the personality": SYS_personality(N(0xffff_ffff));
        "add a filter": SYS_seccomp(N(libc::SECCOMP_GET_ACTION_AVAIL as c_long), ZERO, B);
        "become dumpable": SYS_prctl(N(libc::PR_SET_DUMPABLE as c_long), ONE);
        "outlive the parent": SYS_prctl(N(libc::PR_SET_PDEATHSIG as c_long), ZERO);
        "add a Landlock rule": SYS_landlock_create_ruleset(ZERO, ZERO, ONE);
        "read a key": SYS_keyctl(ZERO, N(-3), ZERO);
        "add a key": SYS_add_key(T(c"user"), T(c"lazaret-probe"), B, ONE, N(-1));
        "request a key": SYS_request_key(T(c"user"), T(c"lazaret-probe"), ZERO, ZERO);
        "load a kernel program": SYS_bpf(N(-1), B, N(64));
        "count events": SYS_perf_event_open(B, ZERO, N(-1), N(-1), ZERO);
        "handle page faults": SYS_userfaultfd(N(libc::O_CLOEXEC as c_long));
        "open an io_uring": SYS_io_uring_setup(ONE, B);
        "load a module": SYS_init_module(B, ZERO, B);
        "load a module from a file": SYS_finit_module(N(-1), B, ZERO);
        "load a kernel": SYS_kexec_load(ZERO, ZERO, B, N(-1));
        "reboot": SYS_reboot(ZERO, ZERO, ZERO);
        "swap": SYS_swapon(NOWHERE, ZERO);
        "rename the machine": SYS_sethostname(B, N(-1));
        "set the clock": SYS_clock_settime(N(-1), B);
        "bend the clock": SYS_clock_adjtime(N(-1), B);
        "account processes": SYS_acct(NOWHERE);
        "read the kernel's log": SYS_syslog(N(10), ZERO, ZERO);
        "use ports": SYS_iopl(ZERO);
        "change segments": SYS_modify_ldt(ZERO, B, N(16));
    }
    "memory" {
        "map memory that can be written and run": SYS_mmap(ZERO, PAGE, N(7), ANONYMOUS, NO_FILE, ZERO);
        "map memory that can be run": SYS_mmap(ZERO, PAGE, N(5), ANONYMOUS, NO_FILE, ZERO);
        "make memory run": SYS_mprotect(ZERO, PAGE, N(5));
        "make memory run by a key": SYS_pkey_mprotect(ZERO, PAGE, N(5), N(-1));
        "make secret memory": SYS_memfd_secret(ZERO);
        "advise the parent's memory": SYS_process_madvise(CHANNEL, B, ONE, ZERO, ZERO);
        "lock all memory": SYS_mlockall(N(-1));
    }
    "others" {
        "share memory": SYS_shmget(ZERO, PAGE, N(0o600));
        "share semaphores": SYS_semget(ZERO, ONE, N(0o600));
        "share messages": SYS_msgget(ZERO, N(0o600));
        "open a message queue": SYS_mq_open(T(c"lazaret-probe"), READ_ONLY);
        "make a timer": SYS_timer_create(ZERO, ZERO, B);
        "make a timer descriptor": SYS_timerfd_create(ZERO, ZERO);
        "set an alarm": SYS_setitimer(ZERO, B, ZERO);
        "take over a signal": SYS_rt_sigaction(N(libc::SIGSYS as c_long), ZERO, B, N(8));
        "make an event descriptor": SYS_eventfd2(ZERO, ZERO);
        "make an event queue": SYS_epoll_create1(ZERO);
        "name the machine": SYS_uname(B);
        "measure the machine": SYS_sysinfo(B);
        "ask what its children used": SYS_getrusage(N(libc::RUSAGE_CHILDREN as c_long), B);
        "ask what one thread used": SYS_getrusage(N(libc::RUSAGE_THREAD as c_long), B);
        "ask for the user": SYS_getuid();
        "ask for the parent": SYS_getppid();
    }
};

/// All forbidden acts. After [`crate::seal`], each must end the process.
#[must_use]
pub const fn acts() -> &'static [Act] {
    ACTS
}

/// Tries the act of this number in this process, which most end in a jail and some everywhere. Gives what the
/// kernel said, or nothing if it was done.
#[must_use]
pub fn attempt(act: usize) -> Option<String> {
    match ACTS.get(act) {
        Some(act) => act.attempt().err().map(|error| error.to_string()),
        None => Some("there is no such act".to_owned()),
    }
}

impl Act {
    /// Whether even a process that is not sealed yet must be refused it: the way to a file is open to it then
    /// as far as system calls go, and closed by Landlock.
    #[must_use]
    pub const fn is_refused_while_loading(&self) -> bool {
        self.call == libc::SYS_openat
    }

    /// Tries it.
    ///
    /// # Errors
    /// What the kernel says instead of doing it. Mostly the process has ended before.
    fn attempt(&self) -> Result<(), std::io::Error> {
        let mut buffers = [[0_u64; 32]; 6];
        let mut numbers: [c_long; 6] = [0; 6];
        for ((argument, number), buffer) in
            self.arguments.iter().zip(&mut numbers).zip(&mut buffers)
        {
            *number = match argument {
                Argument::Number(number) => *number,
                Argument::Text(text) => text.as_ptr() as c_long,
                Argument::Buffer => buffer.as_mut_ptr() as c_long,
                Argument::Parent => rustix::process::getppid()
                    .map_or(0, |pid| c_long::from(pid.as_raw_nonzero().get())),
            };
        }
        let [a, b, c, d, e, f] = numbers;
        #[expect(unsafe_code, reason = "a prisoner who tries to break out asks nobody")]
        // SAFETY: pointers lead to texts that live for ever or to buffers of 256 bytes that live until the
        // end of this function, and no call here writes more into one.
        let answer = unsafe { libc::syscall(self.call, a, b, c, d, e, f) };
        let made_a_process = self.call == libc::SYS_fork || self.call == libc::SYS_clone;
        if made_a_process && answer == 0 {
            #[expect(
                unsafe_code,
                reason = "a copy of this process must not go on as if it were this one"
            )]
            // SAFETY: it ends the process.
            unsafe {
                libc::_exit(0)
            }
        }
        if answer < 0 { Err(std::io::Error::last_os_error()) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_many_acts_and_each_has_a_name_of_its_own() {
        let names: std::collections::BTreeSet<&str> = ACTS.iter().map(|act| act.name).collect();
        assert_eq!(names.len(), ACTS.len());
        assert!(100 < ACTS.len(), "{}", ACTS.len());
    }
}
