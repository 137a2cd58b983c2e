//! What was once found in the engine, or in what comes with it, and would be within a guest's reach here: each
//! is done to the host, and must end in a value or in the right reason. `runtime/SECURITY.md` has the table of
//! all advisories, and says why the others are out of reach; what that rests on is held at the end.
//!
//! `advisories_values` has those that are about values on their way.
//!
//! The engine's own tests cover what it mended. These hold what Lazaret puts around it: its own WASI, its budgets,
//! its way of reading values, and the settings.

use std::sync::OnceLock;
use std::time::Duration;

use lazaret_host::{Candidate, Host, Interrupt, RunOutcome, Task};
use lazaret_trial::{Budget, Class, Code, Reason, Value};
use tempfile::TempDir;

use crate::python::{evaluate, verdict};
use crate::support::{self, binary, home, workspace, write};

fn host() -> &'static Host {
    static HOST: OnceLock<(TempDir, Host)> = OnceLock::new();
    &HOST.get_or_init(support::host).1
}

/// Calls `f` of a component's only interface.
pub fn call(text: &str, arguments: &str, limits: &[(&str, u64)]) -> RunOutcome {
    let mut budget = Budget::for_candidates();
    for (name, number) in limits {
        budget = budget.with(name, *number).expect("a limit within its range");
    }
    let arguments = Value::parse(arguments).expect("arguments are JSON");
    let call = Some(("f".to_owned(), arguments));
    let bytes = wat::parse_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    support::run(host(), "x.wasm", bytes, call.as_ref(), &budget, 0, &Interrupt::new())
}

#[track_caller]
pub fn check_value(text: &str, limits: &[(&str, u64)], value: &str) {
    let outcome = call(text, "[]", limits);
    assert_eq!(outcome.result.map(|it| it.to_string()), Ok(value.to_owned()));
}

#[track_caller]
pub fn check_refused(text: &str, limits: &[(&str, u64)], code: Code) -> Reason {
    let reason = call(text, "[]", limits).result.expect_err("it must not end well");
    assert_eq!(reason.code, code, "{}", reason.message);
    reason
}

