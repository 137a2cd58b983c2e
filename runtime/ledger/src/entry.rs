//! What an entry says.
//!
//! An entry is hashed as the text that it is kept as: one line of JSON, written once and never again. So its
//! digest does not depend on who reads it or how numbers are written.

use lazaret_trial::{Code, Digest, Digester, Identity};
use serde::{Deserialize, Serialize};

/// What the first member of every entry says; another form of entries gets another name.
pub const FORMAT: &str = "lazaret-entry/1";

/// One entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The form of the entry.
    pub format: String,
    /// Its number, counted from 0.
    pub sequence: u64,
    /// The leaf hash of the entry before; of the first one, the digest of the ledger's name.
    pub previous: Digest,
    /// When it was appended, in milliseconds since 1970, as the machine's clock said.
    pub time_ms: u64,
    /// What it records.
    pub body: Body,
}

/// What is recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Body {
    /// What scores will be decided by, recorded before the first candidate runs.
    Commitment(CommitmentEntry),
    /// A verdict.
    Verdict(VerdictEntry),
    /// A program that was run once, without an evaluator.
    Run(RunEntry),
    /// A campaign that begins.
    Campaign(CampaignEntry),
    /// What was tried in one round of a campaign.
    Round(RoundEntry),
    /// Something that was tried to see how far scores can be trusted.
    Check(CheckEntry),
}

/// All that decides scores besides the candidate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CommitmentEntry {
    /// The task's name.
    pub task: String,
    /// The identity, with its parts.
    pub identity: Identity,
    /// The root over the cases (RFC 6962), in their order.
    pub cases: Digest,
    /// How many cases there are.
    pub case_count: u64,
    /// The blob from which the task can be put together again.
    pub setting: Digest,
    /// The blobs that the setting names.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub blobs: Vec<Digest>,
}

/// A verdict, with what is needed to make it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VerdictEntry {
    /// The number of the commitment that it was made under.
    pub commitment: u64,
    /// The digest of its identity, the same as the commitment's.
    pub identity: Digest,
    /// The task's name.
    pub task: String,
    /// The digest of the candidate, as in the verdict.
    pub candidate: Digest,
    /// The candidate's file name, which tells its language.
    pub name: String,
    /// The blob of the candidate's bytes; for a folder, of the list of its files.
    pub source: Digest,
    /// The blobs of a folder's files.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub blobs: Vec<Digest>,
    /// What makes a program of the candidate here: an interpreter or a compiler, or nothing.
    pub maker: String,
    /// The outcome.
    pub code: Code,
    /// The first metric; none unless scored.
    pub score: Option<f64>,
    /// Fuel of the candidate in all cases.
    pub fuel: u64,
    /// The blob of the verdict's bytes.
    pub verdict: Digest,
    /// How long it took, which is no part of the verdict.
    pub wall_ms: u64,
    /// Where the candidate came from.
    #[serde(skip_serializing_if = "Lineage::is_empty", default)]
    pub lineage: Lineage,
}

/// A run of a program without an evaluator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunEntry {
    /// The digest of the program.
    pub candidate: Digest,
    /// Its file name.
    pub name: String,
    /// The blob of its bytes; for a folder, of the list of its files.
    pub source: Digest,
    /// The blob of what was asked: call, budget, seed, interface.
    pub setting: Digest,
    /// The blobs of a folder's files, and of the interface.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub blobs: Vec<Digest>,
    /// What makes a program of it here.
    pub maker: String,
    /// The outcome.
    pub code: Code,
    /// Fuel that it used.
    pub fuel: u64,
    /// The blob of the outcome's bytes.
    pub outcome: Digest,
    /// How long it took.
    pub wall_ms: u64,
    /// Where the program came from.
    #[serde(skip_serializing_if = "Lineage::is_empty", default)]
    pub lineage: Lineage,
}

/// A campaign, recorded before its first round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CampaignEntry {
    /// What it is called; no other campaign of the ledger is.
    pub name: String,
    /// The task's name.
    pub task: String,
    /// The blob of everything that decides its course.
    pub setting: Digest,
    /// The blobs that the setting names.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub blobs: Vec<Digest>,
}

