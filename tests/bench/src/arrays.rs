//! A call from an evaluator with NumPy to a candidate with NumPy: an array as bytes, and the same as lists in text.

use std::time::Instant;

use anyhow::{Context, Result};
use lazaret_host::{Candidate, EvaluationRequest, Host, Interrupt, Needs, Outcome, Task};

use crate::statistics::Times;
use crate::walls::this_program;

const ROUNDS: usize = 5;

/// Elements, and how many calls the difference is divided by.
const SIZES: &[(u32, u32)] = &[(1_000, 200), (100_000, 10), (1_000_000, 2)];

const TASK: &str = "name = \"arrays\"\n[candidate]\nfuel = 1e13\nmemory = \"3 GiB\"\nresult = \"256 MiB\"\n\
    [evaluator_budget]\nfuel = 1e13\nmemory = \"3 GiB\"\nresult = \"256 MiB\"\n";

const CANDIDATE: &str = "import numpy as np\ndef f(x):\n    return np.asarray(x) * 2.0\n";

/// The two ways; the second is what every call did before arrays had a form of their own.
const WAYS: [(&str, &str); 2] =
    [("bytes", "candidate.f(x)"), ("text", "np.array(candidate.f(x.tolist()))")];

/// Measures and prints.
pub fn measure(home: &lazaret_host::Home) -> Result<()> {
    let program = || Candidate::of_bytes("x", "x.py", CANDIDATE.as_bytes().to_vec());
    let needs = Needs::default().and(&[program()]);
    let host = Host::open(home, &needs, &this_program(), &mut |line| eprintln!("{line}"))?;
    println!(
        "one call with an array of floats there and back, median of {ROUNDS} rounds, in processes"
    );
    for (size, calls) in SIZES {
        let mut found = Vec::new();
        for (_, call) in WAYS {
            let (few, many) = (task(*size, call, 1)?, task(*size, call, 1 + calls)?);
            found.push((few, many, Vec::new(), 0));
        }
        for _ in 0..ROUNDS {
            for (few, many, times, fuel) in &mut found {
                let (short, less) = judge(&host, few, program())?;
                let (long, more) = judge(&host, many, program())?;
                times.push(long.saturating_sub(short) / *calls);
                *fuel = (more - less) / u64::from(*calls);
            }
        }
        let mut medians = Vec::new();
        for ((name, _), (_, _, times, fuel)) in WAYS.iter().zip(found) {
            let median = Times::new(times).median();
            println!(
                "  {size:>9} elements as {name:<6} {median:>10.3} ms   fuel of both {fuel:>13}"
            );
            medians.push((median, fuel));
        }
        if let [(bytes, fuel), (text, more)] = medians.as_slice() {
            #[expect(clippy::cast_precision_loss, reason = "a ratio for people")]
            let fuel = *more as f64 / *fuel as f64;
            println!("  {size:>9} elements, ratio  {:>10.1}      of fuel {fuel:.1}", text / bytes);
        }
    }
    Ok(())
}

fn task(size: u32, call: &str, calls: u32) -> Result<Task> {
    let folder = tempfile::tempdir()?;
    let evaluator = format!(
        "import numpy as np\ndef evaluate(candidate, case):\n    x = np.arange({size}) / 7\n    \
         for _ in range({calls}):\n        y = {call}\n    return float((y == x * 2).all())\n"
    );
    std::fs::write(folder.path().join("task.toml"), TASK)?;
    std::fs::write(folder.path().join("evaluator.py"), evaluator)?;
    Ok(Task::read(folder.path(), &[])?)
}

/// The time of a whole evaluation, and the fuel of both sides.
fn judge(host: &Host, task: &Task, candidate: Candidate) -> Result<(std::time::Duration, u64)> {
    let candidates = vec![candidate];
    let request =
        EvaluationRequest { task, candidates, seed: 0, split: None, jobs: 1, record: None };
    let begin = Instant::now();
    let evaluation = host.evaluate(request, &Interrupt::new(), &mut |_| ())?;
    let time = begin.elapsed();
    let outcome = evaluation.results.into_iter().next().context("one candidate, one result")?;
    let Outcome::Verdict(verdict) = outcome.outcome else { anyhow::bail!("no verdict") };
    anyhow::ensure!(verdict.score == Some(1.0), "{:?}", verdict.reason);
    Ok((time, verdict.candidate_usage.fuel + verdict.evaluator_usage.fuel))
}
