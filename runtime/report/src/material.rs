//! What the ledger has on a campaign.

use std::collections::BTreeMap;

use lazaret_campaign::{Fate, History, Trial};
use lazaret_host::ledger::{Body, CommitmentEntry, Ledger};
use lazaret_trial::Digest;

use crate::ReportError;
use crate::checks::Checks;

/// The most trials that a picture has a point for.
pub const POINTS_MAX: usize = 700;

/// The most ancestors that are shown with what changed.
const LINE_MAX: usize = 12;

/// Everything that a report is made of.
pub struct Material {
    /// The campaign after the rounds that the report is about.
    pub history: History,
    /// The entry of the last of these rounds.
    pub last: u64,
    /// Trials with a score, thinned evenly: number, score.
    pub points: Vec<(u64, f64)>,
    /// The improvements, each with the entry of its round and of its verdict.
    pub improvements: Vec<Found>,
    /// The ancestors of the best program, from the first on, at most so many.
    pub line: Vec<Found>,
    /// How many ancestors there are.
    pub ancestors: usize,
    /// The programs of the line, as texts.
    pub texts: Vec<String>,
    /// The commitment that the search scores were made under, with its entry.
    pub search: (u64, CommitmentEntry),
    /// That of the held-out scores.
    pub held_out: Option<(u64, CommitmentEntry)>,
    /// How many trials had a verdict on held-out cases.
    pub held_out_count: u64,
    /// The largest fuel and memory of a scored candidate.
    pub most: (u64, u64),
    /// What was tried to see how far the scores can be trusted.
    pub checks: Checks,
    /// How many entries the ledger had, of which later ones are not looked at.
    pub entries: u64,
}

/// A trial with the entries that it is in.
#[derive(Clone)]
pub struct Found {
    /// The trial.
    pub trial: Trial,
    /// The entry of its round.
    pub round: u64,
    /// The entry of its verdict.
    pub verdict: u64,
}

impl Material {
    /// Reads it all.
    pub fn read(
        ledger: &Ledger,
        name: &str,
        rounds: u64,
        entries: u64,
    ) -> Result<Self, ReportError> {
        let mut scored: BTreeMap<Digest, (u64, Trial)> = BTreeMap::new();
        let (mut points, mut best) = (Vec::new(), Vec::new());
        let (mut last, mut held_out_count, mut most) = (0, 0, (0, 0));
        let history = History::until(ledger, name, rounds, entries, &mut |sequence, _, trials| {
            last = sequence;
            for trial in trials {
                held_out_count += u64::from(trial.held_out.is_some());
                let (Some(score), Some(candidate)) = (trial.score, trial.candidate) else {
                    continue;
                };
                points.push((trial.number, score));
                most = (most.0.max(trial.fuel), most.1.max(trial.memory));
                scored.entry(candidate).or_insert_with(|| (sequence, trial.clone()));
                if trial.fate == Fate::Best {
                    best.push(candidate);
                }
            }
        })?;
        let empty = || ReportError::Empty(name.to_owned());
        let winner = history.state.archive.best().copied().ok_or_else(empty)?;
        let full = history.settings.stages.last().copied().ok_or_else(empty)?;
        let found = |candidate: &Digest| -> Result<Option<Found>, ReportError> {
            let Some((round, trial)) = scored.get(candidate) else { return Ok(None) };
            // The oldest, so that a report stays true when something is judged again.
            let oldest = std::cell::Cell::new(None);
            ledger.find(full, *candidate, |entry| {
                oldest.set(Some(entry.sequence));
                false
            })?;
            let verdict = oldest.get().unwrap_or(*round);
            Ok(Some(Found { trial: trial.clone(), round: *round, verdict }))
        };
        let mut improvements = Vec::new();
        for candidate in &best {
            improvements.extend(found(candidate)?);
        }
        let mut line = Vec::new();
        let mut next = Some(winner.candidate);
        let mut before = u64::MAX;
        while let Some(it) = next.as_ref().map(&found).transpose()?.flatten() {
            if before <= it.trial.number {
                break;
            }
            before = it.trial.number;
            next = it.trial.parents.first().copied();
            line.push(it);
        }
        let ancestors = line.len();
        if LINE_MAX < ancestors {
            // The first and the last ones say most.
            line.drain(LINE_MAX - 1..ancestors - 1);
        }
        line.reverse();
        let text = |it: &Found| -> Result<String, ReportError> {
            let Some(candidate) = it.trial.candidate else { return Ok(String::new()) };
            Ok(String::from_utf8_lossy(&ledger.blob(candidate)?).into_owned())
        };
        let texts = line.iter().map(text).collect::<Result<_, _>>()?;
        let search = commitment(ledger, full)?.ok_or_else(empty)?;
        let held_out =
            history.settings.held_out.map(|it| commitment(ledger, it)).transpose()?.flatten();
        let checks = Checks::read(ledger, &history, &search.1.identity, entries)?;
        let every = points.len().div_ceil(POINTS_MAX).max(1);
        let points = points.into_iter().step_by(every).collect();
        Ok(Self {
            history,
            last,
            points,
            improvements,
            line,
            ancestors,
            texts,
            search,
            held_out,
            held_out_count,
            most,
            checks,
            entries,
        })
    }
}

fn commitment(
    ledger: &Ledger,
    identity: Digest,
) -> Result<Option<(u64, CommitmentEntry)>, ReportError> {
    let Some(sequence) = ledger.committed(identity)? else { return Ok(None) };
    Ok(match ledger.entry(sequence)?.body {
        Body::Commitment(entry) => Some((sequence, entry)),
        _ => None,
    })
}
