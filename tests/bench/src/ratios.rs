//! The short form for every day: ratios that only a real regression breaks.
//!
//! What is compared is processor time of one thread or process and never wall time, the least of several rounds in
//! turn, and the limits lie two or three times beyond what was measured; so neither load nor a slow machine fails it.
//! The interpreter must be built, as for the tests of `tests/suite`; `cargo xtask test` sees to it.

use std::path::Path;
use std::process::Command;

use lazaret_engine::THREAD_STACK_BYTES;
use lazaret_host::{Home, Host, Needs, Settings};
use lazaret_trial::Value;
use rustix::time::{ClockId, clock_gettime};

use crate::compare::Alone;
use crate::fresh::native_python;
use crate::guest::Guest;
use crate::{absolute, floor, interpreter};

const ROUNDS: usize = 12;

/// A native start takes at least so many times the processor time of a fresh interpreter; 10 were measured.
const NATIVE_START_LEAST: f64 = 3.0;

/// A fresh typed instance takes at most so many times that of the engine alone; 1.2 were measured, and 2 without
/// optimisation of our own crates.
const FLOOR_MOST: f64 = 4.0;

/// Python takes at most so many times the native interpreter's time; 4.4 were measured.
const LOOP_MOST: f64 = 12.0;

const LOOP: &str = "def work():\n    return sum(i * i for i in range(200_000))\n";

fn home() -> Home {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/test-home");
    absolute(&Home { data: root.join("data"), cache: root.join("cache") }).unwrap()
}

/// On a thread whose stack is large enough for guests.
fn on_a_thread(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(THREAD_STACK_BYTES).spawn(work).unwrap();
    thread.join().unwrap();
}

/// Seconds of processor time that this thread takes for something.
fn processor_seconds(work: impl FnOnce()) -> f64 {
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
    };
    let begin = now();
    work();
    now() - begin
}

/// What a native interpreter says of its own processor time at the end of a program that prints it.
fn native_seconds(program: &str) -> f64 {
    let output = Command::new(native_python()).args(["-I", "-S", "-c", program]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().parse().unwrap()
}

#[test]
fn python_is_as_fast_beside_the_native_interpreter_as_it_was() {
    on_a_thread(|| {
        let home = home();
        let host =
            Host::open(&home, &Needs::of_file("x.py"), &Settings::store(), &mut |_| ()).unwrap();
        let python = interpreter(&home, &host).unwrap();
        let arguments = Value::List(Vec::new());
        let call = |source: &str, function: &str| {
            let mut guest = Guest::start(&python).unwrap();
            guest.load(source).unwrap();
            guest.call(function, &arguments).unwrap()
        };
        let native_loop = format!(
            "{LOOP}\nimport time\nbegin = time.process_time()\nwork()\nprint(time.process_time() - begin)"
        );
        let mut least = [f64::INFINITY; 4];
        for _ in 0..ROUNDS {
            let round = [
                processor_seconds(|| {
                    assert_eq!(
                        call("def two():\n    return 2\n", "two"),
                        Value::parse("2").unwrap()
                    );
                }),
                native_seconds("import time; print(time.process_time())"),
                processor_seconds(|| {
                    let expected = Value::parse("2666646666700000").unwrap();
                    assert_eq!(call(LOOP, "work"), expected);
                }),
                native_seconds(&native_loop),
            ];
            for (least, seconds) in least.iter_mut().zip(round) {
                *least = least.min(seconds);
            }
        }
        let [fresh, native, looped, native_looped] = least;
        let starts = native / fresh;
        assert!(NATIVE_START_LEAST < starts, "a native start is {starts:.2} fresh interpreters");
        let computing = (looped - fresh) / native_looped;
        assert!(computing < LOOP_MOST, "a loop takes {computing:.2} times the native time");
    });
}

#[test]
fn a_typed_instance_costs_little_beside_the_engine_alone() {
    on_a_thread(|| {
        let folder = tempfile::tempdir().unwrap();
        let home = Home { data: folder.path().join("data"), cache: folder.path().join("cache") };
        let alone = Alone::new(&home).unwrap();
        let engine = floor::Fresh::new().unwrap();
        let (mut ours, mut least) = (f64::INFINITY, f64::INFINITY);
        for _ in 0..ROUNDS {
            ours = ours.min(processor_seconds(|| {
                alone.fresh().unwrap();
            }));
            least = least.min(processor_seconds(|| {
                for _ in 0..crate::compare::TOGETHER {
                    engine.round().unwrap();
                }
            }));
        }
        let ratio = ours / least;
        assert!(
            ratio < FLOOR_MOST,
            "a fresh typed instance takes {ratio:.2} times the engine alone"
        );
    });
}
