//! How a foreign program ended, told from what the kernel says about it and from nothing that it prints.
//!
//! What a compiler prints is full of the words of the program in its hands, so no word of it may decide
//! whose fault an end is. What may: a signal, an exit code, processor time, and what this process did itself.

use std::io;
use std::mem::MaybeUninit;
use std::time::Duration;

use rustix::process::Pid;

/// How a child ended.
#[derive(Debug)]
pub struct Ended {
    /// How.
    pub end: End,
    /// What it printed to standard error, cut at the bound.
    pub output: String,
}

impl Ended {
    /// Whether it ended well.
    #[must_use]
    pub fn success(&self) -> bool {
        self.end == End::Exited(0)
    }
}

/// The ways to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// By itself, with this code.
    Exited(i32),
    /// One of its limits ended it.
    Limit(JailLimit),
    /// By a signal of its own making: it broke down.
    Broken(i32),
    /// Its wall time was over before its processor time: it waited, or the machine was busy with others.
    TimedOut,
    /// Nobody waited for it any more.
    Stopped,
    /// Somebody else has ended it: the kernel because memory ran out, or a person.
    Killed,
}

/// A limit of a child. What uses it up is the same on every machine, or nearly so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JailLimit {
    /// Processor time.
    Cpu,
    /// Memory.
    Memory,
    /// The size of a file.
    File,
    /// The output.
    Output,
}

/// What the kernel tells of a process that is gone.
#[derive(Clone, Copy, Debug)]
pub struct Status {
    /// As `wait` gives it.
    pub raw: libc::c_int,
    /// The processor time that it took, with those that it waited for.
    pub cpu: Duration,
}

/// The first of the signals that a shell or a compiler's own recovery turns into an exit code.
const EXIT_BY_SIGNAL: i32 = 128;

impl Status {
    /// What became of a child that leads a group, if it is gone. It can be asked for once.
    ///
    /// # Errors
    /// If there is no such child.
    pub fn of(child: Pid) -> io::Result<Option<Self>> {
        let (mut raw, mut usage) = (0, MaybeUninit::<libc::rusage>::zeroed());
        #[expect(unsafe_code, reason = "the library's own call does not tell the processor time")]
        // SAFETY: both are whole and outlive the call; of a structure of numbers, zeros are a value.
        let (pid, usage) = unsafe {
            let pid = child.as_raw_nonzero().get();
            let pid = libc::wait4(pid, &raw mut raw, libc::WNOHANG, usage.as_mut_ptr());
            (pid, usage.assume_init())
        };
        match pid {
            0 => Ok(None),
            -1 => Err(io::Error::last_os_error()),
            _ => Ok(Some(Self { raw, cpu: time(usage.ru_utime) + time(usage.ru_stime) })),
        }
    }

    /// What the end means, if nobody here has ended it. `cpu_seconds` is what it was allowed.
    pub fn end(self, cpu_seconds: u64) -> End {
        if libc::WIFEXITED(self.raw) {
            let code = libc::WEXITSTATUS(self.raw);
            // A compiler that starts another, or catches its own breakdown, hands the signal on like this.
            return match code.checked_sub(EXIT_BY_SIGNAL) {
                Some(signal) if is_breakdown(signal) => by_signal(signal),
                _ => End::Exited(code),
            };
        }
        let signal = libc::WTERMSIG(self.raw);
        // The kernel's second word, after a first one that was not heard.
        if signal == libc::SIGKILL && Duration::from_secs(cpu_seconds) <= self.cpu {
            return End::Limit(JailLimit::Cpu);
        }
        by_signal(signal)
    }
}

fn time(value: libc::timeval) -> Duration {
    let part = |number: i64| u64::try_from(number).unwrap_or_default();
    Duration::from_secs(part(value.tv_sec)) + Duration::from_micros(part(value.tv_usec))
}

fn by_signal(signal: i32) -> End {
    match signal {
        libc::SIGXCPU => End::Limit(JailLimit::Cpu),
        libc::SIGXFSZ => End::Limit(JailLimit::File),
        // What the allocators of all compilers here do when they get no more.
        libc::SIGABRT => End::Limit(JailLimit::Memory),
        _ if is_breakdown(signal) => End::Broken(signal),
        _ => End::Killed,
    }
}

/// Whether a process earns this signal by what it does itself.
const fn is_breakdown(signal: i32) -> bool {
    matches!(
        signal,
        libc::SIGXCPU
            | libc::SIGXFSZ
            | libc::SIGABRT
            | libc::SIGSEGV
            | libc::SIGBUS
            | libc::SIGILL
            | libc::SIGTRAP
            | libc::SIGFPE
            | libc::SIGSYS
            | libc::SIGPIPE
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: i32, cpu: u64, end: End) {
        assert_eq!(Status { raw, cpu: Duration::from_secs(cpu) }.end(10), end, "{raw:#x}");
    }

    #[test]
    fn an_end_is_told_by_signal_code_and_processor_time() {
        check(0, 0, End::Exited(0));
        check(1 << 8, 99, End::Exited(1));
        check(101 << 8, 0, End::Exited(101));
        for (signal, end) in [
            (libc::SIGXCPU, End::Limit(JailLimit::Cpu)),
            (libc::SIGXFSZ, End::Limit(JailLimit::File)),
            (libc::SIGABRT, End::Limit(JailLimit::Memory)),
            (libc::SIGSEGV, End::Broken(libc::SIGSEGV)),
        ] {
            check(signal, 0, end);
            check((EXIT_BY_SIGNAL + signal) << 8, 0, end);
        }
        check(libc::SIGKILL, 10, End::Limit(JailLimit::Cpu));
        // Whoever kills it says nothing about the program in its hands.
        check(libc::SIGKILL, 9, End::Killed);
        check(libc::SIGTERM, 99, End::Killed);
        check((EXIT_BY_SIGNAL + libc::SIGKILL) << 8, 0, End::Exited(137));
    }
}
