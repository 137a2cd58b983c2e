//! One child process that is not trusted: a native compiler with somebody's source in its hands.
//!
//! Invariants:
//! - The child reads its own installation and the system's libraries, writes its work folder, and reaches
//!   no other file, no device, no network and no other process. Its environment says nothing.
//! - It ends: by processor time, by wall time, by the size of what it writes, by itself, or with the host.
//!   Whatever it has started ends with it.
//! - What it prints is bounded, and decides nothing.
//!
//! Landlock holds for the thread that asks for it and for its children. So a thread is made for each child,
//! locks itself up and starts it; the rest of the process stays as it was. What concerns the child alone is
//! done by itself before it becomes a foreign program (`start`).

use std::fs::File;
use std::io::Read;
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, Ruleset, RulesetAttr,
    RulesetCreatedAttr, RulesetStatus, Scope, path_beneath_rules,
};
use rustix::process::{Pid, Signal, kill_process_group};

use crate::ending::{End, Ended, JailLimit, Status};
use crate::start::Start;

/// The Landlock version that the rules are written for (Linux 6.12): files, TCP, devices, signals and
/// abstract sockets. An older kernel has less, and is refused.
const LANDLOCK: ABI = ABI::V6;

/// What the loader of every program looks at.
const LOADER: &str = "/etc/ld.so.cache";

/// The most bytes of output that are kept; more end the child.
const OUTPUT_BYTES_MAX: usize = 256 << 10;

/// How often it is looked whether the child shall end.
const STOP_POLL: Duration = Duration::from_millis(20);

