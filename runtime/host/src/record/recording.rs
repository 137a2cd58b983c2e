//! What one evaluation writes to the ledger, and what it need not do again.

use std::time::Duration;

use lazaret_evaluate::RunOutcome;
use lazaret_ledger::{Body, CommitmentEntry, Draft, Lineage, RunEntry, VerdictEntry};
use lazaret_trial::{Class, Code, Description, Digest, Identity, Verdict};

use super::material::Material;
use super::recorder::{Pending, Recorder};
use super::setting::{RunSetting, Setting};
use crate::candidates::{Candidate, Content};
use crate::evaluation::{CandidateResult, Evaluation, Outcome, verdict_bytes};
use crate::host::{Host, HostError, RunRequest, outcome_bytes};
use crate::interpreters::PythonSetting;
use crate::task::Task;

/// How an evaluation is recorded.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    /// Where to.
    pub recorder: &'a Recorder,
    /// Whether what is in the ledger already is made again all the same.
    pub fresh: bool,
    /// Where the candidates came from.
    pub origin: Origin<'a>,
}

/// Where the candidates of an evaluation came from.
#[derive(Clone, Copy, Debug)]
pub enum Origin<'a> {
    /// All from the same.
    Shared(&'a Lineage),
    /// Each from its own, in the order of the request; one that has none came from nowhere.
    Each(&'a [Lineage]),
}

impl Origin<'_> {
    fn of(self, index: usize) -> Lineage {
        match self {
            Self::Shared(lineage) => lineage.clone(),
            Self::Each(lineages) => lineages.get(index).cloned().unwrap_or_default(),
        }
    }
}

/// What the ledger has of a verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// Nothing: nobody has asked for it, or there is nothing to record.
    Not,
    /// It is on its way; it is known before the evaluation is over.
    Pending,
    /// It was there, in this entry, and was not made again.
    Recalled(u64),
    /// It was appended as this entry.
    Appended(u64),
    /// It could not be appended, and why.
    Failed(String),
}

/// An evaluation that is recorded.
pub struct Recording<'a> {
    record: Record<'a>,
    task: String,
    identity: Digest,
    commitment: u64,
}

/// What is judged on, as it is known before the first candidate runs.
pub struct Planned<'a> {
    /// The split.
    pub split: &'a str,
    /// What is measured.
    pub description: &'a Description,
    /// The root over the cases.
    pub root: Digest,
    /// How many cases there are.
    pub count: u64,
}

impl<'a> Recording<'a> {
    /// Commits to all that decides the scores, before the first candidate runs; an identity is committed to once.
    pub fn begin(
        record: Record<'a>,
        task: &Task,
        seed: u64,
        identity: &Identity,
        planned: &Planned<'_>,
    ) -> Result<Self, HostError> {
        let known = record.recorder.ledger()?.committed(identity.digest)?;
        let commitment = match known {
            Some(sequence) => sequence,
            None => {
                let (setting, mut blobs) =
                    Setting::of(task, seed, planned.split, planned.description);
                let mut named: Vec<Digest> = blobs.iter().map(|bytes| Digest::of(bytes)).collect();
                named.sort();
                named.dedup();
                let setting = serde_json::to_vec(&setting)
                    .map_err(|error| HostError::Request(error.to_string()))?;
                let body = Body::Commitment(CommitmentEntry {
                    task: task.name.clone(),
                    identity: identity.clone(),
                    cases: planned.root,
                    case_count: planned.count,
                    setting: Digest::of(&setting),
                    blobs: named,
                });
                blobs.push(setting);
                record.recorder.submit(Draft { body, blobs }).wait()?.sequence
            }
        };
        Ok(Self { record, task: task.name.clone(), identity: identity.digest, commitment })
    }

    /// The verdict that the ledger has on a candidate, if it was made by the same and may be used again.
    pub fn recall(
        &self,
        content: &Content,
        name: &str,
        maker: &str,
        degraded: &[String],
    ) -> Result<Option<(u64, Verdict)>, HostError> {
        if self.record.fresh {
            return Ok(None);
        }
        let ledger = self.record.recorder.ledger()?;
        let found = ledger.find(self.identity, content.digest(), |entry| match &entry.body {
            Body::Verdict(it) => {
                it.maker == maker && extension(&it.name) == extension(name) && repeats(it.code)
            }
            _ => false,
        })?;
        let Some(entry) = found else { return Ok(None) };
        let Body::Verdict(it) = entry.body else { return Ok(None) };
        let bytes = ledger.blob(it.verdict)?;
        let verdict: Verdict = serde_json::from_slice(&bytes).map_err(|error| {
            HostError::Request(format!("the verdict of entry {}: {error}", entry.sequence))
        })?;
        // One that was made behind fewer walls is not as good as one that would be made now.
        Ok((verdict.degraded == degraded).then_some((entry.sequence, verdict)))
    }

