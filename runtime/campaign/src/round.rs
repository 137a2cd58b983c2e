//! One round: what was proposed goes through the stages, each of which lets pass the better ones.

use lazaret_host::ledger::Lineage;
use lazaret_host::{
    Candidate, CandidateResult, Course, Evaluation, Event as HostEvent, Host, HostError, Interrupt,
    OpenedTask, Origin, Outcome, Record, Recorded, Recorder, verdict_bytes,
};
use lazaret_trial::{Class, Code, Digest, Verdict};

use crate::archive::{Archive, Slot};
use crate::campaign::Event;
use crate::error::CampaignError;
use crate::normal::normal;
use crate::proposer::Proposal;
use crate::trial::{Fate, HeldOut, Trial};

/// What judges a campaign's programs.
pub struct Stages<'a> {
    pub host: &'a Host,
    pub recorder: &'a Recorder,
    /// The cheap stages, and the search split as the last.
    pub opened: &'a [OpenedTask<'a>],
    pub held_out: Option<&'a OpenedTask<'a>>,
    pub language: &'a str,
    /// What verdicts say of who proposed.
    pub proposer: &'a str,
    pub jobs: usize,
    pub interrupt: &'a Interrupt,
}

/// What a round gave.
pub struct Judged {
    /// Its trials. What becomes of those with a score is for the archive to say.
    pub trials: Vec<Trial>,
    /// What proposers were told and answered.
    pub blobs: Vec<Vec<u8>>,
}

