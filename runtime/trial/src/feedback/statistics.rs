//! How cases differ.

use crate::metric::Metric;
use crate::verdict::CaseOutcome;

use super::parts::{CaseScore, Spread};
use super::quote;

/// The least number of cases of which quarter points are told.
const QUARTILE_CASES_MIN: usize = 8;

/// The most cases that are listed one by one.
const LISTED_MAX: usize = 64;

/// The most bytes of an id or a name; those of checked verdicts have no more than 64.
pub const NAME_BYTES_MAX: usize = 64;

/// How the cases differ in the metric at `index`; none if there are fewer than two.
pub fn spread(metric: &Metric, index: usize, cases: &[CaseOutcome]) -> Option<Spread> {
    let values = values(index, cases);
    if values.len() < 2 {
        return None;
    }
    let pick = |better: fn(&Metric, f64, f64) -> bool| {
        let picked = values
            .iter()
            .copied()
            .reduce(|kept, next| if better(metric, next.1, kept.1) { next } else { kept });
        picked.map(|(case, value)| (quote::beginning(&case.id, NAME_BYTES_MAX), value))
    };
    let (best_case, best) = pick(|metric, left, right| metric.better(left, right))?;
    let (worst_case, worst) = pick(|metric, left, right| metric.better(right, left))?;
    let quartiles = quartiles(values.iter().map(|(_, value)| *value).collect());
    let metric = quote::beginning(&metric.name, NAME_BYTES_MAX);
    Some(Spread { metric, best, best_case, worst, worst_case, quartiles })
}

/// The cases with the worst first metric first, cases alike in their order.
pub fn worst(metric: &Metric, cases: &[CaseOutcome]) -> Vec<CaseScore> {
    let mut values = values(0, cases);
    values.sort_by(|(_, left), (_, right)| {
        if metric.better(*right, *left) {
            std::cmp::Ordering::Less
        } else if metric.better(*left, *right) {
            std::cmp::Ordering::Greater
        } else {
            std::cmp::Ordering::Equal
        }
    });
    let score = |(case, value): (&CaseOutcome, f64)| CaseScore {
        id: quote::beginning(&case.id, NAME_BYTES_MAX),
        value,
    };
    values.into_iter().take(LISTED_MAX).map(score).collect()
}

fn values(index: usize, cases: &[CaseOutcome]) -> Vec<(&CaseOutcome, f64)> {
    let value = |case: &CaseOutcome| case.measurements.get(index).map(|it| it.value);
    cases.iter().filter_map(|case| Some((case, value(case)?))).collect()
}

/// The quarter points: the values at a quarter, a half and three quarters of the way, each one that was measured.
fn quartiles(mut values: Vec<f64>) -> Option<[f64; 3]> {
    if values.len() < QUARTILE_CASES_MIN {
        return None;
    }
    values.sort_by(f64::total_cmp);
    let at = |quarter: usize| values.get((values.len() - 1) * quarter / 4).copied();
    Some([at(1)?, at(2)?, at(3)?])
}