/// One round of a campaign.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoundEntry {
    /// The number of the campaign's entry.
    pub campaign: u64,
    /// The campaign's name.
    pub name: String,
    /// The task's name.
    pub task: String,
    /// Counted from 0, without a gap.
    pub round: u64,
    /// The blob of what was tried and what came of it.
    pub trials: Digest,
    /// Over all rounds up to this one, as [`RoundEntry::chained`] makes it. It does not depend on clocks, keys, or what
    /// else is in the ledger, so that the same campaign has the same digests everywhere.
    pub digest: Digest,
    /// The blobs that the trials name.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub blobs: Vec<Digest>,
    /// What is needed to make the whole round, if a limit ended it early. The next entry of the campaign is then of
    /// the same round and stands instead of this one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cut: Option<Cut>,
}

/// What a round that a limit ended early leaves behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cut {
    /// The digest that the round follows, which the whole round follows as well.
    pub before: Digest,
    /// The blob of what was proposed for the whole round; it is one of the round's blobs.
    pub proposals: Digest,
}

impl RoundEntry {
    /// The digest after a round. `before` is that of the round before, of the first one the campaign's setting.
    #[must_use]
    pub fn chained(before: Digest, trials: Digest) -> Digest {
        let digester = Digester::new("lazaret round 1").part("before", before.bytes());
        digester.part("trials", trials.bytes()).finish()
    }
}

/// Something that was tried to see how far scores can be trusted, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckEntry {
    /// What was done.
    pub check: CheckKind,
    /// The task's name; empty if it is about entries of several tasks.
    pub task: String,
    /// What identities say of the evaluator that it is about, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub evaluator: Option<String>,
    /// The campaign that it was done for, if it was done for one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub campaign: Option<String>,
    /// How much was tried: cheaters, canaries, or entries that were made again.
    pub tried: u64,
    /// How many of them speak against the scores.
    pub found: u64,
    /// The blob that says what came of each.
    pub results: Digest,
}

/// How it was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckKind {
    /// Cheaters were let loose on an evaluator; those that scored above an honest program are found.
    Attack,
    /// Programs that ride along in a campaign were judged again; those with another worth than they should have are found.
    Canaries,
    /// Recorded verdicts and runs were made again; those that came out otherwise are found.
    Replay,
}

impl CheckKind {
    /// Its name, as in its text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Attack => "attack",
            Self::Canaries => "canaries",
            Self::Replay => "replay",
        }
    }
}

/// What all entries of a campaign are found by.
pub fn campaign_digest(name: &str) -> Digest {
    Digester::new("lazaret campaign 1").part("name", name.as_bytes()).finish()
}

/// Where a candidate came from, as far as its proposer says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lineage {
    /// The candidates that it was made of.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub parents: Vec<Digest>,
    /// Who or what proposed it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub proposer: Option<String>,
    /// The digest of what the proposer was told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub prompt: Option<Digest>,
}

impl Lineage {
    /// Whether nothing is known.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.parents.is_empty() && self.proposer.is_none() && self.prompt.is_none()
    }
}

impl Body {
    /// All blobs that it names.
    #[must_use]
    pub fn blobs(&self) -> Vec<Digest> {
        let (mut named, more) = match self {
            Self::Commitment(it) => (vec![it.setting], &it.blobs),
            Self::Verdict(it) => (vec![it.source, it.verdict], &it.blobs),
            Self::Run(it) => (vec![it.source, it.setting, it.outcome], &it.blobs),
            Self::Campaign(it) => (vec![it.setting], &it.blobs),
            Self::Round(it) => (vec![it.trials], &it.blobs),
            Self::Check(it) => return vec![it.results],
        };
        named.extend(more);
        named
    }

    /// Its kind, as in its text.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Commitment(_) => "commitment",
            Self::Verdict(_) => "verdict",
            Self::Run(_) => "run",
            Self::Campaign(_) => "campaign",
            Self::Round(_) => "round",
            Self::Check(_) => "check",
        }
    }
}
