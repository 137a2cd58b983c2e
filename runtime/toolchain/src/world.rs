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
    /// Stands for all of the world that a program can notice.
    pub(crate) fn key(self) -> String {
        let (role, wit) = match self {
            Self::Candidate(wit) => ("candidate", wit),
            Self::Evaluator(wit) => ("evaluator", wit),
            Self::Interpreter => ("interpreter", None),
        };
        format!("{role} {}", wit.map(TaskWit::text).unwrap_or_default())
    }

    /// The interface that the task declares, if it does.
    pub(crate) fn interface(self) -> Option<String> {
        match self {
            Self::Candidate(Some(wit)) | Self::Evaluator(Some(wit)) => {
                let text = wit.interface().to_string();
                Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
            }
            _ => None,
        }
    }

    /// The packages and the world in them.
    pub(crate) fn resolve(self) -> Result<(Resolve, WorldId), String> {
        let name = match self {
            Self::Candidate(Some(wit)) => return Ok(owned(wit.candidate())),
            Self::Evaluator(Some(wit)) => return Ok(owned(wit.evaluator())),
            Self::Candidate(None) => "candidate",
            Self::Evaluator(None) => "scorer",
            Self::Interpreter => "interpreter",
        };
        let resolve = contract::resolve()?;
        let mut worlds = resolve.worlds.iter();
        let world = worlds.find(|(_, world)| world.name == name).map(|(id, _)| id);
        let world = world.ok_or_else(|| format!("the contract has no world `{name}`"))?;
        Ok((resolve, world))
    }
}

fn owned((resolve, world): (&Resolve, WorldId)) -> (Resolve, WorldId) {
    (resolve.clone(), world)
}
