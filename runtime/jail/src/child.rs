//! One child process that is not trusted: a native compiler with somebody's source in its hands.
//!
//! Invariants:
//! - The child reads its own installation and the system's libraries, writes its work folder, and reaches
//!   no other file, no network and no other process. Its environment says nothing.
//! - It ends: by processor time, by wall time, by the size of what it writes, or by itself. Whatever it has
//!   started ends with it.
//! - What it prints is bounded.
//!
//! The two kernel mechanisms (Landlock and a filter of system calls) hold for the thread that asks for them
//! and for its children. So a thread is made for each child, locks itself up and starts it: no code has to
//! run between fork and exec, and the rest of the process stays as it was.

use std::io::Read;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr,
    RulesetCreatedAttr, RulesetStatus, Scope, path_beneath_rules,
};
use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process_group, prlimit};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch};

/// The Landlock version that the rules are written for (Linux 6.12): files, TCP, devices, signals and
/// abstract sockets. An older kernel has less, and is refused.
const LANDLOCK: ABI = ABI::V6;

/// What the loader of every program looks at.
const LOADER: &str = "/etc/ld.so.cache";

/// Devices that are harmless: nothing comes out of the first but what a seed needs.
const DEVICES: &[&str] = &["/dev/null", "/dev/urandom"];

/// The most bytes of output that are kept; more end the child.
const OUTPUT_BYTES_MAX: usize = 256 << 10;

/// The limits of a child.
#[derive(Clone, Debug)]
pub struct JailLimits {
    /// Seconds of processor time.
    pub cpu_seconds: u64,
    /// Bytes of address space.
    pub memory_bytes: u64,
    /// Bytes of one file that it writes.
    pub file_bytes: u64,
    /// Wall time.
    pub wall: Duration,
}

/// A child to run.
#[derive(Clone)]
pub struct Jail<'a> {
    /// The program.
    pub program: &'a Path,
    /// Its arguments.
    pub arguments: &'a [String],
    /// Where it starts, and the only folder that it may write. It has a folder `tmp`.
    pub folder: &'a Path,
    /// Files and folders that it may read besides: its own installation, its libraries among it.
    pub read: &'a [PathBuf],
    /// The limits.
    pub limits: &'a JailLimits,
    /// Whether it shall end now, because nobody waits for it any more.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

/// How often it is looked whether the child shall end.
const STOP_POLL: Duration = Duration::from_millis(20);

/// How a child ended.
#[derive(Debug)]
pub struct Ended {
    /// Whether it ended well.
    pub success: bool,
    /// What it printed to standard error, cut at the bound.
    pub output: String,
    /// The limit that ended it, if one did.
    pub limit: Option<JailLimit>,
}

/// A limit of a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JailLimit {
    /// Processor time.
    Cpu,
    /// Wall time.
    Wall,
    /// Memory.
    Memory,
    /// The size of a file.
    File,
    /// The output.
    Output,
}

