//! The lists of system calls that a process of ours may still make.
//!
//! Invariants:
//! - Whatever is not on the list kills the process, so a new call of a new kernel is refused.
//! - The second list is a part of the first: no open, no new process, no new thread, no memory that can be
//!   executed.

use std::collections::BTreeMap;

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
    libc::SYS_pread64,
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

fn equals(argument: u8, value: u64) -> Result<SeccompRule, BackendError> {
    SeccompRule::new(vec![is(argument, value)?])
}

fn is(argument: u8, value: u64) -> Result<SeccompCondition, BackendError> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, value)
}

fn compile(rules: Rules) -> Result<BpfProgram, BackendError> {
    let arch: TargetArch = std::env::consts::ARCH.try_into()?;
    SeccompFilter::new(rules, SeccompAction::KillProcess, SeccompAction::Allow, arch)?.try_into()
}
