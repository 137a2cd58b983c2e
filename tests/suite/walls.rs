//! The walls around workers: what stands, what happens when one is missing or a worker is lost, and that
//! nothing is left behind. With the real interpreter, as users have it.

use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use lazaret_worker::{CompileEnd, CompileLimits, WorkerSettings, Workers};
use serde_json::Value;

use crate::kernel::{Refusal, limited, signal, status, tree, without};
use crate::python::{home_folder, host};
use crate::support::{Output, binary, corpus, workspace, write};

const EVALUATOR: &str = "def cases():\n    return [1, 2, 3]\n\n\
                         def evaluate(candidate, case):\n    return candidate.f(case)\n";

/// A folder with a task and one candidate.
pub fn task(candidate: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "task/task.toml", b"name = \"walls\"\nevaluator = \"evaluator.py\"\n");
    write(&folder, "task/evaluator.py", EVALUATOR.as_bytes());
    write(&folder, "candidate.py", candidate.as_bytes());
    folder
}

pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    command_for(folder, "candidate.py", arguments)
}

/// The same for a candidate of another name.
pub fn command_for(folder: &Path, candidate: &str, arguments: &[&str]) -> Command {
    // The host of the tests sees to it that the plugin is there.
    host();
    let mut command = Command::new(binary());
    command
        .args(["eval", "task", candidate, "--json", "--jobs", "1", "--ledger", "ledger", "--fresh"])
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("LAZARET_HOME", home_folder())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

pub fn end(child: Child) -> Output {
    child.wait_with_output().expect("`lazaret` ends").into()
}

pub fn verdict(output: &Output) -> Value {
    output.json().pointer("/results/0/verdict").expect("a verdict").clone()
}

pub fn code(verdict: &Value) -> &str {
    verdict.pointer("/reason/code").and_then(Value::as_str).unwrap_or_default()
}

/// Waits until something is so.
#[track_caller]
pub fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begin.elapsed() < Duration::from_secs(30), "never: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The worker that is busy: an endless candidate burns a processor, and nothing else here does.
pub fn busy_worker(host: u32) -> u32 {
    let ticks = |pid: u32| status(pid).map_or(0, |status| status.processor_ticks);
    eventually("a worker is busy", || {
        tree(host).into_iter().find(|pid| *pid != host && 30 < ticks(*pid))
    })
}

pub const SQUARE: &str = "def f(n):\n    return n * n\n";
pub const ENDLESS: &str = "def f(n):\n    while True:\n        pass\n";

#[test]
fn verdicts_are_the_same_bytes_behind_every_wall() {
    for candidate in [SQUARE, "def f(n):\n    print(n)\n    return [0] * 100_000_000\n"] {
        let folder = task(candidate);
        let of = |isolation: &str| {
            let command = command(folder.path(), &["--isolation", isolation]).spawn().unwrap();
            verdict(&end(command)).to_string()
        };
        let store = of("store");
        assert_eq!(of("process"), store);
        assert_eq!(of("strict"), store);
    }
}

/// An instance begins to be made before the evaluator asks. Where it never does, it is as if there had been none, and
/// the worker is there for the next case.
#[test]
fn a_candidate_that_is_not_asked_has_used_nothing() {
    let folder =
        task("print('loaded')\nwide = list(range(100_000))\n\n\ndef f(n):\n    return n * n\n");
    let evaluator = "def cases():\n    return [1, 2, 3]\n\n\
                     def evaluate(candidate, case):\n    return candidate.f(case) if case == 2 else 0\n";
    write(&folder, "task/evaluator.py", evaluator.as_bytes());
    let of = |isolation: &str| {
        let command = command(folder.path(), &["--isolation", isolation]).spawn().unwrap();
        verdict(&end(command))
    };
    let store = of("store");
    for (case, asked) in [(0, false), (1, true), (2, false)] {
        let fuel = store.pointer(&format!("/cases/{case}/candidate_usage/fuel"));
        assert_eq!(fuel.and_then(Value::as_u64).unwrap() != 0, asked, "{store}");
    }
    for isolation in ["process", "strict"] {
        assert_eq!(of(isolation).to_string(), store.to_string());
    }
}

#[test]
fn every_forbidden_act_is_denied() {
    let output = Command::new(binary()).args(["jail-probe", "--json"]).output().unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let acts = document.pointer("/acts").and_then(Value::as_array).unwrap();
    let allowed: Vec<&Value> =
        acts.iter().filter(|act| act.pointer("/denied") != Some(&Value::Bool(true))).collect();
    assert!(allowed.is_empty(), "{allowed:?}");
    assert!(120 < acts.len(), "{}", acts.len());
    // A probe whose acts fail everywhere would probe nothing.
    let outside = acts.iter().filter(|act| act.pointer("/outside") == Some(&"done".into()));
    assert!(20 < outside.count());
    assert_eq!(output.status.code(), Some(0));
}

/// A compiler in a worker ends by each of its limits, and the verdict names it.
#[test]
fn a_compilation_ends_by_its_limits() {
    let settings = WorkerSettings { program: binary().to_owned(), allow_degraded: false };
    let workers = Workers::new(settings, 0).unwrap();
    // One straight line of calls and stores: it takes about 100 ms, and some megabytes.
    let line = "(i32.store (i32.const 8) (call $g (i32.load (i32.const 4))))\n".repeat(10_000);
    let text = format!(
        "(component (core module (memory 1) (func $g (param i32) (result i32) local.get 0)\
         (func (export \"f\") {line})))"
    );
    let component = wat::parse_str(text).unwrap();
    let limits = |change: fn(&mut CompileLimits)| {
        let mut limits = CompileLimits::DEFAULT;
        change(&mut limits);
        let compiled = workers.take().unwrap().compile(&component, None, &limits);
        match compiled {
            Ok(code) => format!("{} KiB", code.len() >> 10),
            Err(CompileEnd::Refused(reason)) => {
                format!("{} {}", reason.code, reason.excess.map_or(String::new(), |it| it.limit))
            }
            Err(CompileEnd::Worker(error)) => error.to_string(),
        }
    };
    assert!(limits(|_| ()).ends_with(" KiB"), "{}", limits(|_| ()));
    let memory = limits(|limits| limits.memory_bytes = 72 << 20);
    assert_eq!(memory, "rejected/compile-limit compile memory");
    let code = limits(|limits| limits.code_bytes = 4096);
    assert_eq!(code, "rejected/compile-limit native code");
    let processor = limits(|limits| limits.cpu_seconds = 0);
    assert_eq!(processor, "rejected/compile-limit compile seconds");
    let wall = limits(|limits| limits.wall = Duration::from_millis(1));
    assert_eq!(wall, "the worker was ended: no answer in time");
}

#[test]
fn native_code_is_the_same_on_any_number_of_threads() {
    let settings = WorkerSettings { program: binary().to_owned(), allow_degraded: false };
    let workers = Workers::new(settings, 0).unwrap();
    let functions: String = (0..300)
        .map(|index| {
            format!("(func (param i32) (result i32) (i32.mul (local.get 0) (i32.const {index})))")
        })
        .collect();
    let component = wat::parse_str(format!("(component (core module {functions}))")).unwrap();
    let on = |threads| {
        let limits = CompileLimits { threads, ..CompileLimits::DEFAULT };
        workers.take().unwrap().compile(&component, None, &limits).unwrap()
    };
    let one = on(1);
    // More than the most, and none, are brought into bounds by the worker.
    for threads in [0, 2, 4, 1_000] {
        assert!(on(threads) == one, "{threads} threads");
    }
}

/// Looked at from outside, by what the kernel says.
#[test]
fn a_worker_has_given_up_all_that_can_be_given_up() {
    let folder = task(ENDLESS);
    for isolation in ["process", "strict"] {
        let mut child = command(folder.path(), &["--isolation", isolation]).spawn().unwrap();
        let worker = busy_worker(child.id());
        let status = status(worker).unwrap();
        assert_eq!(status.field("NoNewPrivs"), "1");
        assert_eq!(status.field("Seccomp"), "2");
        assert!(2 <= status.field("Seccomp_filters").parse::<u32>().unwrap());
        for set in ["CapInh", "CapPrm", "CapEff", "CapAmb"] {
            assert_eq!(status.field(set), "0000000000000000", "{set}");
        }
        assert_eq!(std::fs::read(format!("/proc/{worker}/environ")).unwrap_or_default(), b"");
        let limits = std::fs::read_to_string(format!("/proc/{worker}/limits")).unwrap();
        for limit in ["Max core file size", "Max file size", "Max locked memory"] {
            let line = limits.lines().find_map(|line| line.strip_prefix(limit)).unwrap();
            let numbers: Vec<&str> = line.split_whitespace().take(2).collect();
            assert_eq!(numbers, ["0", "0"], "{limit}");
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

#[test]
fn workers_end_with_the_host_whatever_ends_it() {
    let folder = task(ENDLESS);
    for isolation in ["process", "strict"] {
        let mut child = command(folder.path(), &["--isolation", isolation]).spawn().unwrap();
        busy_worker(child.id());
        let family = tree(child.id());
        assert!(3 <= family.len(), "{family:?}");
        child.kill().unwrap();
        child.wait().unwrap();
        eventually("no orphan is left", || {
            family.iter().all(|pid| status(*pid).is_none()).then_some(())
        });
    }
}

/// Where a part of the hierarchy of control groups is to be had: a folder of it whose name begins so.
fn control_group(beginning: &str) -> Option<std::path::PathBuf> {
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap();
    let mount = mounts.lines().find(|line| line.contains(" - cgroup2 "))?;
    let mut folders = vec![std::path::PathBuf::from(mount.split(' ').nth(4)?)];
    while let Some(folder) = folders.pop() {
        // Groups of others come and go.
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(beginning) {
                return Some(entry.path());
            }
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(entry.path());
            }
        }
    }
    None
}

#[test]
fn each_worker_has_a_control_group_where_one_is_to_be_had_and_none_is_left() {
    let folder = task(ENDLESS);
    let doctor = || {
        let mut doctor = Command::new(binary());
        doctor.arg("doctor").env("LAZARET_HOME", home_folder());
        String::from_utf8(doctor.output().unwrap().stdout).unwrap()
    };
    let said = doctor();
    let wall = said.lines().find(|line| line.contains(" control-group: ")).expect(&said);
    let mut child = command(folder.path(), &[]).spawn().unwrap();
    busy_worker(child.id());
    let own = format!("lazaret-{}-", child.id());
    let group = |pid: u32| std::fs::read_to_string(format!("/proc/{pid}/cgroup")).unwrap();
    let family = tree(child.id());
    let inside: std::collections::BTreeSet<String> =
        family.iter().map(|pid| group(*pid)).filter(|group| group.contains(&own)).collect();
    // The host is in none, and each worker in another one.
    let expected = if wall.starts_with("ok") { family.len() - 1 } else { 0 };
    assert_eq!(inside.len(), expected, "{wall}: {inside:?}");
    assert_eq!(control_group(&own).is_some(), wall.starts_with("ok"), "{wall}");
    child.kill().unwrap();
    child.wait().unwrap();
    eventually("no orphan is left", || {
        family.iter().all(|pid| status(*pid).is_none()).then_some(())
    });
    // Nobody was left to remove it; whoever comes next does.
    doctor();
    assert_eq!(control_group(&own), None);
}

#[test]
fn an_interrupt_leaves_nobody_behind() {
    let folder = task(ENDLESS);
    let child = command(folder.path(), &[]).spawn().unwrap();
    busy_worker(child.id());
    let family = tree(child.id());
    signal(child.id(), libc::SIGINT);
    let output = end(child);
    assert_eq!(output.exit, Some(130), "{}", output.stderr);
    assert_eq!(code(&verdict(&output)), "inconclusive/interrupted");
    eventually("no orphan is left", || {
        family.iter().all(|pid| status(*pid).is_none()).then_some(())
    });
}

/// Slow enough to be caught at it, and done in the end.
const SLOW: &str = "def f(n):\n    for _ in range(6_000_000):\n        pass\n    return n * n\n";

#[test]
fn a_worker_that_is_killed_is_replaced_and_its_program_kept() {
    let folder = task(SLOW);
    let calm = verdict(&end(command(folder.path(), &[]).spawn().unwrap()));
    assert_eq!(code(&calm), "scored");
    let kept = home_folder().join("data/quarantine");
    let before = std::fs::read_dir(&kept).map_or(0, Iterator::count);
    let digest = calm.pointer("/candidate").and_then(Value::as_str).unwrap().to_owned();
    for kind in [libc::SIGKILL, libc::SIGSEGV] {
        let child = command(folder.path(), &[]).spawn().unwrap();
        signal(busy_worker(child.id()), kind);
        let disturbed = verdict(&end(child));
        assert_eq!(disturbed.to_string(), calm.to_string(), "after signal {kind}");
    }
    // Both were the same program.
    let folders: Vec<_> = std::fs::read_dir(&kept).unwrap().flatten().map(|it| it.path()).collect();
    assert!(folders.len() <= before + 1);
    let ours = folders.iter().find(|folder| {
        let about = std::fs::read_to_string(folder.join("about.txt")).unwrap_or_default();
        about.contains(&digest)
    });
    let ours = ours.expect("the program is kept");
    assert_eq!(std::fs::read_to_string(ours.join("program.py")).unwrap(), SLOW);
    std::fs::remove_dir_all(ours).unwrap();
}

/// Nothing is scored when it happens again and again, and the next candidate is judged all the same.
#[test]
fn workers_that_are_killed_again_and_again_are_inconclusive() {
    let folder = task(&SLOW.replace("6_000_000", "150_000_000"));
    // One case, because each is tried twice.
    let evaluator = "def evaluate(candidate, case):\n    return candidate.f(3)\n";
    write(&folder, "task/evaluator.py", evaluator.as_bytes());
    write(&folder, "other.py", SQUARE.as_bytes());
    let mut command = command(folder.path(), &["other.py", "--fuel", "200_000_000_000"]);
    let child = command.spawn().unwrap();
    for _ in 0..2 {
        let worker = busy_worker(child.id());
        signal(worker, libc::SIGKILL);
        eventually("it is gone", || status(worker).is_none().then_some(()));
    }
    let output = end(child);
    assert_eq!(output.exit, Some(3), "{}", output.stderr);
    assert_eq!(code(&verdict(&output)), "inconclusive/worker-lost");
    let other = output.json().pointer("/results/1/verdict").unwrap().clone();
    assert_eq!(code(&other), "scored");
}

/// The third clock: a worker that does not even notice that its time is over.
#[test]
fn a_worker_that_is_stopped_is_ended_by_its_host() {
    let folder = task(SLOW);
    let calm = verdict(&end(command(folder.path(), &["--wall", "2000"]).spawn().unwrap()));
    write(
        &folder,
        "task/task.toml",
        b"name = \"walls\"\nevaluator = \"evaluator.py\"\n[evaluator_budget]\nwall_ms = 500\n",
    );
    let child = command(folder.path(), &["--wall", "2000"]).spawn().unwrap();
    let begin = Instant::now();
    signal(busy_worker(child.id()), libc::SIGSTOP);
    let output = end(child);
    assert_eq!(code(&verdict(&output)), code(&calm));
    assert!(begin.elapsed() < Duration::from_secs(30));
}

/// With a kernel that lacks a wall: refused, and allowed only if somebody insists, and then told.
#[test]
fn a_missing_wall_is_refused_or_told() {
    let folder = task(SQUARE);
    for (refusal, wall) in [(Refusal::Landlock, "landlock"), (Refusal::Seccomp, "seccomp")] {
        let output = end(without(refusal, &mut command(folder.path(), &[])));
        assert_eq!(output.exit, Some(5), "{wall}: {}", output.stderr);
        assert!(output.stderr.contains(wall), "{}", output.stderr);
        let output = end(without(refusal, &mut command(folder.path(), &["--allow-degraded"])));
        let verdict = verdict(&output);
        assert_eq!(code(&verdict), "scored", "{}", output.stderr);
        assert_eq!(verdict.pointer("/degraded/0"), Some(&wall.into()));
    }
    // Namespaces are a wall on top.
    let output = end(without(Refusal::Namespaces, &mut command(folder.path(), &[])));
    let verdict = verdict(&output);
    assert_eq!((code(&verdict), verdict.pointer("/degraded")), ("scored", None));
}

/// A machine that gives little: it works, or says what it lacks.
#[test]
fn little_is_enough_or_named() {
    let folder = task(SQUARE);
    let output = end(limited(&mut command(folder.path(), &[]), "-n 32"));
    assert_eq!(code(&verdict(&output)), "scored", "{}", output.stderr);
    let output = end(limited(&mut command(folder.path(), &[]), "-n 12"));
    if output.exit != Some(0) {
        assert!(output.stderr.contains("open files") || output.stdout.contains("open files"));
    }
    // 200 MB of address space do not hold the engine's reservations, whatever is tried.
    let output = end(limited(&mut command(folder.path(), &[]), "-v 200000"));
    assert_ne!(output.exit, Some(0));
    assert!(!output.stderr.is_empty() || output.stdout.contains("inconclusive/"));
}

/// The cases of a command in a mount namespace of its own, which `prepare` has changed.
pub fn in_namespace(prepare: &str, folder: &Path, home: &Path, candidate: &str) -> Output {
    let script = format!("set -e; {prepare}; exec \"$@\"");
    Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-c", &script, "sh"])
        .arg(binary())
        .args(["eval", "task", candidate, "--json", "--jobs", "1", "--no-ledger"])
        .current_dir(folder)
        .env("LAZARET_HOME", home)
        .env("H", home)
        .output()
        .unwrap()
        .into()
}

/// A copy of the home with the plugins.
pub fn copy_of_home() -> tempfile::TempDir {
    host();
    let home = tempfile::tempdir().unwrap();
    for name in ["data", "cache"] {
        let from = home_folder().join(name);
        let status = Command::new("cp").arg("-r").arg(from).arg(home.path()).status();
        assert!(status.unwrap().success());
    }
    home
}

/// What cannot be kept is made again the next time, and that is all.
#[test]
fn a_home_that_is_full_or_cannot_be_written_costs_time_only() {
    let folder = task(SQUARE);
    let home = copy_of_home();
    // New to every cache, and what it ends with shows that it was compiled and run.
    let body = corpus("trap_unreachable.wat").text;
    write(&folder, "new.wat", format!("{body}\n;; {:?}\n", Instant::now()).as_bytes());
    let read_only = "mount --bind $H $H; mount -o remount,bind,ro $H";
    let full = "mount -t tmpfs -o size=64k,mode=700 none $H/cache/foreign; \
                head -c 64k /dev/zero > $H/cache/foreign/full || true";
    for prepare in [read_only, full] {
        let output = in_namespace(prepare, folder.path(), home.path(), "candidate.py");
        assert_eq!(code(&verdict(&output)), "scored", "{prepare}: {}", output.stderr);
        let output = in_namespace(prepare, folder.path(), home.path(), "new.wat");
        assert_eq!(code(&verdict(&output)), "failed/trap", "{prepare}: {}", output.stderr);
    }
}

/// What was compiled earlier and changed since is noticed and made anew.
#[test]
fn native_code_that_was_tampered_with_is_never_run() {
    let home = copy_of_home();
    let folder = task(SQUARE);
    let run = || {
        let mut command = command(folder.path(), &[]);
        command.env("LAZARET_HOME", home.path());
        verdict(&end(command.spawn().unwrap())).to_string()
    };
    let before = run();
    let code = home.path().join("cache/code");
    let entries = || std::fs::read_dir(&code).unwrap().flatten().map(|entry| entry.path());
    let is_code = |path: &Path| path.extension().is_some_and(|it| it == "cwasm");
    for path in entries().filter(|path| is_code(path)) {
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0xff;
        std::fs::remove_file(&path).unwrap();
        std::fs::write(&path, bytes).unwrap();
    }
    assert_eq!(run(), before);
    // All of it gone is no different.
    std::fs::remove_dir_all(home.path().join("cache")).unwrap();
    assert_eq!(run(), before);
}

/// As somebody without any rights, with a home that only he can read.
#[test]
fn nobody_is_enough() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let folder = task(SQUARE);
    let home = copy_of_home();
    let program = home.path().join("lazaret");
    std::fs::copy(binary(), &program).unwrap();
    for path in [home.path(), folder.path()] {
        let status = Command::new("chown").args(["-R", "65534:65534"]).arg(path).status();
        assert!(status.unwrap().success());
    }
    let output = Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        // Few processes as well: what there is of this user's, and what it takes.
        .args(["sh", "-c", "ulimit -u 64; exec \"$@\"", "sh"])
        .arg(&program)
        .args(["eval", "task", "candidate.py", "--json", "--ledger", "ledger"])
        .current_dir(folder.path())
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("LAZARET_HOME", home.path())
        .output()
        .unwrap();
    assert_eq!(output.status.signal(), None);
    let output = Output::from(output);
    assert_eq!(code(&verdict(&output)), "scored", "{}", output.stderr);
}

#[test]
fn the_readme_task_leaves_no_process_and_no_file_behind() {
    host();
    let temporary = || std::fs::read_dir("/tmp").map_or(0, Iterator::count);
    let scratch =
        || std::fs::read_dir(home_folder().join("cache/build")).map_or(0, Iterator::count);
    let (before, scratch_before) = (temporary(), scratch());
    let child = Command::new(binary())
        .args(["eval", "examples/start", "examples/start/candidates/candidate.py", "--no-ledger"])
        .current_dir(workspace())
        .env("LAZARET_HOME", home_folder())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let pid = child.id();
    let mut family = Vec::new();
    let mut child = child;
    while child.try_wait().unwrap().is_none() {
        family.extend(tree(pid));
        std::thread::sleep(Duration::from_millis(2));
    }
    family.sort_unstable();
    family.dedup();
    assert!(2 <= family.len(), "{family:?}");
    assert!(family.iter().all(|pid| status(*pid).is_none()), "{family:?}");
    // Other tests work beside this one, so this is a bound and no equation.
    assert!(temporary() <= before + 40);
    assert!(scratch() <= scratch_before + 40);
}
