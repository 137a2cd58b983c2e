//! Whole evaluations: a Python evaluator scores Python candidates, one call each.

use std::time::Instant;

use anyhow::Result;
use lazaret_host::{Candidate, EvaluationRequest, Host, Interrupt, Outcome, Task};

const CANDIDATES: usize = 500;

const TASK: &str = "name = \"one-call\"\ntitle = \"One call\"\nevaluator = \"evaluator.py\"\n";
const EVALUATOR: &str = "def evaluate(candidate, case):\n    return candidate.add(40, 2)\n";

/// Measures and prints.
pub fn measure(host: &Host) -> Result<()> {
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("task.toml"), TASK)?;
    std::fs::write(folder.path().join("evaluator.py"), EVALUATOR)?;
    let task = Task::read(folder.path(), &[])?;
    let cores = std::thread::available_parallelism()?.get();
    println!("evaluations of a one-call candidate, {CANDIDATES} candidates");
    for jobs in [1, cores] {
        let candidates = (0..CANDIDATES).map(candidate).collect();
        let request =
            EvaluationRequest { task: &task, candidates, seed: 0, split: None, jobs, record: None };
        let begin = Instant::now();
        let evaluation = host.evaluate(request, &Interrupt::new(), &mut |_| ())?;
        let seconds = begin.elapsed().as_secs_f64();
        for result in &evaluation.results {
            let Outcome::Verdict(verdict) = &result.outcome else {
                anyhow::bail!("a candidate could not be read");
            };
            anyhow::ensure!(verdict.score == Some(42.0), "{:?}", verdict.reason);
        }
        let rate = f64::from(u32::try_from(CANDIDATES)?) / seconds;
        println!("  {jobs} at a time: {rate:.0} evaluations a second");
    }
    Ok(())
}

/// Each is another text, so that none can stand for another.
fn candidate(index: usize) -> Candidate {
    let source = format!("def add(left, right):\n    return left + right  # {index}\n");
    Candidate::of_bytes(&index.to_string(), "add.py", source.into_bytes())
}
