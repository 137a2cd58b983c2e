//! What a program is built for: the world that it must fit.

use wit_parser::{Resolve, WorldId};

use crate::contract;
use crate::wit::TaskWit;

/// The world that a program is built for.
#[derive(Clone, Copy, Debug)]
pub enum World<'a> {
    /// A candidate: it exports the task's interface, or `lazaret:candidate/program` if there is none.
    Candidate(Option<&'a TaskWit>),
    /// An evaluator: it exports `lazaret:evaluator/evaluator`, and may import the task's interface.
    Evaluator(Option<&'a TaskWit>),
    /// An interpreter, which is a plugin.
    Interpreter,
}

impl World<'_> {
    /// The packages and the world in them.
    pub(crate) fn resolve(self) -> Result<(Resolve, WorldId), String> {
        let name = match self {
            Self::Candidate(Some(wit)) => return Ok(owned(wit.candidate())),
            Self::Evaluator(Some(wit)) => return Ok(owned(wit.evaluator())),
            Self::Candidate(None) => "lazaret:candidate/candidate@0.1.0",
            Self::Evaluator(None) => "lazaret:evaluator/scorer@0.1.0",
            Self::Interpreter => "lazaret:plugin/interpreter@0.1.0",
        };
        let resolve = contract::resolve()?;
        let world = resolve.select_world(&[], Some(name)).map_err(|error| format!("{error:#}"))?;
        Ok((resolve, world))
    }
}

fn owned((resolve, world): (&Resolve, WorldId)) -> (Resolve, WorldId) {
    (resolve.clone(), world)
}
