//! Which candidate is better: the order of an evaluation's results.

use std::cmp::Ordering;

use crate::evaluation::{CandidateResult, Evaluation};

/// The scored results from best to worst; equal scores keep their order.
#[must_use]
pub fn rank(evaluation: &Evaluation) -> Vec<&CandidateResult> {
    let scored = evaluation.results.iter().filter_map(|result| Some((result.score()?, result)));
    let mut ranked: Vec<(f64, &CandidateResult)> = scored.collect();
    if let Some(primary) = evaluation.description.primary() {
        ranked.sort_by(|(left, _), (right, _)| {
            if primary.better(*left, *right) {
                Ordering::Less
            } else if primary.better(*right, *left) {
                Ordering::Greater
            } else {
                Ordering::Equal
            }
        });
    }
    ranked.into_iter().map(|(_, result)| result).collect()
}