/// How often it is looked whether a child that has said its last word is gone.
const REAP_POLL: Duration = Duration::from_micros(200);

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
    /// Its environment, besides the folder for temporary files: constants, because a program can have them
    /// compiled in.
    pub environment: &'a [(&'a str, &'a str)],
    /// Files and folders that it may read besides: its own installation, its libraries among it.
    pub read: &'a [PathBuf],
    /// The limits.
    pub limits: &'a JailLimits,
    /// Whether it shall end now, because nobody waits for it any more.
    pub stop: &'a (dyn Fn() -> bool + Sync),
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
        // Before the lock, behind which not even this can be opened.
        let nothing = File::options().read(true).write(true).open("/dev/null");
        let nothing = nothing.map_err(|source| self.run_error(source))?;
        std::thread::scope(|scope| {
            let jailed = std::thread::Builder::new()
                .name("jail".to_owned())
                .spawn_scoped(scope, move || {
                    self.lock_up()?;
                    self.spawn_and_wait(nothing)
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
        let readable = self.read.iter().map(PathBuf::as_path).chain([Path::new(LOADER)]);
        let restrict = || {
            Ruleset::default()
                .set_compatibility(CompatLevel::HardRequirement)
                .handle_access(all)?
                .handle_access(AccessNet::from_all(LANDLOCK))?
                .scope(Scope::from_all(LANDLOCK))?
                .create()?
                .add_rules(path_beneath_rules(readable, read))?
                .add_rules(path_beneath_rules([self.folder], work()))?
                .restrict_self()
        };
        let status = restrict().map_err(|error| unavailable(&error))?;
        if status.ruleset != RulesetStatus::FullyEnforced || !status.no_new_privs {
            return Err(unavailable(&"the rules are not enforced in full"));
        }
        Ok(())
    }

    fn spawn_and_wait(&self, nothing: File) -> Result<Ended, JailError> {
        let started = Instant::now();
        let error = |source| self.run_error(source);
        // A socket and not a pipe: what a child inherits it can open again by its number, and reading its own
        // pipe it would wait for itself. A socket cannot be opened.
        let (ours, output) = UnixStream::pair().map_err(error)?;
        ours.shutdown(Shutdown::Write).map_err(error)?;
        let (start, lifeline) = Start::new(self.limits).map_err(error)?;
        let mut command = Command::new(self.program);
        command
            .args(self.arguments)
            .current_dir(self.folder)
            .env_clear()
            // By a relative path, because a program can have its environment compiled in.
            .env("TMPDIR", "tmp")
            .envs(self.environment.iter().copied())
            .stdin(nothing.try_clone().map_err(error)?)
            .stdout(nothing)
            .stderr(OwnedFd::from(output))
            .process_group(0);
        #[expect(unsafe_code, reason = "limits that are set later could be too late")]
        // SAFETY: between fork and exec, `give_up` only makes system calls; it allocates nothing.
        unsafe {
            command.pre_exec(move || start.give_up());
        }
        let child = command.spawn().map_err(error)?;
        // What is left open here of the child's own ends would keep it from ending.
        drop(command);
        let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) else {
            return Err(error(std::io::Error::other("a process without a number")));
        };
        let (end, output) = self.watch(group, ours, started)?;
        drop(lifeline);
        Ok(Ended { end, output: String::from_utf8_lossy(&output).into_owned() })
    }

    /// Why the child shall end now, if it shall.
    fn over(&self, started: Instant) -> Option<End> {
        if (self.stop)() {
            Some(End::Stopped)
        } else if self.limits.wall <= started.elapsed() {
            Some(End::TimedOut)
        } else {
            None
        }
    }

    /// Reads the output and waits, and kills the whole group when its time is over or it says too much.
    fn watch(
        &self,
        group: Pid,
        output: UnixStream,
        started: Instant,
    ) -> Result<(End, Vec<u8>), JailError> {
        // It fails if nothing is left to kill.
        let kill = || {
            let _ = kill_process_group(group, Signal::KILL);
        };
        let (sender, receiver) = mpsc::channel();
        let (output, mut over) = std::thread::scope(|scope| {
            scope.spawn(move || {
                let mut bytes = Vec::new();
                // A child that is killed resets the connection; what it said before counts.
                drop(output.take(OUTPUT_BYTES_MAX as u64 + 1).read_to_end(&mut bytes));
                // Nobody listens any more if the time is over.
                let _ = sender.send(bytes);
            });
            loop {
                let left = self.limits.wall.saturating_sub(started.elapsed());
                match receiver.recv_timeout(left.min(STOP_POLL)) {
                    Ok(bytes) if OUTPUT_BYTES_MAX < bytes.len() => {
                        kill();
                        break (bytes, Some(End::Limit(JailLimit::Output)));
                    }
                    Ok(bytes) => break (bytes, None),
                    Err(RecvTimeoutError::Disconnected) => break (Vec::new(), None),
                    Err(RecvTimeoutError::Timeout) => {}
                }
                if let Some(end) = self.over(started) {
                    kill();
                    break (Vec::new(), Some(end));
                }
            }
        });
        // The output ends when the last of the group has closed it. One that closed it and goes on working
        // has until the end of its time.
        let status = loop {
            if let Some(status) = Status::of(group).map_err(|source| self.run_error(source))? {
                break status;
            }
            if over.is_none() {
                over = self.over(started);
            }
            if over.is_some() {
                kill();
            }
            std::thread::sleep(REAP_POLL);
        };
        kill();
        Ok((over.unwrap_or_else(|| status.end(self.limits.cpu_seconds)), output))
    }
}

/// What a child may do in its work folder: all but run what it has written there, and make what is no file.
fn work() -> BitFlags<AccessFs> {
    AccessFs::from_file(ABI::V5) & !AccessFs::Execute & !AccessFs::IoctlDev
        | AccessFs::ReadDir
        | AccessFs::RemoveDir
        | AccessFs::RemoveFile
        | AccessFs::MakeDir
        | AccessFs::MakeReg
        | AccessFs::Refer
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a shell script in the jail, with what a shell needs and nothing else.
    fn run(script: &str, limits: &JailLimits) -> (Ended, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("tmp")).unwrap();
        let read = ["/bin", "/usr/bin", "/lib", "/lib64", "/usr/lib"].map(PathBuf::from);
        let arguments = ["--norc", "-c", script].map(str::to_owned);
        let jail = Jail {
            program: Path::new("/bin/bash"),
            arguments: &arguments,
            folder: folder.path(),
            environment: &[("LC_ALL", "C")],
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
        let harmless = matches!(ended.end, End::Exited(1..));
        assert!(harmless, "{script}: {:?}: {}", ended.end, ended.output);
    }

    #[test]
    fn what_is_granted_works() {
        let (ended, folder) = run("echo hello > tmp/x && echo done >&2", &LIMITS);
        assert!(ended.success(), "{:?}: {}", ended.end, ended.output);
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
            // Nor what is in the work folder for other purposes than reading and writing.
            "mkfifo tmp/fifo".to_owned(),
            "ln -s x tmp/link".to_owned(),
            "echo '#!/bin/bash' > tmp/x; chmod 700 tmp/x; tmp/x".to_owned(),
            // Devices: what comes out of them is another thing each time, or never ends.
            "read -n 1 x < /dev/urandom".to_owned(),
            "read -n 1 x < /dev/zero".to_owned(),
            "echo x > /dev/null".to_owned(),
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
            ("trap '' XCPU; while :; do :; done", JailLimit::Cpu),
            ("while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa >&2; done", JailLimit::Output),
            ("while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done > tmp/x", JailLimit::File),
        ] {
            let (ended, _folder) = run(script, &LIMITS);
            assert_eq!(ended.end, End::Limit(limit), "{script}: {}", ended.output);
        }
        // The shell is told that there is no more memory, and says so. To get there takes it a second on some days.
        let patient = JailLimits { cpu_seconds: 10, ..LIMITS };
        let (ended, _folder) = run("x=aaaaaaaa; while :; do x=$x$x$x$x; done", &patient);
        assert!(matches!(ended.end, End::Exited(1..)), "{:?}", ended.end);
        assert!(ended.output.contains("cannot allocate"), "{}", ended.output);
    }

    /// Limits stand before the first instruction, for the child and for what it starts.
    #[test]
    fn limits_are_there_from_the_start() {
        let script = "for l in t v f c n s; do ulimit -$l; done >&2; bash -c 'ulimit -v' >&2";
        let (ended, _folder) = run(script, &LIMITS);
        assert_eq!(ended.output, "1\n262144\n1024\n0\n256\n8192\n262144\n");
        assert_eq!(ended.end, End::Exited(0));
    }

    /// What a compiler says is full of what the program says.
    #[test]
    fn no_word_decides_how_a_child_ended() {
        for words in ["LLVM ERROR: out of memory", "CPU time limit exceeded", "file too large"] {
            let (ended, _folder) = run(&format!("echo {words} >&2; exit 1"), &LIMITS);
            assert_eq!(ended.end, End::Exited(1), "{words}");
        }
    }

    #[test]
    fn waiting_is_no_limit_of_the_programs() {
        let short = JailLimits { wall: Duration::from_millis(300), ..LIMITS };
        let started = Instant::now();
        let (ended, _folder) = run("echo said >&2; sleep 10; sleep 10", &short);
        assert_eq!(ended.end, End::TimedOut);
        // One that has nothing more to say goes on waiting.
        let (ended, _folder) = run("exec 2>&-; sleep 10", &short);
        assert_eq!(ended.end, End::TimedOut);
        assert!(started.elapsed() < Duration::from_secs(5));
    }

    /// A pipe that is opened again by its number has the reader wait for itself.
    #[test]
    fn what_is_inherited_cannot_be_opened_again() {
        for descriptor in 0..8 {
            refused(&format!("read x < /proc/self/fd/{descriptor}"));
            refused(&format!("echo x > /proc/self/fd/{descriptor}"));
        }
        refused("read x < /dev/stderr");
        refused("read x < /proc/self/exe; read x < /proc/self/maps");
    }

    /// What the child has started ends with it, whatever it was told.
    #[test]
    fn nothing_is_left_behind() {
        let short = JailLimits { wall: Duration::from_millis(300), ..LIMITS };
        for script in [
            "(trap '' TERM HUP; sleep 1; echo late > tmp/late) & sleep 10",
            "setsid bash -c 'sleep 1; echo late > tmp/late' & sleep 10",
            "set -m; (sleep 1; echo late > tmp/late) & sleep 10",
        ] {
            let (ended, folder) = run(script, &short);
            assert_eq!(ended.end, End::TimedOut, "{script}: {}", ended.output);
            std::thread::sleep(Duration::from_millis(1_200));
            assert!(!folder.path().join("tmp/late").exists(), "{script}");
        }
    }

    /// The thread that locked itself up is gone, and the process is as it was.
    #[test]
    fn the_process_itself_stays_free() {
        run("true", &LIMITS);
        assert!(std::fs::read("/etc/passwd").is_ok());
        assert!(std::net::TcpListener::bind("127.0.0.1:0").is_ok());
    }
}