/// Why no child was run. Never the fault of the source.
#[derive(Debug, thiserror::Error)]
pub enum JailError {
    /// The kernel cannot lock the child up.
    #[error(
        "this kernel cannot lock a compiler up: {0}; Linux 6.12 or newer with Landlock is needed"
    )]
    Unavailable(String),
    /// The program cannot be started or waited for.
    #[error("cannot run `{program}`")]
    Run {
        /// The program.
        program: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl Jail<'_> {
    /// Runs the child to its end.
    ///
    /// # Errors
    /// If it could not be locked up or started.
    pub fn run(&self) -> Result<Ended, JailError> {
        std::thread::scope(|scope| {
            let jailed = std::thread::Builder::new()
                .name("jail".to_owned())
                .spawn_scoped(scope, || {
                    self.lock_up()?;
                    self.spawn_and_wait()
                })
                .map_err(|source| self.run_error(source))?;
            jailed.join().unwrap_or_else(|_| {
                Err(JailError::Unavailable("the thread of the jail ended in a panic".to_owned()))
            })
        })
    }

    fn run_error(&self, source: std::io::Error) -> JailError {
        JailError::Run { program: self.program.to_owned(), source }
    }

    /// Locks the calling thread up, for good.
    fn lock_up(&self) -> Result<(), JailError> {
        let unavailable = |error: &dyn std::fmt::Display| JailError::Unavailable(error.to_string());
        let all = AccessFs::from_all(LANDLOCK);
        let read = AccessFs::from_read(LANDLOCK);
        let device = AccessFs::ReadFile | AccessFs::WriteFile;
        let readable = self.read.iter().map(PathBuf::as_path).chain([Path::new(LOADER)]);
        let restrict = || {
            Ruleset::default()
                .set_compatibility(CompatLevel::HardRequirement)
                .handle_access(all)?
                .handle_access(AccessNet::from_all(LANDLOCK))?
                .scope(Scope::from_all(LANDLOCK))?
                .create()?
                .add_rules(path_beneath_rules(readable, read))?
                .add_rules(path_beneath_rules(DEVICES, device))?
                .add_rules(path_beneath_rules([self.folder], all))?
                .restrict_self()
        };
        let status = restrict().map_err(|error| unavailable(&error))?;
        if status.ruleset != RulesetStatus::FullyEnforced || !status.no_new_privs {
            return Err(unavailable(&"the rules are not enforced in full"));
        }
        let filter = filter().map_err(|error| unavailable(&error))?;
        seccompiler::apply_filter(&filter).map_err(|error| unavailable(&error))
    }

    fn spawn_and_wait(&self) -> Result<Ended, JailError> {
        let started = Instant::now();
        let mut command = Command::new(self.program);
        command
            .args(self.arguments)
            .current_dir(self.folder)
            .env_clear()
            // By a relative path, because a program can have its environment compiled in.
            .env("TMPDIR", "tmp")
            .env("LC_ALL", "C")
            .env("SOURCE_DATE_EPOCH", "0")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .process_group(0);
        let mut child = command.spawn().map_err(|source| self.run_error(source))?;
        let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        if let Some(pid) = group {
            self.limit(pid).map_err(|source| self.run_error(source))?;
        }
        let (output, flooded, timed_out, status) = self.watch(&mut child, group, started)?;
        let limit = if flooded {
            Some(JailLimit::Output)
        } else if timed_out {
            Some(JailLimit::Wall)
        } else {
            limit_of(status, &output)
        };
        Ok(Ended { success: status.success(), output, limit })
    }

    /// Sets the limits from outside, because only unsafe code could set them between fork and exec. The child
    /// has hardly begun: it cannot have used up what they forbid, and compilers start others much later.
    fn limit(&self, pid: Pid) -> std::io::Result<()> {
        let limits = self.limits;
        let set = |resource, value: u64| {
            let limit = Rlimit { current: Some(value), maximum: Some(value) };
            prlimit(Some(pid), resource, limit).map(drop)
        };
        set(Resource::As, limits.memory_bytes)?;
        set(Resource::Fsize, limits.file_bytes)?;
        set(Resource::Core, 0)?;
        set(Resource::Nofile, 256)?;
        // The soft limit first: its signal tells the reason.
        let cpu = Rlimit {
            current: Some(limits.cpu_seconds),
            maximum: Some(limits.cpu_seconds.saturating_add(1)),
        };
        prlimit(Some(pid), Resource::Cpu, cpu)?;
        Ok(())
    }

    /// Reads the output and waits, and kills the whole group when its time is over or it says too much.
    fn watch(
        &self,
        child: &mut Child,
        group: Option<Pid>,
        started: Instant,
    ) -> Result<(String, bool, bool, ExitStatus), JailError> {
        let kill = || {
            if let Some(group) = group {
                // It fails if nothing is left to kill.
                let _ = kill_process_group(group, Signal::KILL);
            }
        };
        let stderr = child.stderr.take();
        let (sender, receiver) = mpsc::channel();
        let (output, flooded, timed_out) = std::thread::scope(|scope| {
            scope.spawn(move || {
                let mut bytes = Vec::new();
                let read = stderr
                    .map(|stderr| stderr.take(OUTPUT_BYTES_MAX as u64 + 1).read_to_end(&mut bytes));
                drop(read);
                // Nobody listens any more if the time is over.
                let _ = sender.send(bytes);
            });
            let output = loop {
                let left = self.limits.wall.saturating_sub(started.elapsed());
                let output = receiver.recv_timeout(left.min(STOP_POLL));
                let over = left.is_zero() || (self.stop)();
                if over || !matches!(output, Err(RecvTimeoutError::Timeout)) {
                    break output;
                }
            };
            let timed_out = matches!(output, Err(RecvTimeoutError::Timeout));
            let flooded = output.as_ref().is_ok_and(|bytes| OUTPUT_BYTES_MAX < bytes.len());
            if timed_out || flooded {
                kill();
            }
            (output.unwrap_or_default(), flooded, timed_out)
        });
        // The output ends when the last of the group has closed it. One that closed it and goes on working
        // has until the end of its time.
        let (status, timed_out) = self.reap(child, started, &kill, timed_out)?;
        kill();
        Ok((String::from_utf8_lossy(&output).into_owned(), flooded, timed_out, status))
    }

    fn reap(
        &self,
        child: &mut Child,
        started: Instant,
        kill: &dyn Fn(),
        mut timed_out: bool,
    ) -> Result<(ExitStatus, bool), JailError> {
        loop {
            if let Some(status) = child.try_wait().map_err(|source| self.run_error(source))? {
                return Ok((status, timed_out));
            }
            if self.limits.wall <= started.elapsed() || (self.stop)() {
                timed_out = true;
                kill();
            }
            std::thread::sleep(Duration::from_micros(200));
        }
    }
}

