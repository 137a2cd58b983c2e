//! Programs of which it is known what they are worth, which ride along: a campaign is stopped when they show that its
//! scores say something else than they did, or never said what they should.

use std::fmt::Write;

use lazaret_host::ledger::{CheckEntry, CheckKind, Lineage};
use lazaret_host::{
    Candidate, Host, Interrupt, OpenedTask, Origin, Record, Recorder, record_check, repeats,
};
use lazaret_trial::{Code, Digest, Metric, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::error::CampaignError;
use crate::round::{verdict_digest, verdicts};

/// What is known of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// It does what the task is about, and has a score.
    Good,
    /// It does it badly: if it has a score, each good one has a better one.
    Bad,
    /// It does something else to get a score, which is no better than that of any good one.
    Cheat,
}

impl Role {
    /// In a word, as in its text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Cheat => "cheat",
        }
    }
}

/// A program that rides along.
#[derive(Clone, Debug)]
pub struct Canary {
    /// What is known of it.
    pub role: Role,
    /// Its file name, which tells its language.
    pub name: String,
    /// The program.
    pub program: Vec<u8>,
}

/// The programs that ride along, as a campaign's settings have them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CanarySettings {
    /// After so many rounds they are judged again, and whenever a campaign goes on.
    pub rounds: u32,
    /// The programs.
    pub programs: Vec<CanarySetting>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CanarySetting {
    /// What is known of it.
    pub role: Role,
    /// Its file name.
    pub name: String,
    /// The program.
    pub program: Digest,
}

impl CanarySettings {
    /// Of those that ride along; none if there are none.
    pub(crate) fn of(canaries: &[Canary], rounds: u32) -> Option<Self> {
        let setting = |it: &Canary| CanarySetting {
            role: it.role,
            name: it.name.clone(),
            program: Digest::of(&it.program),
        };
        let programs: Vec<CanarySetting> = canaries.iter().map(setting).collect();
        (!programs.is_empty()).then_some(Self { rounds, programs })
    }

    /// For people.
    pub(crate) fn words(&self) -> String {
        let mut words = format!("every {} rounds", self.rounds);
        for CanarySetting { role, name, program } in &self.programs {
            // Writing to a text cannot fail.
            let _ = write!(words, ", {} {name} ({})", role.name(), program.short());
        }
        words
    }
}

/// What judges them.
pub struct Flock<'a> {
    pub host: &'a Host,
    pub recorder: &'a Recorder,
    pub task: &'a OpenedTask<'a>,
    pub campaign: &'a str,
    pub metric: &'a Metric,
    pub canaries: &'a [Canary],
    pub jobs: usize,
    pub interrupt: &'a Interrupt,
}

