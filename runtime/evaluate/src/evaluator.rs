//! An evaluator with its budget and surroundings, and what it is asked outside of cases.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use lazaret_sandbox::{
    CaseInput, Counterpart, Dataset, Depth, Observation, Problem, Remains, Sandbox, ScorerGrants,
    ScriptRole, Stop,
};
use lazaret_trial::{Budget, Code, Description, Measurement, Reason};

use crate::program::{Program, Started};

/// The most cases of one split. Each costs two fresh instances, and each is listed in the verdict.
pub const CASES_MAX: usize = 10_000;

/// An evaluator with its budget and surroundings. Every question gets a fresh instance.
pub struct Evaluator {
    /// The evaluator itself.
    pub program: Program,
    /// The budget of each of its instances.
    pub budget: Budget,
    /// The files that it may read.
    pub dataset: Dataset,
    /// The seed of the evaluation.
    pub seed: u64,
    /// The program as every question starts it, once one has been asked.
    read: OnceLock<Program>,
    /// Whether it sums up itself, once that was needed.
    sums_up: OnceLock<bool>,
}

impl Evaluator {
    /// An evaluator that nobody has asked yet.
    #[must_use]
    pub const fn new(program: Program, budget: Budget, dataset: Dataset, seed: u64) -> Self {
        let read = OnceLock::new();
        let sums_up = OnceLock::new();
        Self { program, budget, dataset, seed, read, sums_up }
    }

    /// Asks for metrics and splits.
    ///
    /// # Errors
    /// A `fault/*` reason, or an `inconclusive/*` one.
    pub fn describe(&self) -> Result<Description, Reason> {
        let (answer, _, _) = self.ask("describe", None, Sandbox::describe);
        let description = answer?;
        description.check().map_err(|error| invalid(format!("`describe`: {error}")))?;
        Ok(description)
    }

    /// Asks for the cases of a split; they come back in the order in which they are judged, stage by
    /// stage.
    ///
    /// # Errors
    /// A `fault/*` reason, or an `inconclusive/*` one.
    pub fn cases(&self, split: &str) -> Result<Vec<CaseInput>, Reason> {
        let (answer, _, _) = self.ask("cases", None, |sandbox| sandbox.cases(split));
        let mut cases = answer?;
        if cases.is_empty() {
            return Err(invalid(format!("`cases` gives no case for the split `{split}`")));
        }
        if CASES_MAX < cases.len() {
            let (measured, allowed) = (cases.len() as u64, CASES_MAX as u64);
            return Err(invalid(format!("`cases` gives {measured} cases, {allowed} are allowed"))
                .exceeding("cases", measured, allowed));
        }
        let mut seen = BTreeSet::new();
        for case in &cases {
            let usable = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
            let sized = (1..=64).contains(&case.id.len());
            if !sized || !case.id.bytes().all(usable) || !seen.insert(case.id.clone()) {
                return Err(invalid(format!(
                    "`{}` is no usable case id: up to 64 of letters, digits and ._-, each id once",
                    case.id.escape_debug()
                )));
            }
        }
        // Stable, so cases of one stage keep the evaluator's order.
        cases.sort_by_key(|case| case.stage);
        Ok(cases)
    }

    /// Whether it sums up itself. If not, nobody has to be asked where there is one case: the mean of one number is that
    /// number. It is asked this once, so no candidate pays for it.
    ///
    /// # Errors
    /// A `fault/*` reason, or an `inconclusive/*` one.
    pub fn sums_up(&self) -> Result<bool, Reason> {
        if !self.program.prepared.knows_summaries() {
            return Ok(true);
        }
        if let Some(known) = self.sums_up.get() {
            return Ok(*known);
        }
        let (answer, _, _) =
            self.ask("own summary", None, |sandbox| sandbox.has_own_summary().map(Ok));
        let answer = answer?;
        Ok(*self.sums_up.get_or_init(|| answer))
    }

    /// Asks for the measurements over all cases and checks them.
    ///
    /// # Errors
    /// A `fault/*` reason, or an `inconclusive/*` one; with what the evaluator used until then.
    pub fn summarize(
        &self,
        description: &Description,
        reports: &[Vec<Measurement>],
    ) -> (Result<Vec<Measurement>, Reason>, Observation, Remains) {
        let (answer, observation, remains) =
            self.ask("summarize", None, |sandbox| sandbox.summarize(reports));
        let checked = answer.and_then(|measurements| {
            let checked = description.check_report(&measurements);
            checked.map_err(|error| invalid(format!("`summarize`: {error}")))
        });
        (checked, observation, remains)
    }

