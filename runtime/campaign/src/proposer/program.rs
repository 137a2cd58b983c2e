//! A proposer in a sandbox: a program like any other, asked through `lazaret:proposer`.
//!
//! The one that comes with Lazaret is `mutate`. Nobody vouches for the others: they run under a budget, see the
//! request and nothing else, and what they answer is checked by the types of the interface.

use lazaret_host::{Call, Candidate, Host, Interrupt, RunRequest, TaskWit};
use lazaret_trial::{Budget, Code, Digest, Value};

use super::{Proposal, Proposer, ProposerError, Request};
use crate::settings::ProposerSettings;
use crate::trial::Spent;

/// The program that edits syntax trees.
const MUTATE: &str = include_str!("../../../../plugins/mutate/mutate.py");

/// Limits of one round.
const FUEL: u64 = 200_000_000_000;
const MEMORY_BYTES: u64 = 512 << 20;
const WALL_MS: u64 = 300_000;
const RESULT_BYTES: u64 = 64 << 20;

/// A program that proposes.
pub struct ProgramProposer<'a> {
    host: &'a Host,
    kind: &'static str,
    program: Candidate,
    digest: Digest,
    wit: TaskWit,
}

impl<'a> ProgramProposer<'a> {
    /// The one that comes with Lazaret: edits of the syntax tree of Python programs.
    ///
    /// # Errors
    /// Never, as long as the contract is valid.
    pub fn mutate(host: &'a Host) -> Result<Self, ProposerError> {
        let bytes = MUTATE.as_bytes().to_vec();
        Self::new(
            host,
            "mutate",
            Candidate::of_bytes("mutate", "mutate.py", bytes),
            MUTATE.as_bytes(),
        )
    }

    /// The program that [`ProgramProposer::mutate`] runs, so that its interpreter can be made ready.
    #[must_use]
    pub fn mutate_candidate() -> Candidate {
        Candidate::of_bytes("mutate", "mutate.py", MUTATE.as_bytes().to_vec())
    }

    /// Somebody's program.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn of_file(
        host: &'a Host,
        program: Candidate,
        bytes: &[u8],
    ) -> Result<Self, ProposerError> {
        Self::new(host, "program", program, bytes)
    }

    fn new(
        host: &'a Host,
        kind: &'static str,
        program: Candidate,
        bytes: &[u8],
    ) -> Result<Self, ProposerError> {
        let wit = TaskWit::proposer().map_err(|error| ProposerError::Contract {
            who: program.label.clone(),
            what: error.to_string(),
        })?;
        Ok(Self { host, kind, digest: Digest::of(bytes), program, wit })
    }

    fn gone(&self, what: String) -> ProposerError {
        ProposerError::Gone { who: self.program.label.clone(), what }
    }
}

impl Proposer for ProgramProposer<'_> {
    fn settings(&self) -> ProposerSettings {
        ProposerSettings { kind: self.kind.to_owned(), detail: self.digest.to_string() }
    }

    fn wants_feedback(&self) -> bool {
        self.kind != "mutate"
    }

    fn propose(
        &mut self,
        request: &Request,
        interrupt: &Interrupt,
    ) -> Result<Vec<Proposal>, ProposerError> {
        let budget = Budget {
            fuel: FUEL,
            memory_bytes: MEMORY_BYTES,
            wall_ms: WALL_MS,
            result_bytes: RESULT_BYTES,
            ..Budget::for_evaluators()
        };
        let call =
            Call { function: "propose".to_owned(), arguments: Value::List(vec![value(request)]) };
        let run = RunRequest {
            candidate: &self.program,
            call: Some(call),
            budget,
            seed: request.wishes.first().map_or(0, |wish| wish.seed),
            wit: Some(&self.wit),
        };
        let outcome = self.host.run(&run, interrupt)?;
        let answer = match outcome.result {
            Ok(answer) => answer,
            Err(reason) if reason.code == Code::InconclusiveInterrupted => {
                return Err(ProposerError::Interrupted);
            }
            Err(reason) => return Err(self.gone(format!("{}: {}", reason.code, reason.message))),
        };
        let wrong = |what: &str| ProposerError::Contract {
            who: self.program.label.clone(),
            what: what.to_owned(),
        };
        let Value::List(answers) = answer else { return Err(wrong("no list of proposals")) };
        if answers.len() != request.wishes.len() {
            let (given, wanted) = (answers.len(), request.wishes.len());
            return Err(wrong(&format!("{given} proposals for {wanted} slots")));
        }
        // Each has its share, and the first has what is left over, so that the sum is exact.
        let count = (answers.len() as u64).max(1);
        let (share, rest) = (outcome.usage.fuel / count, outcome.usage.fuel % count);
        let proposal = |(index, answer): (usize, Value)| {
            let mut proposal = Proposal::of(
                text(&answer, "program").unwrap_or_default().to_owned(),
                text(&answer, "note").unwrap_or_default(),
            );
            let fuel = if index == 0 { share + rest } else { share };
            proposal.spent = Spent { fuel, ..Spent::default() };
            proposal
        };
        Ok(answers.into_iter().enumerate().map(proposal).collect())
    }
}

fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    let Value::Object(members) = value else { return None };
    members.iter().find_map(|(member, value)| match value {
        Value::Text(text) if member == name => Some(text.as_str()),
        _ => None,
    })
}

/// The request as the interface has it.
fn value(request: &Request) -> Value {
    let object = |members: Vec<(&str, Value)>| {
        Value::Object(members.into_iter().map(|(name, it)| (name.to_owned(), it)).collect())
    };
    let slot = |wish: &super::Wish| {
        let parent = |parent: &super::Parent| {
            object(vec![
                ("program", Value::Text(parent.program.to_string())),
                ("score", Value::Float(parent.score)),
                ("feedback", Value::Text(parent.feedback.clone())),
            ])
        };
        object(vec![
            (
                "seed",
                i64::try_from(wish.seed)
                    .map_or_else(|_| Value::BigInteger(wish.seed.to_string()), Value::Integer),
            ),
            ("parents", Value::List(wish.parents.iter().map(parent).collect())),
        ])
    };
    object(vec![
        ("language", Value::Text(request.language.clone())),
        ("title", Value::Text(request.title.clone())),
        ("minimize", Value::Bool(request.minimize)),
        ("slots", Value::List(request.wishes.iter().map(slot).collect())),
    ])
}
