//! What came of it.

use lazaret_host::{CandidateResult, Evaluation, HostError, Outcome};
use lazaret_trial::{Class, Code, Metric};
use serde::Serialize;

use crate::memory;
use crate::pack::PACK;

/// One program's try.
#[derive(Clone, Debug, Serialize)]
pub struct Attempt {
    /// What it is called.
    pub name: String,
    /// What it does.
    pub what: String,
    /// How it ended.
    pub code: Code,
    /// Its score, if it has one.
    pub score: Option<f64>,
    /// Whether it scored above the honest program.
    pub above: bool,
    /// What to do about it, if it did, or if the evaluator got the blame for what it gave.
    pub advice: Option<String>,
}

/// All tries on one task.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// What identities say of the evaluator.
    pub evaluator: Option<String>,
    /// The metric that ranks.
    pub metric: String,
    /// The honest program's score.
    pub honest: f64,
    /// In the order of the pack.
    pub attempts: Vec<Attempt>,
    /// Whether it was interrupted before the end.
    pub interrupted: bool,
}

impl Report {
    /// Of an evaluation of the honest program and, after it, the pack.
    pub(crate) fn of_pack(evaluation: &Evaluation) -> Result<Self, HostError> {
        let (metric, honest) = standard(evaluation)?;
        let tries = PACK.iter().enumerate().filter_map(|(index, cheater)| {
            let texts = (cheater.name, cheater.what, cheater.advice);
            attempt(evaluation, index + 1, texts, metric, honest)
        });
        let (attempts, interrupted) = (tries.collect(), evaluation.interrupted);
        let evaluator = evaluation.identity.part("evaluator").map(str::to_owned);
        Ok(Self { evaluator, metric: metric.name.clone(), honest, attempts, interrupted })
    }

    /// How many scored above the honest program.
    #[must_use]
    pub fn found(&self) -> usize {
        self.attempts.iter().filter(|it| it.above).count()
    }

    /// The best try of several programs that do the same, on cases of their own.
    pub(crate) fn add_best(&mut self, evaluation: &Evaluation) -> Result<(), HostError> {
        let (metric, honest) = standard(evaluation)?;
        let texts = (memory::NAME, memory::WHAT, memory::ADVICE);
        let tries = (1..evaluation.results.len())
            .filter_map(|index| attempt(evaluation, index, texts, metric, honest));
        let better = |one: &Attempt, other: &Attempt| match (one.score, other.score) {
            (Some(one), Some(other)) => metric.better(one, other),
            (one, _) => one.is_some(),
        };
        let best = tries.reduce(|best, next| if better(&next, &best) { next } else { best });
        self.attempts.extend(best);
        self.interrupted |= evaluation.interrupted;
        Ok(())
    }
}

/// What ranks, and what is to be beaten.
fn standard(evaluation: &Evaluation) -> Result<(&Metric, f64), HostError> {
    let refuse = |why: &str| HostError::Request(why.to_owned());
    let metric = evaluation.description.primary();
    let metric = metric.ok_or_else(|| refuse("the evaluator measures nothing"))?;
    let honest = evaluation.results.first();
    if let Some(score) = honest.and_then(CandidateResult::score) {
        return Ok((metric, score));
    }
    if evaluation.interrupted {
        return Err(HostError::Interrupted);
    }
    let why = match honest.map(|it| &it.outcome) {
        Some(Outcome::Verdict(verdict)) => {
            format!("{}: {}", verdict.code().as_str(), verdict.reason.message)
        }
        _ => "it cannot be read".to_owned(),
    };
    Err(refuse(&format!("the honest candidate has no score, so that none can be above it: {why}")))
}

fn attempt(
    evaluation: &Evaluation,
    index: usize,
    (name, what, advice): (&str, &str, &str),
    metric: &Metric,
    honest: f64,
) -> Option<Attempt> {
    let Outcome::Verdict(verdict) = &evaluation.results.get(index)?.outcome else { return None };
    let above = verdict.score.is_some_and(|score| metric.better(score, honest));
    Some(Attempt {
        name: name.to_owned(),
        what: what.to_owned(),
        code: verdict.code(),
        score: verdict.score,
        above,
        advice: (above || verdict.code().class() == Class::Fault).then(|| advice.to_owned()),
    })
}
