//! Scores a candidate by how near it comes to a curve.
//!
//! The candidate runs in a sandbox of its own, a fresh one for each case, and sees nothing of this file: no
//! point that it is not asked for, and no score. `lazaret` is the module that is compiled beside it; `task`
//! has the functions of `task.wit`.

use lazaret::{Candidate, Case, Description, Evaluator, Metric, Problem, Scores, Value};

struct Curve;
lazaret::evaluator!(Curve);

impl Evaluator for Curve {
    /// What is measured. The first metric ranks candidates.
    fn describe() -> Description {
        Description::new([Metric::minimize("error").at_least(0.0)])
    }

    /// The inputs, one sandbox each: here, where ten points begin. A case that fails fails the candidate.
    fn cases(_split: &str, _seed: u64) -> Result<Vec<Case>, Problem> {
        let case = |start: i32| Case::of(start).named(&format!("from-{start}"));
        Ok([-4, 0, 4].map(case).to_vec())
    }

    /// The mean distance from the curve over ten points. `task::predict` is a call into the sandbox.
    fn evaluate(_candidate: &Candidate, start: &Value) -> Result<Scores, Problem> {
        let start = start.number()?;
        let mut distance = 0.0;
        for step in 0..10 {
            let x = start + 0.25 * f64::from(step);
            let height = task::predict(x);
            if !height.is_finite() {
                return Err(Problem::InvalidOutput("a height must be finite".to_owned()));
            }
            distance += (height - curve(x)).abs();
        }
        Ok(Scores::from([("error", distance / 10.0)]))
    }
}

fn curve(x: f64) -> f64 {
    x / (1.0 + x * x)
}
