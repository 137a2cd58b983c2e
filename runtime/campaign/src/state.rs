//! How far a campaign has come: everything that follows from its trials.

use std::collections::{BTreeMap, VecDeque};

use lazaret_trial::{Code, Digest};

use crate::archive::{Archive, Slot};
use crate::settings::Settings;
use crate::trial::{Fate, Spent, Trial};

/// How many rounds are planned before they are made: one is judged while the next is proposed.
const AHEAD: u64 = 2;

/// Everything that follows from the trials up to a round.
#[derive(Clone)]
pub struct State {
    /// The populations.
    pub archive: Archive,
    /// How many trials there were.
    pub trials: u64,
    /// How many rounds are done; the first one is that of the programs that it begins with.
    pub rounds: u64,
    /// Over all of them.
    pub digest: Digest,
    /// Fuel of all candidates.
    pub fuel: u64,
    /// Fuel that rounds which were cut and made again have used besides.
    pub wasted: u64,
    /// What proposals cost.
    pub spent: Spent,
    /// How many trials ended how.
    pub fates: BTreeMap<Fate, u64>,
    /// How many were judged with which code.
    pub codes: BTreeMap<Code, u64>,
    planned: VecDeque<Vec<Slot>>,
    round: u64,
    begin: u64,
    migration: u64,
}

/// A recorded round that does not follow from those before it.
#[derive(Clone, Debug, thiserror::Error)]
#[error("trial {number} is recorded as {recorded:?}, and is {found:?} after those before it")]
pub struct Inconsistent {
    number: u64,
    recorded: Fate,
    found: Fate,
}

impl State {
    /// Before the first round. `digest` is that of the settings.
    pub fn new(settings: &Settings, digest: Digest) -> Self {
        Self {
            archive: Archive::new(settings),
            trials: 0,
            rounds: 0,
            digest,
            fuel: 0,
            wasted: 0,
            spent: Spent::default(),
            fates: BTreeMap::new(),
            codes: BTreeMap::new(),
            planned: VecDeque::new(),
            round: u64::from(settings.round.max(1)),
            begin: settings.begin.len() as u64,
            migration: u64::from(settings.migration),
        }
    }

    /// The slots of a round that is planned: 0 for the next one, 1 for the one after it.
    pub fn planned(&self, ahead: usize) -> &[Slot] {
        self.planned.get(ahead).map_or(&[], Vec::as_slice)
    }

    /// What a round gave; says of each trial that has a score what becomes of it.
    pub fn apply(&mut self, trials: &mut [Trial]) {
        let first = self.rounds == 0;
        for normal in trials.iter().filter_map(|trial| trial.normal) {
            self.archive.is_new(normal);
        }
        for trial in trials.iter_mut() {
            self.archive.note_stages(trial, first);
            if trial.score.is_some() {
                trial.fate = self.archive.place(trial, first);
            }
            self.trials += 1;
            self.fuel = self.fuel.saturating_add(trial.fuel_total);
            self.spent = self.spent.and(trial.spent);
            *self.fates.entry(trial.fate).or_default() += 1;
            if let Some(code) = trial.code {
                *self.codes.entry(code).or_default() += 1;
            }
        }
        self.planned.pop_front();
        if self.migration != 0 && !first && self.rounds.is_multiple_of(self.migration) {
            self.archive.migrate();
        }
        let ahead = if first { 1..=AHEAD } else { AHEAD..=AHEAD };
        for round in ahead {
            let from = self.begin + (self.rounds + round - 1) * self.round;
            self.planned
                .push_back((from..from + self.round).map(|it| self.archive.slot(it)).collect());
        }
        self.rounds += 1;
    }

    /// A round that was recorded.
    ///
    /// # Errors
    /// If it does not follow from those before it.
    pub fn replay(&mut self, mut trials: Vec<Trial>, digest: Digest) -> Result<(), Inconsistent> {
        let recorded: Vec<Fate> = trials.iter().map(|trial| trial.fate).collect();
        self.apply(&mut trials);
        self.digest = digest;
        for (trial, recorded) in trials.iter().zip(recorded) {
            if trial.fate != recorded {
                return Err(Inconsistent { number: trial.number, recorded, found: trial.fate });
            }
        }
        Ok(())
    }
}
