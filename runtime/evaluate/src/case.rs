//! One case: fresh instances on both sides, one outcome.
//!
//! A program is looked at before it is judged: one that does not load needs no evaluator to be refused, and what its
//! interpreter makes of its text goes to the instances of its cases (`inspect`). Where there is one case only, that would be
//! half of the work for nothing, so the instance of the case is the one that is looked at.

use std::sync::Arc;

use lazaret_sandbox::{CaseInput, Observation, Problem, Remains, Sandbox, Stop};
use lazaret_trial::{
    Blame, Budget, CaseOutcome, Code, Description, Interface, Lists, Measurement, Reason, Weakness,
};

use crate::bridge::Bridge;
use crate::evaluator::{Evaluator, invalid};
use crate::instance::Launch;

/// What a candidate is judged by.
pub struct Trial<'a> {
    /// Who scores.
    pub evaluator: &'a Evaluator,
    /// What it measures.
    pub description: &'a Description,
    /// The interface of the task, if it has one.
    pub interface: Option<&'a Arc<Interface>>,
    /// The budget of the candidate in each case.
    pub budget: &'a Budget,
    /// How lists of numbers arrive at it.
    pub lists: Lists,
}

/// The outcome of a case. Or the candidate was to be looked at, and does not load: why, with what it used and wrote.
pub type Judged = Result<CaseOutcome, (Reason, Observation)>;

/// Judges a candidate on one case; `candidate` makes its instance. If it was not `looked_at` before, it is loaded before
/// it is asked anything, and refused without asking anybody if it cannot be. The outcome is told before what is left
/// of the instances is dropped.
pub fn evaluate_case(
    trial: &Trial<'_>,
    input: &CaseInput,
    candidate: Box<dyn Launch>,
    looked_at: bool,
) -> (Judged, Remains) {
    let bridge = Bridge::new(
        candidate,
        trial.interface.cloned(),
        trial.lists,
        trial.budget.clone(),
        trial.evaluator.seed,
        format!("candidate {}", input.id),
    );
    // In this thread it is loaded first. In another process it is being loaded while the evaluator is.
    let mut loaded = match (looked_at, bridge.is_announced()) {
        (true, _) => Some(Ok(())),
        (false, false) => Some(bridge.load()),
        (false, true) => None,
    };
    if let Some(Err(reason)) = loaded {
        let (observation, remains) = bridge.finish();
        return (Err((reason, observation)), remains);
    }
    let purpose = format!("case {}", input.id);
    let (answer, evaluator_observation, of_evaluator) =
        trial.evaluator.ask(&purpose, Some(Box::new(bridge.clone())), |sandbox| {
            match loaded.get_or_insert_with(|| bridge.load()) {
                Ok(()) => question(sandbox, input, &bridge),
                Err(_) => Err(Stop::Counterpart),
            }
        });
    // Also if the evaluator did not come so far: whose fault an end is does not depend on who is faster.
    if let Err(reason) = loaded.unwrap_or_else(|| bridge.load()) {
        let (observation, remains) = bridge.finish();
        return (Err((reason, observation)), remains.and(of_evaluator));
    }
    let death = bridge.death().filter(|_| !Weakness::Deaths.is_chosen());
    let judged = match death {
        // A dead candidate ends the case whatever the evaluator made of it, unless the host is at fault.
        Some(death) => Err(death),
        None => answer.and_then(|report| {
            let checked = trial.description.check_report(&report);
            checked.map_err(|error| invalid(format!("the report is not valid: {error}")))
        }),
    };
    let last_call = if judged.is_ok() { None } else { bridge.last_call() };
    let (candidate_observation, of_candidate) = bridge.finish();
    let (reason, measurements) = match judged {
        Ok(measurements) => (Reason::new(Code::Scored, "scored"), measurements),
        Err(reason) => (reason, Vec::new()),
    };
    let outcome = CaseOutcome {
        id: input.id.clone(),
        stage: input.stage,
        reason,
        measurements,
        candidate_usage: candidate_observation.usage,
        evaluator_usage: evaluator_observation.usage,
        candidate_logs: candidate_observation.logs,
        evaluator_logs: evaluator_observation.logs,
        last_call,
    };
    (Ok(outcome), of_candidate.and(of_evaluator))
}

/// Asks the evaluator, and lets the host's own knowledge of the candidate stand for what the evaluator
/// says about it.
fn question(
    sandbox: &mut Sandbox,
    input: &CaseInput,
    bridge: &Bridge,
) -> Result<Result<Vec<Measurement>, Problem>, Stop> {
    let answer = sandbox.evaluate(input)?;
    Ok(match answer {
        Err(Problem::CandidateFailed) => Err(match bridge.failure() {
            Some(reason) if reason.code.blame() == Blame::Candidate => Problem::Exception(reason),
            None if Weakness::Blame.is_chosen() => {
                Problem::InvalidOutput("the evaluator says so".to_owned())
            }
            _ => Problem::Invalid("the evaluator blames a candidate that did not fail".to_owned()),
        }),
        Err(Problem::InvalidOutput(_)) if !bridge.asked() && !Weakness::Blame.is_chosen() => {
            let why = "the evaluator blames a candidate for an answer that it has not asked for";
            Err(Problem::Invalid(why.to_owned()))
        }
        answer => answer,
    })
}
