//! Online bin packing scored in Rust: the same numbers as `../evaluator.py`, for instances from data files.
//!
//! `task::priority` is the candidate's function, typed by `task.wit`. A candidate that fails in it ends the
//! case by itself, so nothing here has to look.

use lazaret::{Candidate, Case, Description, Evaluator, Metric, Problem, Scores, Value};

/// Untouched bins that the candidate sees after the touched ones; `../evaluator.py` says why two.
const UNTOUCHED_BINS: usize = 2;

struct BinPacking;
lazaret::evaluator!(BinPacking);

impl Evaluator for BinPacking {
    fn describe() -> Description {
        Description::new([
            Metric::minimize("excess").unit("%").at_least(0.0),
            Metric::minimize("bins").unit("bins").at_least(0.0),
            Metric::minimize("bound").unit("bins").at_least(0.0),
        ])
        .splits(["search", "held-out"])
    }

    fn cases(_split: &str, _seed: u64) -> Result<Vec<Case>, Problem> {
        let mut cases = Vec::new();
        for file in lazaret::dataset_names() {
            let bytes = lazaret::dataset(&file).unwrap_or_default();
            let text = String::from_utf8(bytes).map_err(|_| own(&file, "not UTF-8"))?;
            let instances = Value::parse(&text).map_err(|why| own(&file, &why))?;
            let stem = file.strip_suffix(".json").unwrap_or(&file);
            for (name, instance) in instances.entries()? {
                let stage = u32::from(!cases.is_empty());
                let case = Case::of(instance.clone()).named(&format!("{stem}.{name}"));
                cases.push(case.in_stage(stage));
            }
        }
        Ok(cases)
    }

    fn evaluate(_candidate: &Candidate, data: &Value) -> Result<Scores, Problem> {
        let capacity = data.get("capacity")?.number()?;
        let items = data.get("items")?.numbers()?;
        let smallest = items.iter().copied().fold(f64::INFINITY, f64::min);
        let mut used = 0.0;
        let mut bins = vec![capacity; UNTOUCHED_BINS];
        for item in &items {
            let fitting: Vec<usize> = (0..bins.len()).filter(|bin| *item <= bins[*bin]).collect();
            let rooms: Vec<f64> = fitting.iter().map(|bin| bins[*bin]).collect();
            let priorities = task::priority(*item, &rooms);
            let chosen = fitting[first_maximum(&priorities, fitting.len())?];

            if bins[chosen] == capacity {
                used += 1.0;
            }
            bins[chosen] -= item;
            if bins[chosen] < smallest {
                bins.remove(chosen);
            }
            while bins.iter().rev().take_while(|room| **room == capacity).count() < UNTOUCHED_BINS {
                bins.push(capacity);
            }
        }
        let bound = (items.iter().sum::<f64>() / capacity).ceil();
        Ok(scores(used, bound))
    }

    /// The excess of the means, as published, and not the mean excess.
    fn summarize(reports: &[Scores]) -> Result<Scores, Problem> {
        let mean = |name| {
            let sum: f64 = reports.iter().filter_map(|report| report.get(name)).sum();
            sum / reports.len() as f64
        };
        Ok(scores(mean("bins"), mean("bound")))
    }
}

fn scores(bins: f64, bound: f64) -> Scores {
    Scores::from([("excess", 100.0 * (bins - bound) / bound), ("bins", bins), ("bound", bound)])
}

/// The position of the highest priority; of equal ones the first.
fn first_maximum(priorities: &[f64], count: usize) -> Result<usize, Problem> {
    if priorities.len() != count {
        let found = priorities.len();
        return Err(Problem::InvalidOutput(format!("{count} priorities are needed; got {found}")));
    }
    if priorities.iter().any(|priority| priority.is_nan()) {
        return Err(Problem::InvalidOutput("a priority is NaN".to_owned()));
    }
    let better = |best: usize, next: usize| if priorities[best] < priorities[next] { next } else { best };
    Ok((1..count).fold(0, better))
}

fn own(file: &str, why: &str) -> Problem {
    Problem::Own(format!("{file}: {why}"))
}
