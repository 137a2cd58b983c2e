//! The lists of system calls that a process may still make: two for processes of ours, one for compilers.
//!
//! Invariants:
//! - Whatever is not on a list is refused, so a new call of a new kernel is. It kills a process of ours, whose
//!   calls are known; to a foreign program, whose next release may try another call first, it is not there.
//! - The second list is a part of the first: no open, no new process, no new thread, no memory that can be
//!   executed.
//! - No list has a socket, another process's memory, a name space, a mount, a key, a module, a clock that is set.

use std::collections::BTreeMap;
use std::os::fd::RawFd;

use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition,
    SeccompFilter, SeccompRule, TargetArch,
};

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// What running WebAssembly that is loaded needs: sockets that are open, memory, sleeping, ending.
const RUNNING: &[libc::c_long] = &[
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_readv,
    libc::SYS_writev,
    libc::SYS_recvmsg,
    // The list of its own pages.
    libc::SYS_pread64,
    libc::SYS_close,
    libc::SYS_poll,
    libc::SYS_ppoll,
    libc::SYS_futex,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_rt_sigreturn,
    libc::SYS_rt_sigprocmask,
    libc::SYS_sigaltstack,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_restart_syscall,
    libc::SYS_getrandom,
    libc::SYS_sched_yield,
    libc::SYS_gettid,
    libc::SYS_getpid,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

/// What getting ready needs besides: mapping native code, threads, and in a parent of others, these.
const PREPARING: &[libc::c_long] = &[
    libc::SYS_openat,
    libc::SYS_fstat,
    libc::SYS_newfstatat,
    libc::SYS_statx,
    libc::SYS_lseek,
    libc::SYS_fcntl,
    libc::SYS_mmap,
    libc::SYS_mprotect,
    libc::SYS_clone,
    libc::SYS_clone3,
    libc::SYS_set_robust_list,
    libc::SYS_rseq,
    libc::SYS_rt_sigaction,
    libc::SYS_sched_getaffinity,
    libc::SYS_getppid,
    libc::SYS_wait4,
    libc::SYS_seccomp,
];

/// The requests of `prctl` that getting ready needs: names of threads and of memory, and one that only takes
/// away.
const PREPARING_PRCTL: &[libc::c_int] =
    &[libc::PR_SET_NAME, libc::PR_SET_NO_NEW_PRIVS, libc::PR_SET_VMA];

/// What a compiler and its linker make, as observed with Clang 22, rustc 1.95 and lld on honest, wrong and
/// hostile programs (threads, another program, files below the folder, memory), and what other releases of
/// the C library use for the same.
const COMPILING: &[libc::c_long] = &[
    // Files. Which, is for Landlock.
    libc::SYS_openat,
    libc::SYS_newfstatat,
    libc::SYS_fstat,
    libc::SYS_statx,
    libc::SYS_statfs,
    libc::SYS_fstatfs,
    libc::SYS_lseek,
    libc::SYS_pread64,
    libc::SYS_pwrite64,
    libc::SYS_ftruncate,
    libc::SYS_fallocate,
    libc::SYS_fadvise64,
    libc::SYS_copy_file_range,
    libc::SYS_getdents64,
    libc::SYS_getcwd,
    libc::SYS_chdir,
    libc::SYS_fchdir,
    libc::SYS_readlinkat,
    libc::SYS_faccessat,
    libc::SYS_faccessat2,
    libc::SYS_mkdirat,
    libc::SYS_unlinkat,
    libc::SYS_renameat,
    libc::SYS_renameat2,
    libc::SYS_linkat,
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    libc::SYS_umask,
    libc::SYS_utimensat,
    libc::SYS_flock,
    libc::SYS_fsync,
    libc::SYS_fdatasync,
    libc::SYS_dup,
    libc::SYS_pipe2,
    // Memory, threads, and a linker that is started and waited for.
    libc::SYS_mmap,
    libc::SYS_mprotect,
    libc::SYS_mincore,
    libc::SYS_execve,
    libc::SYS_wait4,
    libc::SYS_waitid,
    libc::SYS_set_robust_list,
    libc::SYS_set_tid_address,
    libc::SYS_rseq,
    libc::SYS_membarrier,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigsuspend,
    libc::SYS_sched_getaffinity,
    libc::SYS_setitimer,
    // What a process is and has. Signals reach nobody beyond it: Landlock.
    libc::SYS_getppid,
    libc::SYS_getpgid,
    libc::SYS_getuid,
    libc::SYS_geteuid,
    libc::SYS_getgid,
    libc::SYS_getegid,
    libc::SYS_getrusage,
    libc::SYS_gettimeofday,
    libc::SYS_clock_getres,
    libc::SYS_times,
    libc::SYS_uname,
    libc::SYS_sysinfo,
    libc::SYS_tgkill,
];

/// The older names of some of these, on the one architecture that has them.
#[cfg(target_arch = "x86_64")]
const COMPILING_OLDER: &[libc::c_long] = &[
    libc::SYS_open,
    libc::SYS_stat,
    libc::SYS_lstat,
    libc::SYS_access,
    libc::SYS_readlink,
    libc::SYS_mkdir,
    libc::SYS_unlink,
    libc::SYS_rename,
    libc::SYS_vfork,
    libc::SYS_alarm,
    libc::SYS_getpgrp,
    libc::SYS_arch_prctl,
];
#[cfg(not(target_arch = "x86_64"))]
const COMPILING_OLDER: &[libc::c_long] = &[];

/// Requests of `ioctl`: whether a descriptor is a terminal, how wide it is, and whether reading it waits.
const COMPILING_IOCTL: &[u64] = &[libc::TCGETS, libc::TIOCGWINSZ, libc::FIONBIO];

/// Requests of `fcntl` that concern nothing but the descriptor; not, whom it sends signals to.
const COMPILING_FCNTL: &[libc::c_int] = &[
    libc::F_DUPFD,
    libc::F_DUPFD_CLOEXEC,
    libc::F_GETFD,
    libc::F_SETFD,
    libc::F_GETFL,
    libc::F_GETLK,
    libc::F_SETLK,
    libc::F_SETLKW,
    libc::F_OFD_SETLK,
    libc::F_OFD_SETLKW,
];

/// A new process in a new name space could have rights there.
const NAMESPACES: libc::c_int = libc::CLONE_NEWUSER
    | libc::CLONE_NEWNS
    | libc::CLONE_NEWNET
    | libc::CLONE_NEWPID
    | libc::CLONE_NEWIPC
    | libc::CLONE_NEWUTS
    | libc::CLONE_NEWCGROUP;

/// The list for compilers, for the foreign program that is to be executed next. `lifeline` is the descriptor
/// that its life is tied to, which it may neither close nor change. Of the two calls that make a process
/// only the older one is there, because what the newer one is asked for cannot be seen from outside.
pub fn compiling(lifeline: RawFd) -> Result<BpfProgram, BackendError> {
    let mut rules = all_of(RUNNING);
    rules.extend(all_of(COMPILING));
    rules.extend(all_of(COMPILING_OLDER));
    let requests = PREPARING_PRCTL.iter().map(|request| equals(0, request.unsigned_abs().into()));
    rules.insert(libc::SYS_prctl, requests.collect::<Result<Vec<_>, _>>()?);
    // Its own limits, which can only go down.
    rules.insert(libc::SYS_prlimit64, vec![equals(0, 0)?]);
    let requests = COMPILING_IOCTL.iter().map(|request| equals(1, *request));
    rules.insert(libc::SYS_ioctl, requests.collect::<Result<Vec<_>, _>>()?);
    let spared = |argument| {
        let lifeline = u64::from(lifeline.unsigned_abs());
        SeccompCondition::new(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, lifeline)
    };
    let requests = COMPILING_FCNTL.iter().map(|request| equals(1, request.unsigned_abs().into()));
    let mut requests = requests.collect::<Result<Vec<_>, _>>()?;
    let flags = is(1, libc::F_SETFL.unsigned_abs().into())?;
    requests.push(SeccompRule::new(vec![flags, spared(0)?])?);
    rules.insert(libc::SYS_fcntl, requests);
    rules.insert(libc::SYS_close, vec![SeccompRule::new(vec![spared(0)?])?]);
    rules.insert(libc::SYS_dup3, vec![SeccompRule::new(vec![spared(1)?])?]);
    #[cfg(target_arch = "x86_64")]
    rules.insert(libc::SYS_dup2, vec![SeccompRule::new(vec![spared(1)?])?]);
    let namespaces = SeccompCmpOp::MaskedEq(NAMESPACES.unsigned_abs().into());
    let plain = SeccompCondition::new(0, SeccompCmpArgLen::Qword, namespaces, 0)?;
    rules.insert(libc::SYS_clone, vec![SeccompRule::new(vec![plain])?]);
    let missing = SeccompAction::Errno(libc::ENOSYS.unsigned_abs());
    compile_or(rules, missing)
}

/// The list for getting ready.
pub fn preparing() -> Result<BpfProgram, BackendError> {
    let mut rules = all_of(RUNNING);
    rules.extend(all_of(PREPARING));
    let requests = PREPARING_PRCTL.iter().map(|request| equals(0, request.unsigned_abs().into()));
    let mut requests = requests.collect::<Result<Vec<_>, _>>()?;
    // To die with a parent can be asked for; not to cannot.
    requests.push(SeccompRule::new(vec![
        is(0, libc::PR_SET_PDEATHSIG.unsigned_abs().into())?,
        is(1, libc::SIGKILL.unsigned_abs().into())?,
    ])?);
    rules.insert(libc::SYS_prctl, requests);
    // Its own limits, which can only go down.
    rules.insert(libc::SYS_prlimit64, vec![equals(0, 0)?]);
    rules.insert(libc::SYS_tgkill, own_process()?);
    rules.insert(libc::SYS_getrusage, whole_process()?);
    compile(rules)
}

/// The list for running.
pub fn running() -> Result<BpfProgram, BackendError> {
    let mut rules = all_of(RUNNING);
    let exec = u64::from(libc::PROT_EXEC.unsigned_abs());
    for call in [libc::SYS_mmap, libc::SYS_mprotect] {
        let condition =
            SeccompCondition::new(2, SeccompCmpArgLen::Dword, SeccompCmpOp::MaskedEq(exec), 0)?;
        rules.insert(call, vec![SeccompRule::new(vec![condition])?]);
    }
    rules.insert(libc::SYS_tgkill, own_process()?);
    rules.insert(libc::SYS_getrusage, whole_process()?);
    // What a debug build of the standard library asks before it closes a descriptor.
    rules.insert(libc::SYS_fcntl, vec![equals(1, libc::F_GETFD.unsigned_abs().into())?]);
    compile(rules)
}

fn all_of(calls: &[libc::c_long]) -> Rules {
    calls.iter().map(|call| (*call, Vec::new())).collect()
}

/// Signals to the process itself only: what `abort` sends.
fn own_process() -> Result<Vec<SeccompRule>, BackendError> {
    Ok(vec![equals(0, std::process::id().into())?])
}

/// What all threads of the process have used: whether any page has come to it.
fn whole_process() -> Result<Vec<SeccompRule>, BackendError> {
    Ok(vec![equals(0, libc::RUSAGE_SELF.unsigned_abs().into())?])
}

fn equals(argument: u8, value: u64) -> Result<SeccompRule, BackendError> {
    SeccompRule::new(vec![is(argument, value)?])
}

fn is(argument: u8, value: u64) -> Result<SeccompCondition, BackendError> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, value)
}

fn compile(rules: Rules) -> Result<BpfProgram, BackendError> {
    compile_or(rules, SeccompAction::KillProcess)
}

/// What is not on the list gets `otherwise`.
fn compile_or(rules: Rules, otherwise: SeccompAction) -> Result<BpfProgram, BackendError> {
    let arch: TargetArch = std::env::consts::ARCH.try_into()?;
    SeccompFilter::new(rules, otherwise, SeccompAction::Allow, arch)?.try_into()
}
