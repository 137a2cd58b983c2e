//! Pure Python that computes, here and in native CPython.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};
use lazaret_sandbox::Prepared;
use lazaret_trial::Value;

use crate::fresh::native_python;
use crate::guest::Guest;
use crate::statistics::Times;

const ROUNDS: usize = 5;

/// Name and program; each defines `work()`, which takes a native interpreter a fraction of a second.
const PROGRAMS: &[(&str, &str)] = &[
    (
        "sum of squares",
        "def work():\n    total = 0\n    for i in range(1_500_000):\n        total += i * i\n    return total\n",
    ),
    (
        "first fit, lists",
        "def work():\n    bins = []\n    x = 1\n    for _ in range(3000):\n        x = x * 48271 % 2147483647\n        \
         item = 20 + x % 81\n        for i, room in enumerate(bins):\n            if item <= room:\n                \
         bins[i] -= item\n                break\n        else:\n            bins.append(150 - item)\n    return len(bins)\n",
    ),
    (
        "dicts and strings",
        "def work():\n    table = {}\n    for i in range(200_000):\n        key = str(i % 5000)\n        \
         table[key] = table.get(key, 0) + len(key)\n    return len(table)\n",
    ),
];

/// Measures and prints.
pub fn measure(python: &Prepared) -> Result<()> {
    println!("pure Python beside native CPython, median of {ROUNDS} rounds");
    for (name, program) in PROGRAMS {
        let (mut guest, mut native) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let mut program_in_guest = Guest::start(python)?;
            program_in_guest.load(program)?;
            let begin = Instant::now();
            let value = program_in_guest.call("work", &Value::parse("[]")?)?;
            guest.push(begin.elapsed());
            let (time, answer) = native_work(program)?;
            anyhow::ensure!(value.to_string() == answer, "{name}: {value} here, {answer} natively");
            native.push(std::time::Duration::from_secs_f64(time));
        }
        let (guest, native) = (Times::new(guest).median(), Times::new(native).median());
        println!(
            "  {name:<20} {guest:>8.1} ms   native {native:>8.1} ms   ratio {:.1}",
            guest / native
        );
    }
    Ok(())
}

/// Seconds and answer of `work()` in a native interpreter, timed inside it.
fn native_work(program: &str) -> Result<(f64, String)> {
    let script = format!(
        "{program}\nimport time\nbegin = time.perf_counter()\nanswer = work()\nprint(time.perf_counter() - begin, answer)\n"
    );
    let output = Command::new(native_python()).args(["-S", "-E", "-c", &script]).output()?;
    let text = String::from_utf8(output.stdout)?;
    let (time, answer) = text.trim().split_once(' ').context("python3 printed no time")?;
    Ok((time.parse()?, answer.to_owned()))
}
