//! What the kernel says about processes, and kernels that lack something.

use std::collections::BTreeMap;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command};

use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};

/// What the kernel says about a process.
pub struct Status {
    fields: BTreeMap<String, String>,
    /// Processor time so far, in ticks of 10 ms.
    pub processor_ticks: u64,
}

impl Status {
    /// A field of `/proc/PID/status`.
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

/// A process; none if it is gone or waits to be buried.
pub fn status(pid: u32) -> Option<Status> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let fields: BTreeMap<String, String> = text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect();
    if fields.get("State").is_none_or(|state| state.starts_with('Z')) {
        return None;
    }
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // After the name, which may hold anything, the twelfth and thirteenth are user and system time.
    let (_, rest) = stat.rsplit_once(')')?;
    let numbers: Vec<u64> = rest.split_whitespace().map(|it| it.parse().unwrap_or(0)).collect();
    Some(Status { fields, processor_ticks: numbers.get(11)? + numbers.get(12)? })
}

/// A process and all that it has started, and they.
pub fn tree(root: u32) -> Vec<u32> {
    let mut found = vec![root];
    let mut index = 0;
    while let Some(parent) = found.get(index).copied() {
        let tasks = std::fs::read_dir(format!("/proc/{parent}/task"));
        for task in tasks.into_iter().flatten().flatten() {
            let children = std::fs::read_to_string(task.path().join("children"));
            let children = children.unwrap_or_default();
            found.extend(children.split_whitespace().filter_map(|pid| pid.parse::<u32>().ok()));
        }
        index += 1;
    }
    found
}

/// Sends a signal.
#[track_caller]
pub fn signal(pid: u32, signal: i32) {
    let status = Command::new("kill").arg(format!("-{signal}")).arg(pid.to_string()).status();
    assert!(status.expect("`kill` starts").success(), "no process {pid}");
}

/// What a kernel may lack.
#[derive(Clone, Copy)]
pub enum Refusal {
    Landlock,
    Seccomp,
    Namespaces,
}

/// Starts a command under a kernel that lacks something.
pub fn without(refusal: Refusal, command: &mut Command) -> Child {
    let (call, error) = match refusal {
        Refusal::Landlock => (libc::SYS_landlock_create_ruleset, libc::ENOSYS),
        Refusal::Seccomp => (libc::SYS_seccomp, libc::ENOSYS),
        Refusal::Namespaces => (libc::SYS_unshare, libc::EPERM),
    };
    let rules = [(call, Vec::new())].into_iter().collect();
    let arch = std::env::consts::ARCH.try_into().expect("a processor that is known");
    let error = SeccompAction::Errno(error.unsigned_abs());
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, error, arch);
    let filter: BpfProgram = filter.expect("a filter").try_into().expect("a filter");
    // A filter holds for a thread and what it starts.
    std::thread::scope(|scope| {
        let started = scope.spawn(|| {
            seccompiler::apply_filter(&filter).expect("the filter is taken");
            command.spawn().expect("`lazaret` starts")
        });
        started.join().expect("no panic")
    })
}

/// Starts a command under `ulimit`.
pub fn limited(command: &mut Command, limit: &str) -> Child {
    let mut shell = Command::new("bash");
    shell
        .arg("-c")
        .arg(format!("ulimit {limit}; exec \"$@\""))
        .arg("limited")
        .arg(command.get_program())
        .args(command.get_args())
        .env_clear()
        .envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .process_group(0);
    if let Some(folder) = command.get_current_dir() {
        shell.current_dir(folder);
    }
    shell.spawn().expect("a shell starts")
}
