//! What suggests programs: one shape for what it is asked and answers, whoever it is.

pub mod answer;
pub mod command;
pub mod endpoint;
pub mod openai;
pub mod program;
pub mod prompt;

use std::sync::Arc;

use lazaret_host::{HostError, Interrupt};
use lazaret_trial::Digest;

use crate::settings::ProposerSettings;
use crate::trial::Spent;

/// The most bytes of a proposed program. A longer one is malformed; a task may admit less.
pub const PROGRAM_BYTES_MAX: usize = 1 << 20;

/// The most bytes of what a proposer says that it did.
const NOTE_BYTES_MAX: usize = 200;

/// What a round asks for.
#[derive(Clone, Debug)]
pub struct Request {
    /// The extension of the programs.
    pub language: String,
    /// What the task is about, in a line.
    pub title: String,
    /// Whether a smaller score is better.
    pub minimize: bool,
    /// What is measured, and in what unit.
    pub metric: String,
    /// How the programs are called: the functions of the first one, and the task's interface if it has one.
    pub interface: String,
    /// The programs that are wanted.
    pub wishes: Vec<Wish>,
}

/// One program that is wanted.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The number of its trial.
    pub number: u64,
    /// Decides the answer where there is a choice.
    pub seed: u64,
    /// The program to be improved, and others to take from.
    pub parents: Vec<Parent>,
}

/// A program that was judged.
#[derive(Clone, Debug)]
pub struct Parent {
    /// Its digest.
    pub candidate: Digest,
    /// Its text.
    pub program: Arc<str>,
    /// Its score on the search split.
    pub score: f64,
    /// What may be told of its verdict, if the proposer wants to hear it.
    pub feedback: String,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The program, or why there is none.
    pub program: Result<String, String>,
    /// What was done.
    pub note: String,
    /// What was said to a model.
    pub prompt: Option<Vec<u8>>,
    /// What it answered.
    pub answer: Option<Vec<u8>>,
    /// What it cost.
    pub spent: Spent,
}

impl Proposal {
    /// A program with what was done, both within their limits.
    #[must_use]
    pub fn of(program: String, note: &str) -> Self {
        let why = match program.len() {
            0 if note.is_empty() => "the answer has no program".to_owned(),
            0 => format!("the answer has no program: {note}"),
            length if PROGRAM_BYTES_MAX < length => {
                format!("the program has {length} bytes, {PROGRAM_BYTES_MAX} are read")
            }
            _ => return Self { program: Ok(program), note: short(note), ..Self::none("") },
        };
        Self::none(&why)
    }

    /// No program, and why.
    #[must_use]
    pub fn none(why: &str) -> Self {
        let (note, spent) = (String::new(), Spent::default());
        Self { program: Err(short(why)), note, prompt: None, answer: None, spent }
    }
}

/// Its beginning, in one line.
fn short(text: &str) -> String {
    let line: String = text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    let mut end = line.len().min(NOTE_BYTES_MAX);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    line.get(..end).unwrap_or_default().to_owned()
}

/// Why a proposer gives nothing any more. The campaign stops where it stands, and can go on later.
#[derive(Debug, thiserror::Error)]
pub enum ProposerError {
    /// It cannot be started, has died, or does not answer.
    #[error("the proposer {who}: {what}")]
    Gone {
        /// Which.
        who: String,
        /// What happened, and what to do.
        what: String,
    },
    /// It answers, and not what it was asked.
    #[error("the proposer {who} does not keep to the contract: {what}")]
    Contract {
        /// Which.
        who: String,
        /// What is wrong.
        what: String,
    },
    /// The host could not run it.
    #[error(transparent)]
    Host(#[from] HostError),
    /// It was asked to stop.
    #[error("interrupted")]
    Interrupted,
}

/// What suggests programs.
pub trait Proposer: Send {
    /// What it is, as the campaign's settings say it.
    fn settings(&self) -> ProposerSettings;

    /// Whether it wants to hear what became of the parents, in words.
    fn wants_feedback(&self) -> bool;

    /// One proposal for each wish, in their order.
    ///
    /// # Errors
    /// If there is none to be had any more.
    fn propose(
        &mut self,
        request: &Request,
        interrupt: &Interrupt,
    ) -> Result<Vec<Proposal>, ProposerError>;
}