    /// Hands a verdict in to be appended; none if it says nothing worth keeping.
    pub fn submit(
        &self,
        (index, candidate): (usize, &Candidate),
        maker: String,
        verdict: &Verdict,
        wall: Duration,
    ) -> Option<Pending> {
        let content = candidate.content.as_ref().ok()?;
        let mut material = Material::of(content);
        let bytes = verdict_bytes(verdict).ok()?;
        let body = Body::Verdict(VerdictEntry {
            commitment: self.commitment,
            identity: self.identity,
            task: self.task.clone(),
            candidate: material.candidate,
            name: candidate.name.clone(),
            source: material.source,
            blobs: material.named,
            maker,
            code: verdict.code(),
            score: verdict.score,
            fuel: verdict.candidate_usage.fuel,
            verdict: Digest::of(&bytes),
            wall_ms: u64::try_from(wall.as_millis()).unwrap_or(u64::MAX),
            lineage: self.record.origin.of(index),
        });
        material.blobs.push(bytes);
        Some(self.record.recorder.submit(Draft { body, blobs: material.blobs }))
    }
}

impl Recorder {
    /// Whether an entry is a verdict that others can be compared with, as far as that is known before these are there.
    ///
    /// # Errors
    /// If it is not, or cannot be read.
    pub fn check_verdict(&self, sequence: u64) -> Result<(), HostError> {
        self.recorded(sequence).map(drop)
    }

    /// A recorded verdict: what to call it, the verdict, and what it was made under.
    pub(crate) fn recorded(&self, sequence: u64) -> Result<(String, Verdict, Identity), HostError> {
        let ledger = self.ledger()?;
        let Body::Verdict(entry) = ledger.entry(sequence)?.body else {
            return Err(HostError::Request(format!("entry {sequence} is no verdict")));
        };
        let Body::Commitment(commitment) = ledger.entry(entry.commitment)?.body else {
            let commitment = entry.commitment;
            return Err(HostError::Request(format!("entry {commitment} is no commitment")));
        };
        let verdict = serde_json::from_slice(&ledger.blob(entry.verdict)?);
        let verdict =
            verdict.map_err(|error| HostError::Request(format!("entry {sequence}: {error}")))?;
        Ok((format!("{} (entry {sequence})", entry.name), verdict, commitment.identity))
    }
}

impl Evaluation {
    /// Adds a recorded verdict to the results, so that it is ranked with them.
    ///
    /// # Errors
    /// If the entry is no verdict, or was made under another identity: such scores are not comparable.
    pub fn add_recorded(&mut self, recorder: &Recorder, sequence: u64) -> Result<(), HostError> {
        let (label, verdict, identity) = recorder.recorded(sequence)?;
        let differences = identity.difference(&self.identity);
        if !differences.is_empty() {
            let said = differences
                .iter()
                .map(|(name, there, here)| format!("{name}: {there} there, {here} here"));
            let said: Vec<String> = said.collect();
            return Err(HostError::Request(format!(
                "entry {sequence} was made under another identity, so that the scores cannot be compared: {}",
                said.join("; ")
            )));
        }
        self.results.push(CandidateResult {
            label,
            outcome: Outcome::Verdict(Box::new(verdict)),
            wall: Duration::ZERO,
            recorded: Recorded::Recalled(sequence),
            source: None,
        });
        Ok(())
    }
}

/// Records a program that was run once; its entry.
///
/// # Errors
/// If it cannot be appended.
pub fn record_run(
    recorder: &Recorder,
    host: &Host,
    request: &RunRequest<'_>,
    outcome: &RunOutcome,
    wall: Duration,
    lineage: &Lineage,
) -> Result<u64, HostError> {
    let content = request.candidate.content.as_ref().map_err(|error| {
        HostError::Request(format!("cannot read `{}`: {error}", request.candidate.label))
    })?;
    let material = Material::of(content);
    let RunRequest { call, budget, seed, wit, .. } = request;
    let (setting, interface) = RunSetting::of(call.as_ref(), budget, *seed, *wit);
    let setting =
        serde_json::to_vec(&setting).map_err(|error| HostError::Request(error.to_string()))?;
    let bytes = outcome_bytes(outcome);
    let named = interface.iter().map(|bytes| Digest::of(bytes));
    let body = Body::Run(RunEntry {
        candidate: material.candidate,
        name: request.candidate.name.clone(),
        source: material.source,
        setting: Digest::of(&setting),
        blobs: material.named.into_iter().chain(named).collect(),
        maker: host.maker(request.candidate, PythonSetting::USUAL),
        code: outcome.result.as_ref().map_or_else(|reason| reason.code, |_| Code::Scored),
        fuel: outcome.usage.fuel,
        outcome: Digest::of(&bytes),
        wall_ms: u64::try_from(wall.as_millis()).unwrap_or(u64::MAX),
        lineage: lineage.clone(),
    });
    let mut blobs = material.blobs;
    blobs.extend(interface);
    blobs.extend([setting, bytes]);
    Ok(recorder.submit(Draft { body, blobs }).wait()?.sequence)
}

/// Whether a verdict is the same whenever and wherever it is made. A compiler's limits are the machine's.
pub fn repeats(code: Code) -> bool {
    match code.class() {
        Class::Scored | Class::Failed => true,
        Class::Rejected => code != Code::RejectedCompileLimit,
        Class::Inconclusive | Class::Fault => false,
    }
}

/// The part of a name that decides what a program is written in.
fn extension(name: &str) -> Option<&str> {
    std::path::Path::new(name).extension().and_then(|extension| extension.to_str())
}
