//! Putting a verdict together.

use std::sync::Arc;

use lazaret_sandbox::{Observation, ScriptRole};
use lazaret_trial::{
    Blame, Budget, CaseOutcome, Code, Digest, Measurement, Reason, Usage, Verdict,
};

use crate::instance::Launch;
use crate::program::Started;

/// What a verdict says about the candidate itself.
#[derive(Clone, Debug)]
pub struct CandidateRecord {
    /// The digest of its bytes.
    pub digest: Digest,
    /// What it is written in.
    pub language: String,
    /// The digest of the component that runs it.
    pub runtime: Digest,
    /// Walls that were missing where it ran.
    pub degraded: Vec<String>,
}

/// Loads a candidate once, before any case: a text that is no program, or that fails or stops while its
/// top level runs, needs no evaluator to be refused. Gives what its interpreter has made of the text, for the instances
/// of its cases.
///
/// # Errors
/// The reason, with what the attempt used and wrote.
pub fn inspect(
    program: &mut dyn Launch,
    budget: &Budget,
    seed: u64,
) -> Result<Option<Arc<[u8]>>, (Reason, Observation)> {
    program.keep_bytecode();
    match program.launch(budget, seed, "candidate load", ScriptRole::Candidate) {
        Started::Ready(mut instance) => Ok(instance.take_bytecode().map(Arc::from)),
        Started::Unloadable(instance, failure) => Err((failure.reason(), instance.finish().0)),
        Started::Stopped(instance, stop) => Err((stop.reason(budget), instance.finish().0)),
        Started::Impossible(stop) => Err((stop.reason(budget), Observation::default())),
    }
}

/// The verdict over judged cases.
///
/// `outcomes` are in case order and end with the first case that was not scored, if there is one. Cases
/// after it may have run at the same time; they do not count, so that the number of jobs cannot show.
/// `summarize` asks the evaluator for the measurements over all, if every case was scored.
#[must_use]
pub fn verdict(
    record: &CandidateRecord,
    identity: Digest,
    outcomes: Vec<CaseOutcome>,
    summarize: impl FnOnce(&[Vec<Measurement>]) -> (Result<Vec<Measurement>, Reason>, Observation),
) -> Verdict {
    let failed = outcomes.iter().find(|outcome| outcome.reason.code != Code::Scored);
    let total = |usage: fn(&CaseOutcome) -> Usage| {
        outcomes.iter().map(usage).fold(Usage::default(), Usage::and)
    };
    let candidate_usage = total(|outcome| outcome.candidate_usage);
    let mut evaluator_usage = total(|outcome| outcome.evaluator_usage);
    let (reason, measurements) = match failed {
        Some(outcome) => {
            let mut reason = outcome.reason.clone();
            reason.message = format!("case `{}`: {}", outcome.id, reason.message);
            (reason, Vec::new())
        }
        None => {
            let reports: Vec<_> =
                outcomes.iter().map(|outcome| outcome.measurements.clone()).collect();
            let (summary, observation) = summarize(&reports);
            evaluator_usage = evaluator_usage.and(observation.usage);
            match summary {
                Ok(measurements) => (Reason::new(Code::Scored, "scored"), measurements),
                Err(reason) => {
                    debug_assert_ne!(reason.code.blame(), Blame::Candidate);
                    (reason, Vec::new())
                }
            }
        }
    };
    Verdict {
        candidate: record.digest,
        language: record.language.clone(),
        runtime: Some(record.runtime),
        score: measurements.first().map(|measurement| measurement.value),
        reason,
        measurements,
        cases: outcomes,
        candidate_usage,
        evaluator_usage,
        identity: Some(identity),
        degraded: record.degraded.clone(),
    }
}
