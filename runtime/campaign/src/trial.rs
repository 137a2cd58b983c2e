//! One trial, as it lies in the ledger.

use lazaret_trial::{Code, Digest, Measurement};
use serde::{Deserialize, Serialize};

/// What became of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// The proposer's answer was no program.
    Malformed,
    /// The program was tried before, but for its layout.
    Duplicate,
    /// It has no score.
    Failed,
    /// It was not among the better ones of a cheap stage.
    Stopped,
    /// It has a score, and nothing about it was new.
    Discarded,
    /// It is the best of its kind on its island.
    Kept,
    /// It is better than all before it.
    Best,
}

impl Fate {
    /// In a word, as in its text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Duplicate => "duplicate",
            Self::Failed => "failed",
            Self::Stopped => "stopped",
            Self::Discarded => "discarded",
            Self::Kept => "kept",
            Self::Best => "best",
        }
    }
}

/// One proposal and what came of it. Nothing here depends on a clock, on the machine's load, or on what else is in the
/// ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trial {
    /// Counted from 0 over the campaign.
    pub number: u64,
    /// The population that it belongs to.
    pub island: u32,
    /// The programs that it was made of.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub parents: Vec<Digest>,
    /// The program; none if there is none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub candidate: Option<Digest>,
    /// Stands for all programs that differ from it in layout only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub normal: Option<Digest>,
    /// What became of it.
    pub fate: Fate,
    /// How it ended, `rejected/source-error` if there is no program; none if it was not judged.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub code: Option<Code>,
    /// Why it is malformed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub why: Option<String>,
    /// The scores on the cheap stages that it has been through.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub rungs: Vec<f64>,
    /// The score on the search split.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub score: Option<f64>,
    /// All metrics on the search split.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub measurements: Vec<Measurement>,
    /// The identity of the verdict that decided.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub identity: Option<Digest>,
    /// The bytes of the verdict that decided.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub verdict: Option<Digest>,
    /// Fuel of the candidate for that verdict.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub fuel: u64,
    /// Fuel of the candidate in all stages, and on held-out cases.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub fuel_total: u64,
    /// The most memory of the candidate, in bytes.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub memory: u64,
    /// How long the program is, in bytes.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub bytes: u64,
    /// What the proposer says that it did.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub note: String,
    /// What the proposer was told, if it was told anything in words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub prompt: Option<Digest>,
    /// What it answered.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub answer: Option<Digest>,
    /// What that cost.
    #[serde(skip_serializing_if = "Spent::is_nothing", default)]
    pub spent: Spent,
    /// The verdict on held-out cases, which no proposer ever hears of.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub held_out: Option<HeldOut>,
}

impl Trial {
    /// One of which nothing is known yet.
    #[must_use]
    pub const fn new(number: u64, island: u32, parents: Vec<Digest>) -> Self {
        Self {
            number,
            island,
            parents,
            candidate: None,
            normal: None,
            fate: Fate::Malformed,
            code: None,
            why: None,
            rungs: Vec::new(),
            score: None,
            measurements: Vec::new(),
            identity: None,
            verdict: None,
            fuel: 0,
            fuel_total: 0,
            memory: 0,
            bytes: 0,
            note: String::new(),
            prompt: None,
            answer: None,
            spent: Spent { fuel: 0, tokens_in: 0, tokens_out: 0, requests: 0, cost: 0 },
            held_out: None,
        }
    }
}

/// What a proposal cost, besides the fuel of the candidate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Spent {
    /// Fuel of a proposer in a sandbox.
    pub fuel: u64,
    /// Tokens that a model was given.
    pub tokens_in: u64,
    /// Tokens that it gave.
    pub tokens_out: u64,
    /// Requests that were made to a model.
    pub requests: u64,
    /// What they cost by the prices that were given, in billionths of the money that those are in.
    #[serde(skip_serializing_if = "is_zero")]
    pub cost: u64,
}

/// Billionths of some money, as it is written.
#[must_use]
pub fn format_money(billionths: u64) -> String {
    let (whole, part) = (billionths / 1_000_000_000, billionths % 1_000_000_000);
    let digits = format!("{part:09}");
    let digits = digits.trim_end_matches('0');
    format!("{whole}.{digits:0<2}")
}

impl Spent {
    fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            fuel: self.fuel.saturating_add(other.fuel),
            tokens_in: self.tokens_in.saturating_add(other.tokens_in),
            tokens_out: self.tokens_out.saturating_add(other.tokens_out),
            requests: self.requests.saturating_add(other.requests),
            cost: self.cost.saturating_add(other.cost),
        }
    }
}

/// A verdict on held-out cases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldOut {
    /// How it ended.
    pub code: Code,
    /// The score, if it has one.
    pub score: Option<f64>,
    /// The bytes of the verdict.
    pub verdict: Digest,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
const fn is_zero(number: &u64) -> bool {
    *number == 0
}