    /// Starts a fresh instance, asks it one question, and says whose fault it is if there is no answer.
    pub(crate) fn ask<T>(
        &self,
        purpose: &str,
        counterpart: Option<Box<dyn Counterpart>>,
        question: impl FnOnce(&mut Sandbox) -> Result<Result<T, Problem>, Stop>,
    ) -> (Result<T, Reason>, Observation, Remains) {
        let nothing = |reason| (Err(reason), Observation::default(), Remains::default());
        let ended = |answer, sandbox: Sandbox| {
            let (observation, remains) = sandbox.finish();
            (answer, observation, remains)
        };
        let alone = counterpart.is_none();
        let program = match self.read() {
            Ok(program) => program,
            Err(stop) => return nothing(self.stop_reason(&stop)),
        };
        match self.start(program, purpose, counterpart) {
            Started::Ready(mut sandbox) => {
                let answer = match question(&mut sandbox) {
                    Ok(Ok(answer)) => Ok(answer),
                    Ok(Err(problem)) => Err(problem_reason(problem, alone)),
                    Err(stop) => Err(self.stop_reason(&stop)),
                };
                ended(answer, sandbox)
            }
            Started::Unloadable(sandbox, failure) => {
                let mut reason = failure.reason();
                reason.code = match reason.code {
                    Code::RejectedSourceError => Code::FaultEvaluatorSource,
                    Code::FailedExit => Code::FaultEvaluatorTrap,
                    Code::FailedOutOfMemory => Code::FaultEvaluatorLimit,
                    _ => Code::FaultEvaluatorException,
                };
                reason.message = format!("the evaluator does not load: {}", reason.message);
                ended(Err(reason), sandbox)
            }
            Started::Stopped(sandbox, stop) => ended(Err(self.stop_reason(&stop)), sandbox),
            Started::Impossible(stop) => nothing(self.stop_reason(&stop)),
        }
    }

    fn start(
        &self,
        program: &Program,
        purpose: &str,
        counterpart: Option<Box<dyn Counterpart>>,
    ) -> Started<Sandbox> {
        let grants = ScorerGrants { counterpart, dataset: self.dataset.clone(), seed: self.seed };
        let purpose = format!("evaluator {purpose}");
        let role = ScriptRole::Evaluator;
        program.start(&self.budget, self.seed, &purpose, role, Some(grants))
    }

    /// The program with what its interpreter makes of its text, which is found out in a sandbox of its own before the first
    /// question, so that a question takes the same whether it is the first one or not. A text that cannot be read there
    /// is read, and fails, with each question.
    ///
    /// # Errors
    /// If the sandbox ended by what says nothing about the text.
    fn read(&self) -> Result<&Program, Stop> {
        if let Some(program) = self.read.get() {
            return Ok(program);
        }
        let mut bytecode = None;
        if self.program.script.is_some() && self.program.prepared.keeps_bytecode() {
            let reader = Program { depth: Depth::Read, ..self.program.clone() };
            match self.start(&reader, "read", None) {
                Started::Ready(mut sandbox) => bytecode = sandbox.take_bytecode(),
                Started::Unloadable(..) => {}
                Started::Stopped(_, stop) | Started::Impossible(stop) if says_nothing(&stop) => {
                    return Err(stop);
                }
                Started::Stopped(..) | Started::Impossible(_) => {}
            }
        }
        let program = self.program.clone().with_bytecode(bytecode.map(Arc::from));
        Ok(self.read.get_or_init(|| program))
    }

    /// The reason of an evaluator's end. The same limits as a candidate's, another blame.
    fn stop_reason(&self, stop: &Stop) -> Reason {
        let mut reason = stop.reason(&self.budget);
        reason.message = reason.message.replacen("the candidate", "the evaluator", 1);
        reason.code = match stop {
            Stop::OutOfFuel
            | Stop::OutOfMemory(_)
            | Stop::OutputLimit(_)
            | Stop::HostCallLimit
            | Stop::HandleLimit
            | Stop::ResultLimit(_) => Code::FaultEvaluatorLimit,
            Stop::StackOverflow | Stop::Trap(_) | Stop::Exit(_) | Stop::Denied(_) => {
                Code::FaultEvaluatorTrap
            }
            Stop::BadCall(_) => Code::FaultEvaluatorInvalid,
            Stop::WallTimeout => Code::InconclusiveWallTimeout,
            Stop::HostOutOfMemory => Code::InconclusiveHostOom,
            Stop::Lost(_) => Code::InconclusiveWorkerLost,
            Stop::Counterpart | Stop::Host(_) => Code::FaultHost,
        };
        reason
    }
}

/// Whether the machine is to blame for a stop, and not the program.
const fn says_nothing(stop: &Stop) -> bool {
    matches!(stop, Stop::WallTimeout | Stop::HostOutOfMemory | Stop::Lost(_) | Stop::Host(_))
}

/// A reason that blames the evaluator's answer.
pub fn invalid(message: String) -> Reason {
    Reason::new(Code::FaultEvaluatorInvalid, message)
}

/// `alone` says that there was no candidate that could be to blame.
fn problem_reason(problem: Problem, alone: bool) -> Reason {
    match problem {
        Problem::CandidateFailed | Problem::InvalidOutput(_) if alone => {
            invalid("the evaluator blames a candidate where there is none".to_owned())
        }
        Problem::Exception(reason) => reason,
        Problem::Invalid(message) => invalid(message),
        // The two that blame the candidate are taken up by whoever holds the bridge.
        Problem::CandidateFailed => {
            Reason::new(Code::FailedException, "the candidate's failure ended the case")
        }
        Problem::InvalidOutput(message) => Reason::new(Code::FailedInvalidOutput, message),
    }
}