/// The limit that a child ran into, by how it ended and by what compilers say when memory is short.
fn limit_of(status: ExitStatus, output: &str) -> Option<JailLimit> {
    let output = output.to_ascii_lowercase();
    let says = |text: &str| output.contains(text);
    if status.success() {
        return None;
    }
    let signal = status.signal();
    if signal == Some(libc::SIGXCPU) || says("cpu time limit exceeded") {
        Some(JailLimit::Cpu)
    } else if signal == Some(libc::SIGXFSZ)
        || says("file too large")
        || says("file size limit exceeded")
    {
        Some(JailLimit::File)
    } else if says("out of memory")
        || says("memory allocation of")
        || says("bad_alloc")
        || says("cannot allocate")
        || signal == Some(libc::SIGKILL)
        || signal == Some(libc::SIGABRT)
    {
        Some(JailLimit::Memory)
    } else {
        None
    }
}

/// System calls that no compiler needs, each of which reaches beyond the child.
const REFUSED: &[libc::c_long] = &[
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_sendto,
    libc::SYS_sendmsg,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_pidfd_getfd,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_open_by_handle_at,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_sethostname,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
];

fn filter() -> Result<BpfProgram, seccompiler::Error> {
    let rules = REFUSED.iter().map(|call| (*call, Vec::new())).collect();
    let arch: TargetArch = std::env::consts::ARCH.try_into()?;
    let refuse = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, refuse, arch)?;
    Ok(filter.try_into()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a shell script in the jail, with what a shell needs and nothing else.
    fn run(script: &str, limits: &JailLimits) -> (Ended, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("tmp")).unwrap();
        let read = ["/bin", "/usr/bin", "/lib", "/lib64", "/usr/lib"].map(PathBuf::from);
        let arguments = ["-c".to_owned(), script.to_owned()];
        let jail = Jail {
            program: Path::new("/bin/bash"),
            arguments: &arguments,
            folder: folder.path(),
            read: &read,
            limits,
            stop: &|| false,
        };
        let ended = jail.run().unwrap();
        (ended, folder)
    }

    const LIMITS: JailLimits = JailLimits {
        cpu_seconds: 1,
        memory_bytes: 256 << 20,
        file_bytes: 1 << 20,
        wall: Duration::from_secs(20),
    };

    #[track_caller]
    fn refused(script: &str) {
        let (ended, _folder) = run(script, &LIMITS);
        assert!(!ended.success, "{script}: {}", ended.output);
        assert_eq!(ended.limit, None, "{script}");
    }

    #[test]
    fn what_is_granted_works() {
        let (ended, folder) = run("echo hello > tmp/x && echo done >&2", &LIMITS);
        assert!(ended.success, "{}", ended.output);
        assert_eq!(ended.output, "done\n");
        assert_eq!(std::fs::read_to_string(folder.path().join("tmp/x")).unwrap(), "hello\n");
    }

    #[test]
    fn no_file_of_the_machine_can_be_read_or_written() {
        let outside = tempfile::tempdir().unwrap();
        let secret = outside.path().join("secret");
        std::fs::write(&secret, "secret").unwrap();
        let (secret, outside) = (secret.display(), outside.path().display());
        for script in [
            "read x < /etc/passwd".to_owned(),
            "read x < /proc/self/environ".to_owned(),
            "read x < /proc/1/cmdline".to_owned(),
            format!("read x < {secret}"),
            format!("echo x > {secret}"),
            format!("echo x > {outside}/new"),
            format!("ln -s {secret} tmp/link && read x < tmp/link"),
            format!("ln {secret} tmp/link"),
            format!("cd {outside} && echo *secret* | read x && false"),
            "echo x > /dev/shm/x".to_owned(),
            "mkfifo /tmp/lazaret-jail-fifo".to_owned(),
        ] {
            refused(&script);
        }
    }

    #[test]
    fn there_is_no_network_and_no_other_process() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        refused(&format!("exec 3<>/dev/tcp/127.0.0.1/{port}"));
        refused(&format!("exec 3<>/dev/udp/127.0.0.1/{port}"));
        refused(&format!("kill -0 {}", std::process::id()));
        refused("kill -0 $PPID");
        refused("mount -t tmpfs none tmp");
        refused("unshare -n true");
    }

    #[test]
    fn the_environment_says_nothing() {
        let (ended, _folder) =
            run("export -p >&2; sleep 0.2; ulimit -n >&2; ulimit -c >&2", &LIMITS);
        let output = ended.output;
        for name in ["PATH=", "HOME", "USER", "CARGO"] {
            // The shell itself makes up a search path; it exports none.
            assert!(!output.contains(name), "{output}");
        }
        assert!(output.contains("TMPDIR=\"tmp\"") && output.ends_with("256\n0\n"), "{output}");
    }

    #[test]
    fn every_limit_ends_the_child_and_names_itself() {
        for (script, limit) in [
            ("while :; do :; done", JailLimit::Cpu),
            ("while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa >&2; done", JailLimit::Output),
            ("while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done > tmp/x", JailLimit::File),
            ("x=aaaaaaaa; while :; do x=$x$x$x$x; done", JailLimit::Memory),
        ] {
            let (ended, _folder) = run(script, &LIMITS);
            assert_eq!(ended.limit, Some(limit), "{script}: {}", ended.output);
        }
        let short = JailLimits { wall: Duration::from_millis(300), ..LIMITS };
        let started = Instant::now();
        let (ended, _folder) = run("sleep 10; sleep 10", &short);
        assert_eq!(ended.limit, Some(JailLimit::Wall));
        assert!(started.elapsed() < Duration::from_secs(5));
    }

    /// What the child has started ends with it, whatever it was told.
    #[test]
    fn nothing_is_left_behind() {
        let short = JailLimits { wall: Duration::from_millis(300), ..LIMITS };
        let (ended, folder) =
            run("(trap '' TERM HUP; sleep 1; echo late > tmp/late) & sleep 10", &short);
        assert_eq!(ended.limit, Some(JailLimit::Wall));
        std::thread::sleep(Duration::from_millis(1_500));
        assert!(!folder.path().join("tmp/late").exists());
    }

    /// The thread that locked itself up is gone, and the process is as it was.
    #[test]
    fn the_process_itself_stays_free() {
        run("true", &LIMITS);
        assert!(std::fs::read("/etc/passwd").is_ok());
        assert!(std::net::TcpListener::bind("127.0.0.1:0").is_ok());
    }
}