impl Stages<'_> {
    /// The search split.
    pub fn full(&self) -> Result<&OpenedTask<'_>, CampaignError> {
        let none = || CampaignError::Refused("there is nothing to judge by".to_owned());
        self.opened.last().ok_or_else(none)
    }

    /// The most fuel that a candidate can use in one trial, held-out cases included.
    pub fn fuel_max(&self) -> u64 {
        let all = self.opened.iter().chain(self.held_out);
        let fuel = |it: &OpenedTask<'_>| {
            it.task().candidate_budget.fuel.saturating_mul(it.case_count() as u64)
        };
        all.map(fuel).fold(0, u64::saturating_add)
    }

    /// Judges the programs that a campaign begins with; all of them go through all stages.
    pub fn begin(
        &self,
        programs: &[Vec<u8>],
        archive: &Archive,
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Result<Judged, CampaignError> {
        let trial = |(number, bytes): (u64, &Vec<u8>)| {
            let text = String::from_utf8_lossy(bytes);
            let normal = normal(&text, self.language);
            Trial {
                normal: Some(normal),
                note: "begins".to_owned(),
                ..Trial::new(number, 0, Vec::new())
            }
        };
        let mut trials: Vec<Trial> = (0..).zip(programs).map(trial).collect();
        let programs: Vec<Option<Vec<u8>>> = programs.iter().cloned().map(Some).collect();
        self.judge(&mut trials, &programs, archive, false, on_event)?;
        Ok(Judged { trials, blobs: Vec::new() })
    }

    /// Judges what was proposed.
    pub fn round(
        &self,
        slots: &[Slot],
        proposals: Vec<Proposal>,
        archive: &mut Archive,
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Result<Judged, CampaignError> {
        let (mut trials, mut programs, mut blobs) = (Vec::new(), Vec::new(), Vec::new());
        for (slot, proposal) in slots.iter().zip(proposals) {
            let parents = slot.parents.iter().map(|elite| elite.candidate).collect();
            let mut trial = Trial::new(slot.number, slot.island, parents);
            (trial.note, trial.spent) = (proposal.note, proposal.spent);
            let mut kept = |bytes: Option<Vec<u8>>| {
                let bytes = bytes?;
                let digest = Digest::of(&bytes);
                blobs.push(bytes);
                Some(digest)
            };
            trial.prompt = kept(proposal.prompt);
            trial.answer = kept(proposal.answer);
            let program = match proposal.program {
                Err(why) => {
                    // No program at all is no better than one that cannot be read.
                    trial.code = Some(Code::RejectedSourceError);
                    trial.why = Some(why);
                    None
                }
                Ok(program) => {
                    let normal = normal(&program, self.language);
                    trial.normal = Some(normal);
                    let new = archive.is_new(normal);
                    if !new {
                        trial.fate = Fate::Duplicate;
                    }
                    new.then(|| program.into_bytes())
                }
            };
            trials.push(trial);
            programs.push(program);
        }
        self.judge(&mut trials, &programs, archive, true, on_event)?;
        let unknown = |trial: &&mut Trial| {
            let class = trial.code.map(Code::class);
            matches!(class, Some(Class::Inconclusive | Class::Fault))
        };
        let judged = trials.iter().filter(|trial| trial.identity.is_some()).count();
        let mut unknown: Vec<&mut Trial> = trials.iter_mut().filter(unknown).collect();
        // Nothing is known of them, and that is not held against them.
        for normal in unknown.iter_mut().filter_map(|trial| trial.normal.take()) {
            archive.forget(normal);
        }
        match unknown.first().and_then(|trial| trial.code) {
            Some(code) if judged == unknown.len() => Err(CampaignError::NothingJudged(code)),
            _ => Ok(Judged { trials, blobs }),
        }
    }

    fn judge(
        &self,
        trials: &mut [Trial],
        programs: &[Option<Vec<u8>>],
        archive: &Archive,
        gated: bool,
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), CampaignError> {
        let mut work: Vec<(&mut Trial, &[u8])> = Vec::new();
        for (trial, program) in trials.iter_mut().zip(programs) {
            let Some(program) = program else { continue };
            trial.candidate = Some(Digest::of(program));
            trial.bytes = program.len() as u64;
            work.push((trial, program));
        }
        let stages: Vec<&OpenedTask<'_>> = self.opened.iter().collect();
        let last = stages.len().saturating_sub(1);
        let places: Vec<(u64, u32)> = work.iter().map(|(it, _)| (it.number, it.island)).collect();
        // It follows from the archive as it is at the beginning of a round, and from nothing of the round itself.
        let passes = |index: usize, stage: usize, verdict: &Verdict| {
            let (Some(score), Some((number, island))) = (verdict.score, places.get(index)) else {
                return false;
            };
            !gated || archive.passes(*island, stage, *number, score)
        };
        let results = self.batch(&stages, &passes, &work, on_event)?;
        let mut scored = Vec::new();
        for ((trial, program), verdicts) in work.into_iter().zip(results) {
            for (stage, (verdict, opened)) in verdicts.into_iter().zip(self.opened).enumerate() {
                note(trial, &verdict, opened)?;
                match verdict.score {
                    None => trial.fate = Fate::Failed,
                    Some(score) if stage == last => {
                        (trial.score, trial.measurements) = (Some(score), verdict.measurements);
                    }
                    Some(score) => {
                        trial.rungs.push(score);
                        trial.fate = Fate::Stopped;
                    }
                }
            }
            if trial.score.is_some() {
                scored.push((trial, program));
            }
        }
        let Some(held_out) = self.held_out else { return Ok(()) };
        // The best of the round, if it is better than all before it; of equal ones the first.
        let mut best: Option<(&mut Trial, &[u8])> = None;
        for (trial, program) in scored {
            let score = trial.score.unwrap_or(f64::NAN);
            let against = best.as_ref().and_then(|(best, _)| best.score);
            let better = against.map_or_else(
                || archive.improves(score),
                |against| archive.is_better(score, against),
            );
            if better {
                best = Some((trial, program));
            }
        }
        let chosen: Vec<(&mut Trial, &[u8])> = best.into_iter().collect();
        let verdicts = self.batch(&[held_out], &|_, _, _| false, &chosen, on_event)?;
        for ((trial, _), verdict) in chosen.into_iter().zip(verdicts.into_iter().flatten()) {
            trial.fuel_total = trial.fuel_total.saturating_add(verdict.candidate_usage.fuel);
            let (code, score) = (verdict.code(), verdict.score);
            trial.held_out = Some(HeldOut { code, score, verdict: verdict_digest(&verdict)? });
        }
        Ok(())
    }

    /// The verdicts on some programs on their stages, in their order. What a machine was too busy for is tried once
    /// more.
    fn batch(
        &self,
        stages: &[&OpenedTask<'_>],
        goes_on: &(dyn Fn(usize, usize, &Verdict) -> bool + Sync),
        work: &[(&mut Trial, &[u8])],
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Result<Vec<Vec<Verdict>>, CampaignError> {
        if work.is_empty() {
            return Ok(Vec::new());
        }
        let candidate = |(trial, program): &(&mut Trial, &[u8])| {
            let label = format!("trial {}", trial.number);
            let name = format!("trial-{}.{}", trial.number, self.language);
            Candidate::of_bytes(&label, &name, program.to_vec())
        };
        let lineage = |(trial, _): &(&mut Trial, &[u8])| Lineage {
            parents: trial.parents.clone(),
            proposer: (!trial.parents.is_empty()).then(|| self.proposer.to_owned()),
            prompt: trial.prompt,
        };
        let candidates: Vec<Candidate> = work.iter().map(candidate).collect();
        let lineages: Vec<Lineage> = work.iter().map(lineage).collect();
        let origin = Origin::Each(&lineages);
        let record = Record { recorder: self.recorder, fresh: false, origin };
        let mut judged = |event: HostEvent<'_>| {
            if matches!(event, HostEvent::CandidateDone { .. }) {
                on_event(Event::Judged);
            }
        };
        let (jobs, interrupt) = (self.jobs, self.interrupt);
        let course = Course { stages, goes_on, again: true };
        let staged = self.host.evaluate_in_stages(
            &course,
            &candidates,
            jobs,
            Some(record),
            interrupt,
            &mut judged,
        )?;
        if staged.interrupted {
            return Err(HostError::Interrupted.into());
        }
        let verdicts = |results: Vec<CandidateResult>| results.into_iter().map(verdict).collect();
        staged.results.into_iter().map(verdicts).collect()
    }
}

/// The verdicts of an evaluation, all of which are recorded.
pub fn verdicts(evaluation: Evaluation) -> Result<Vec<Verdict>, CampaignError> {
    if evaluation.interrupted {
        return Err(HostError::Interrupted.into());
    }
    evaluation.results.into_iter().map(verdict).collect()
}

fn verdict(result: CandidateResult) -> Result<Verdict, CampaignError> {
    match (result.recorded, result.outcome) {
        (Recorded::Failed(why), _) => Err(CampaignError::Unrecorded(why)),
        (_, Outcome::Unreadable(why)) => Err(CampaignError::Refused(why)),
        (_, Outcome::Verdict(verdict)) => Ok(*verdict),
    }
}

/// The digest of a verdict's bytes.
pub fn verdict_digest(verdict: &Verdict) -> Result<Digest, CampaignError> {
    let bytes = verdict_bytes(verdict);
    let bytes = bytes.map_err(|error| CampaignError::Refused(error.to_string()))?;
    Ok(Digest::of(&bytes))
}

/// What a trial has of the verdict that may be its last.
fn note(
    trial: &mut Trial,
    verdict: &Verdict,
    opened: &OpenedTask<'_>,
) -> Result<(), CampaignError> {
    trial.code = Some(verdict.code());
    trial.identity = Some(opened.identity().digest);
    trial.verdict = Some(verdict_digest(verdict)?);
    trial.fuel = verdict.candidate_usage.fuel;
    trial.fuel_total = trial.fuel_total.saturating_add(trial.fuel);
    trial.memory = verdict.candidate_usage.memory_bytes_peak;
    Ok(())
}