/// A component with a core instance `$i` that has a memory, `realloc` and `f`, and with `f` as its only interface.
pub fn component(before: &str, fields: &str, ty: &str) -> String {
    format!(
        "(component {before}
           (core module $m (memory (export \"memory\") 2) {fields})
           (core instance $i (instantiate $m))
           (func $f {ty} (canon lift (core func $i \"f\") (memory (core memory $i \"memory\"))
             (realloc (core func $i \"realloc\"))))
           (instance $export (export \"f\" (func $f)))
           (export \"test:test/i\" (instance $export)))"
    )
}

pub const REALLOC: &str =
    "(func (export \"realloc\") (param i32 i32 i32 i32) (result i32) (i32.const 1024))";

/// The greatest resident memory, in MiB, of `lazaret run` with a component and these arguments, and what it said.
pub fn peak(text: &str, arguments: &[&str]) -> (u64, String) {
    let folder = home();
    write(&folder, "x.wasm", &wat::parse_str(text).expect("it is well formed"));
    let mut child = std::process::Command::new(binary())
        .args(["run", "x.wasm", "--json", "--call", "f"])
        .args(arguments)
        .current_dir(folder.path())
        .env_clear()
        .env("LAZARET_HOME", folder.path())
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("`lazaret` starts");
    let path = format!("/proc/{}/status", child.id());
    let mut kib = 0;
    while child.try_wait().expect("it is a child").is_none() {
        let status = std::fs::read_to_string(&path).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        kib = kib.max(now.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(2));
    }
    let output = child.wait_with_output().expect("it has ended");
    (kib / 1024, String::from_utf8(output.stdout).expect("output is UTF-8"))
}

/// Writing to standard output from `$memory`, as cases of the corpus do it.
const STREAMS: &str = include_str!("../header/worlds/streams.wat");

/// A component whose `f` writes so many bytes again and again, for ever.
fn writer(bytes: u32) -> String {
    format!(
        "(component {STREAMS}
           (core module $m
             (import \"streams\" \"stdout\" (func $stdout (result i32)))
             (import \"streams\" \"write\" (func $write (param i32 i32 i32 i32)))
             (func (export \"f\") (local $stream i32)
               (local.set $stream (call $stdout))
               (loop $again
                 (call $write (local.get $stream) (i32.const 0) (i32.const {bytes}) (i32.const 60000))
                 (br $again))))
           (core instance $i (instantiate $m (with \"streams\" (instance $streams))))
           (func $f (canon lift (core func $i \"f\")))
           (instance $export (export \"f\" (func $f)))
           (export \"test:test/i\" (instance $export)))"
    )
}

/// GHSA-5m8g-xhq4-4h93: each empty write to a stream was kept by the host. Ours keep bytes only, and each write
/// is a call of the budget.
#[test]
fn empty_writes_leave_nothing_behind() {
    let text = writer(0);
    let calls = 2_000_000;
    let reason = check_refused(&text, &[("host_calls", calls)], Code::FailedHostcallLimit);
    assert_eq!(reason.excess.expect("a limit").allowed, calls);
    let (few, said) = peak(&text, &["--host-calls", "1000"]);
    assert!(said.contains("failed/hostcall-limit"), "{said}");
    let (many, said) = peak(&text, &["--host-calls", "2000000"]);
    assert!(said.contains("failed/hostcall-limit"), "{said}");
    // Two million entries of a queue would be 64 MiB.
    assert!(many < few + 8, "{few} MiB after 1,000 writes, {many} MiB after 2,000,000");
}

/// GHSA-gqmc-89g8-p25r: output of guests without any was gathered by the host. With no room for output, the first
/// byte ends the sandbox.
#[test]
fn output_without_room_is_not_gathered() {
    let outcome = call(&writer(60_000), "[]", &[("output", 0)]);
    assert_eq!(outcome.result.unwrap_err().code, Code::FailedOutputLimit);
    assert_eq!((outcome.logs.stdout.len(), outcome.usage.host_calls), (0, 2));
}

/// GHSA-852m-cvvp-9p4w (CVE-2026-27204): what a guest asks the host to make was bounded by nothing.
#[test]
fn what_the_host_makes_for_a_guest_is_bounded() {
    let random = |count: &str| {
        format!(
            "(component
               (import \"wasi:random/random@0.2.0\" (instance $random
                 (export \"get-random-bytes\" (func (param \"len\" u64) (result (list u8))))))
               (core module $memory (memory (export \"memory\") 40) {REALLOC})
               (core instance $memory (instantiate $memory))
               (core func $random (canon lower (func $random \"get-random-bytes\")
                 (memory (core memory $memory \"memory\")) (realloc (core func $memory \"realloc\"))))
               (core module $m (import \"a\" \"random\" (func $random (param i64 i32)))
                 (func (export \"f\") (call $random (i64.const {count}) (i32.const 8))))
               (core instance $i (instantiate $m (with \"a\" (instance (export \"random\" (func $random))))))
               (func $f (canon lift (core func $i \"f\")))
               (instance $export (export \"f\" (func $f)))
               (export \"test:test/i\" (instance $export)))"
        )
    };
    check_value(&random("1048576"), &[], "null");
    check_refused(&random("1048577"), &[], Code::FailedTrap);
    check_refused(&random("-1"), &[], Code::FailedTrap);
    // Before any byte is made, it is paid for.
    check_refused(&random("1048576"), &[("fuel", 10_000_000)], Code::FailedOutOfFuel);
}

/// What a guest hands in as a list: one pollable, again and again.
fn poller(count: u32) -> String {
    let poll = include_str!("../header/worlds/poll.wat");
    format!(
        "(component {poll}
           (core module $memory (memory (export \"memory\") 64) {REALLOC})
           (core instance $memory (instantiate $memory))
           (core func $poll (canon lower (func $poll \"poll\")
             (memory (core memory $memory \"memory\")) (realloc (core func $memory \"realloc\"))))
           (core module $m
             (import \"memory\" \"memory\" (memory 64))
             (import \"wait\" \"subscribe-duration\" (func $subscribe (param i64) (result i32)))
             (import \"poll\" \"poll\" (func $poll (param i32 i32 i32)))
             (func (export \"f\") (result i32) (local $handle i32) (local $at i32)
               (local.set $handle (call $subscribe (i64.const 5)))
               (loop $again
                 (i32.store (i32.add (i32.const 8192) (local.get $at)) (local.get $handle))
                 (local.set $at (i32.add (local.get $at) (i32.const 4)))
                 (br_if $again (i32.lt_u (local.get $at) (i32.const {}))))
               (call $poll (i32.const 8192) (i32.const {count}) (i32.const 8))
               (i32.load (i32.const 12))))
           (core instance $i (instantiate $m (with \"memory\" (instance $memory))
             (with \"wait\" (instance $wait)) (with \"poll\" (instance (export \"poll\" (func $poll))))))
           (func $f (result u32) (canon lift (core func $i \"f\")))
           (instance $export (export \"f\" (func $f)))
           (export \"test:test/i\" (instance $export)))",
        count * 4
    )
}

/// GHSA-j366-h8gg-77pm and others: lists of things to wait for, which cost nothing. A handle that is lent is a
/// handle that is held, however often it is the same.
#[test]
fn polling_one_thing_many_times_is_many_handles() {
    check_value(&poller(255), &[], "255");
    check_refused(&poller(256), &[], Code::FailedHandleLimit);
    check_refused(&poller(500_000), &[], Code::FailedHandleLimit);
    check_refused(&poller(500_000), &[("handles", 65_536)], Code::FailedHandleLimit);
}

/// GHSA-q554-3cjc-rx7p (CVE-2026-119134): each instance had a table of handles of its own, and none was
/// counted. They are counted together.
#[test]
fn handles_of_all_instances_are_counted_together() {
    let text = "(component
      (component $maker
        (type $r (resource (rep i32)))
        (core func $new (canon resource.new $r))
        (core module $m (import \"r\" \"new\" (func $new (param i32) (result i32)))
          (func (export \"make\") (drop (call $new (i32.const 1))) (drop (call $new (i32.const 1)))))
        (core instance $i (instantiate $m (with \"r\" (instance (export \"new\" (func $new))))))
        (func (export \"make\") (canon lift (core func $i \"make\"))))
      (component $user
        (import \"a\" (func $a)) (import \"b\" (func $b)) (import \"c\" (func $c))
        (core func $a (canon lower (func $a)))
        (core func $b (canon lower (func $b)))
        (core func $c (canon lower (func $c)))
        (core module $m (import \"a\" \"a\" (func $a)) (import \"a\" \"b\" (func $b)) (import \"a\" \"c\" (func $c))
          (func (export \"f\") (call $a) (call $b) (call $c)))
        (core instance $i (instantiate $m (with \"a\" (instance
          (export \"a\" (func $a)) (export \"b\" (func $b)) (export \"c\" (func $c))))))
        (func (export \"f\") (canon lift (core func $i \"f\"))))
      (instance $a (instantiate $maker)) (instance $b (instantiate $maker)) (instance $c (instantiate $maker))
      (instance $user (instantiate $user (with \"a\" (func $a \"make\")) (with \"b\" (func $b \"make\"))
        (with \"c\" (func $c \"make\"))))
      (alias export $user \"f\" (func $f))
      (instance $export (export \"f\" (func $f)))
      (export \"test:test/i\" (instance $export)))";
    check_value(text, &[("handles", 6)], "null");
    check_refused(text, &[("handles", 5)], Code::FailedHandleLimit);
    check_refused(text, &[("handles", 2)], Code::FailedHandleLimit);
}

/// GHSA-6fr9-xmw9-5352: handles that one component lends another, which is not their owner, took memory that
/// nobody counted.
#[test]
fn handles_lent_between_components_are_counted() {
    let text = |count: u32| {
        format!(
            "(component
               (component $owner
                 (type $r' (resource (rep i32)))
                 (export $r \"r\" (type $r'))
                 (core func $new (canon resource.new $r))
                 (core module $m (import \"r\" \"new\" (func $new (param i32) (result i32)))
                   (func (export \"make\") (result i32) (call $new (i32.const 1))))
                 (core instance $i (instantiate $m (with \"r\" (instance (export \"new\" (func $new))))))
                 (func (export \"make\") (result (own $r)) (canon lift (core func $i \"make\"))))
               (component $friend
                 (import \"r\" (type $r (sub resource)))
                 (core module $m (memory (export \"memory\") 40) {REALLOC}
                   (func (export \"take\") (param i32 i32)))
                 (core instance $i (instantiate $m))
                 (core func $drop (canon resource.drop $r))
                 (func (export \"take\") (param \"rs\" (list (borrow $r))) (canon lift (core func $i \"take\")
                   (memory (core memory $i \"memory\")) (realloc (core func $i \"realloc\")))))
               (component $user
                 (import \"r\" (type $r (sub resource)))
                 (import \"make\" (func $make (result (own $r))))
                 (import \"take\" (func $take (param \"rs\" (list (borrow $r)))))
                 (core module $memory (memory (export \"memory\") 40))
                 (core instance $memory (instantiate $memory))
                 (core func $make (canon lower (func $make)))
                 (core func $take (canon lower (func $take) (memory (core memory $memory \"memory\"))))
                 (core module $m (import \"memory\" \"memory\" (memory 40))
                   (import \"a\" \"make\" (func $make (result i32)))
                   (import \"a\" \"take\" (func $take (param i32 i32)))
                   (func (export \"go\") (local $handle i32) (local $at i32)
                     (local.set $handle (call $make))
                     (loop $again
                       (i32.store (local.get $at) (local.get $handle))
                       (local.set $at (i32.add (local.get $at) (i32.const 4)))
                       (br_if $again (i32.lt_u (local.get $at) (i32.const {}))))
                     (call $take (i32.const 0) (i32.const {count}))))
                 (core instance $i (instantiate $m (with \"memory\" (instance $memory)) (with \"a\" (instance
                   (export \"make\" (func $make)) (export \"take\" (func $take))))))
                 (func (export \"go\") (canon lift (core func $i \"go\"))))
               (instance $owner (instantiate $owner))
               (alias export $owner \"r\" (type $r))
               (instance $friend (instantiate $friend (with \"r\" (type $r))))
               (instance $user (instantiate $user (with \"r\" (type $r))
                 (with \"make\" (func $owner \"make\")) (with \"take\" (func $friend \"take\"))))
               (alias export $user \"go\" (func $f))
               (instance $export (export \"f\" (func $f)))
               (export \"test:test/i\" (instance $export)))",
            count * 4
        )
    };
    // The one that is held, and then one for each that is lent on either side. The friend keeps what it was lent,
    // which is an error of its own.
    let reason = check_refused(&text(5), &[("handles", 11)], Code::FailedTrap);
    assert!(reason.message.contains("borrow handles still remain"), "{}", reason.message);
    check_refused(&text(5), &[("handles", 10)], Code::FailedHandleLimit);
    check_refused(&text(500_000), &[], Code::FailedHandleLimit);
}

/// GHSA-7v24-42x9-pxf7: a guest's allocator, which runs while the host hands something over, called the host.
#[test]
fn an_allocator_that_calls_the_host_traps() {
    let clock = "(import \"wasi:clocks/monotonic-clock@0.2.0\" (instance $clock
        (export \"now\" (func (result u64)))))
      (core func $now (canon lower (func $clock \"now\")))";
    let allocator = "(memory (export \"memory\") 2)
      (func (export \"realloc\") (param i32 i32 i32 i32) (result i32) (drop (call $now)) (i32.const 1024))";
    // For an argument of its own function.
    let argument = format!(
        "(component {clock}
           (core module $m (import \"a\" \"now\" (func $now (result i64))) {allocator}
             (func (export \"f\") (param i32 i32)))
           (core instance $i (instantiate $m (with \"a\" (instance (export \"now\" (func $now))))))
           (func $f (param \"text\" string) (canon lift (core func $i \"f\")
             (memory (core memory $i \"memory\")) (realloc (core func $i \"realloc\"))))
           (instance $export (export \"f\" (func $f)))
           (export \"test:test/i\" (instance $export)))"
    );
    let reason = call(&argument, "[\"a text\"]", &[]).result.expect_err("it must not leave");
    assert_eq!(reason.code, Code::FailedTrap, "{}", reason.message);
    assert!(reason.message.contains("cannot leave"), "{}", reason.message);
    // For the answer of the host to it.
    let answer = format!(
        "(component {clock}
           (import \"wasi:random/random@0.2.0\" (instance $random
             (export \"get-random-bytes\" (func (param \"len\" u64) (result (list u8))))))
           (core module $memory (import \"a\" \"now\" (func $now (result i64))) {allocator})
           (core instance $memory (instantiate $memory (with \"a\" (instance (export \"now\" (func $now))))))
           (core func $random (canon lower (func $random \"get-random-bytes\")
             (memory (core memory $memory \"memory\")) (realloc (core func $memory \"realloc\"))))
           (core module $m (import \"a\" \"random\" (func $random (param i64 i32)))
             (func (export \"f\") (call $random (i64.const 8) (i32.const 8))))
           (core instance $i (instantiate $m (with \"a\" (instance (export \"random\" (func $random))))))
           (func $f (canon lift (core func $i \"f\")))
           (instance $export (export \"f\" (func $f)))
           (export \"test:test/i\" (instance $export)))"
    );
    let reason = check_refused(&answer, &[], Code::FailedTrap);
    assert!(reason.message.contains("cannot leave"), "{}", reason.message);
}

/// GHSA-p8xm-42r7-89xg (CVE-2026-44216): a table of more entries than there are addresses.
#[test]
fn tables_beyond_all_memory_do_not_grow() {
    let fields = format!(
        "{REALLOC} (table $t 10 funcref) (func (export \"f\") (result i32)
           (table.grow $t (ref.null func) (i32.const 0xfffffff0)))"
    );
    check_value(&component("", &fields, "(result s32)"), &[], "-1");
    let large =
        component("", &format!("{REALLOC} (table 0xffffffff funcref) (func (export \"f\"))"), "");
    check_refused(&large, &[], Code::RejectedTooLarge);
    let wide =
        component("", &format!("{REALLOC} (table i64 10 funcref) (func (export \"f\"))"), "");
    check_refused(&wide, &[], Code::RejectedFeature);
}

/// GHSA-6wgr-89rj-399p: what one instance left in its memory was seen by the next.
#[test]
fn nothing_is_left_of_the_last_instance() {
    let text = component(
        "",
        &format!(
            "{REALLOC} (func (export \"f\") (result i32) (local $at i32) (local $found i32)
               (drop (memory.grow (i32.const 254)))
               (loop $again
                 (if (i64.ne (i64.load (local.get $at)) (i64.const 0)) (then (local.set $found (i32.const 1))))
                 (i64.store (local.get $at) (i64.const -1))
                 (local.set $at (i32.add (local.get $at) (i32.const 8)))
                 (br_if $again (i32.lt_u (local.get $at) (i32.const 0x1000000))))
               (local.get $found))"
        ),
        "(result u32)",
    );
    for _ in 0..20 {
        check_value(&text, &[], "0");
    }
}

/// GHSA-2hw9-mc66-jc2q (CVE-2026-104855): a store that was used again after it had run out of fuel in the middle of
/// a copy. Here it is not, however often its evaluator calls.
#[test]
fn a_candidate_that_ended_is_not_called_again() {
    let case = support::corpus("stop_endless_fill.wat");
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "task.toml", b"name = \"again\"\n[candidate]\nfuel = 1_000_000\n");
    let evaluator = b"def evaluate(candidate, case):
    for _ in range(5):
        try:
            candidate.f(1)
        except BaseException:
            pass
    return 1.0
";
    write(&folder, "evaluator.py", evaluator);
    let task = Task::read(folder.path(), &[]).unwrap();
    let candidate = Candidate::of_bytes("x", "x.wat", case.text.into_bytes());
    let evaluation = evaluate(&task, vec![candidate], 1).expect("the evaluator works");
    let verdict = verdict(&evaluation, 0);
    assert_eq!(verdict.reason.code, Code::FailedOutOfFuel, "{:?}", verdict.reason);
    assert_eq!((verdict.score, verdict.candidate_usage.calls), (None, 1));
}

/// What keeps most advisories out of reach is not there at all.
#[test]
fn what_is_not_built_cannot_be_reached() {
    let read = |path: &str| std::fs::read_to_string(workspace().join(path)).expect("it is there");
    let lock: toml::Table = read("Cargo.lock").parse().expect("it is TOML");
    let packages = lock["package"].as_array().expect("a list");
    let named = |name: &str| -> Vec<&str> {
        let found = packages.iter().filter(|package| package["name"].as_str() == Some(name));
        found.filter_map(|package| package["version"].as_str()).collect()
    };
    // WASI is our own, in all of its versions; there is one engine, and one compiler in it.
    for absent in
        ["wasmtime-wasi", "wasmtime-wasi-http", "wasmtime-wasi-io", "wasi-common", "wiggle"]
    {
        assert_eq!(named(absent), [""; 0], "{absent}");
    }
    for absent in ["wasmtime-internal-winch", "winch-codegen", "wasmtime-internal-wasi"] {
        assert_eq!(named(absent), [""; 0], "{absent}");
    }
    assert_eq!(named("wasmtime").len(), 1);
    let manifest: toml::Table = read("Cargo.toml").parse().expect("it is TOML");
    let engine = &manifest["workspace"]["dependencies"]["wasmtime"];
    let version = engine["version"].as_str().expect("a text");
    assert_eq!(Some(version), named("wasmtime").first().map(|it| format!("={it}")).as_deref());
    assert_eq!(engine["default-features"].as_bool(), Some(false));
    let features: Vec<&str> = engine["features"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(toml::Value::as_str)
        .collect();
    // GHSA-rc4p-x33f-vpr2 and GHSA-2674-w29h-wqvj: builds without these two abort.
    for needed in ["gc", "threads"] {
        assert!(features.contains(&needed), "{needed}");
    }
    for forbidden in
        ["component-model-async", "winch", "cache", "wat", "debug-builtins", "stack-switching"]
    {
        assert!(!features.contains(&forbidden), "{forbidden}");
    }
    // The page of advisories is about the engine that is built.
    let page = read("runtime/SECURITY.md");
    assert!(page.contains(&format!("wasmtime {}", version.trim_start_matches('='))));
    // And nothing here is a fault of the host's own.
    assert_eq!(Code::FaultHost.class(), Class::Fault);
}