impl Flock<'_> {
    /// Judges all of them again and records what came out.
    ///
    /// # Errors
    /// If one has another verdict than it had, or is worth something else than it should be.
    pub fn sing(&self) -> Result<(), CampaignError> {
        if self.canaries.is_empty() {
            return Ok(());
        }
        let verdicts = self.verdicts()?;
        let mut drifts = Vec::new();
        for (canary, verdict) in self.canaries.iter().zip(&verdicts) {
            drifts.extend(self.drift(canary, verdict)?);
        }
        let disorders = disorders(self.canaries, &verdicts, self.metric);
        let each = self.canaries.iter().zip(&verdicts).map(|(canary, verdict)| {
            json!({
                "role": canary.role,
                "name": canary.name,
                "code": verdict.code(),
                "score": verdict.score,
            })
        });
        let results = json!({
            "canaries": each.collect::<Vec<_>>(),
            "drifts": drifts,
            "disorders": disorders,
        });
        let entry = |results| CheckEntry {
            check: CheckKind::Canaries,
            task: self.task.task().name.clone(),
            evaluator: self.task.evaluator_part(),
            campaign: Some(self.campaign.to_owned()),
            tried: verdicts.len() as u64,
            found: ((drifts.len() + disorders.len()) as u64).min(verdicts.len() as u64),
            results,
        };
        record_check(self.recorder, &results, entry)?;
        if !drifts.is_empty() {
            return Err(CampaignError::Drift(drifts.join("; ")));
        }
        match disorders.is_empty() {
            true => Ok(()),
            false => Err(CampaignError::Canary(disorders.join("; "))),
        }
    }

    fn verdicts(&self) -> Result<Vec<Verdict>, CampaignError> {
        let candidate = |it: &Canary| Candidate::of_bytes(&it.name, &it.name, it.program.clone());
        let candidates: Vec<Candidate> = self.canaries.iter().map(candidate).collect();
        let lineage = Lineage { proposer: Some("canary".to_owned()), ..Lineage::default() };
        let record =
            Record { recorder: self.recorder, fresh: true, origin: Origin::Shared(&lineage) };
        let (jobs, interrupt) = (self.jobs, self.interrupt);
        let evaluation = self.host.evaluate_opened(
            self.task,
            &candidates,
            jobs,
            Some(record),
            interrupt,
            &mut |_| (),
        )?;
        verdicts(evaluation)
    }

    /// Where a verdict differs from the first one that the ledger has. Those that depend on the machine say nothing.
    fn drift(&self, canary: &Canary, verdict: &Verdict) -> Result<Option<String>, CampaignError> {
        if !repeats(verdict.code()) {
            return Ok(None);
        }
        let first = std::cell::RefCell::new(None);
        let ledger = self.recorder.ledger()?;
        ledger.find(self.task.identity().digest, verdict.candidate, |entry| {
            if let lazaret_host::ledger::Body::Verdict(it) = &entry.body
                && repeats(it.code)
            {
                // From the newest to the oldest.
                first.replace(Some((entry.sequence, it.verdict, it.code, it.score)));
            }
            false
        })?;
        let Some((entry, digest, code, score)) = first.into_inner() else { return Ok(None) };
        if digest == verdict_digest(verdict)? {
            return Ok(None);
        }
        let (name, role) = (&canary.name, canary.role.name());
        let (was, is) = (worth(code, score), worth(verdict.code(), verdict.score));
        Ok(Some(format!("the {role} `{name}` was {was} in entry {entry}, and is {is} now")))
    }
}

fn worth(code: Code, score: Option<f64>) -> String {
    score.map_or_else(|| code.to_string(), |score| format!("{code} with {score}"))
}

/// Where they are worth something else than they should be. What a machine was too busy for says nothing.
fn disorders(canaries: &[Canary], verdicts: &[Verdict], metric: &Metric) -> Vec<String> {
    let known = canaries.iter().zip(verdicts).filter(|(_, it)| repeats(it.code()));
    let known: Vec<(&Canary, &Verdict)> = known.collect();
    let good: Vec<(&Canary, f64)> = known
        .iter()
        .filter(|(canary, _)| canary.role == Role::Good)
        .filter_map(|(canary, verdict)| Some((*canary, verdict.score?)))
        .collect();
    let mut found = Vec::new();
    for (canary, verdict) in known {
        let name = &canary.name;
        let against = |score: f64, too_good: &dyn Fn(f64) -> bool| {
            let (other, value) = good.iter().find(|(_, value)| too_good(*value))?;
            let (role, other) = (canary.role.name(), &other.name);
            Some(format!(
                "the {role} `{name}` has {score}, and the good `{other}` has {value}: the evaluator rewards what it should not"
            ))
        };
        found.extend(match (canary.role, verdict.score) {
            (Role::Good, None) => {
                Some(format!("the good `{name}` has no score: {}", verdict.code()))
            }
            (Role::Good, Some(_)) | (_, None) => None,
            (Role::Bad, Some(score)) => against(score, &|good| !metric.better(good, score)),
            (Role::Cheat, Some(score)) => against(score, &|good| metric.better(score, good)),
        });
    }
    found
}
