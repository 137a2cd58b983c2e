//! What a campaign did, read from the ledger alone.

use lazaret_host::ledger::{Ledger, RoundEntry};
use lazaret_trial::Digest;

use crate::error::CampaignError;
use crate::settings::Settings;
use crate::state::State;
use crate::trial::Trial;

/// A campaign as it is recorded.
pub struct History {
    /// The number of its entry.
    pub sequence: u64,
    /// What it is called.
    pub name: String,
    /// What decided its course.
    pub settings: Settings,
    /// Where it stands.
    pub state: State,
}

impl History {
    /// Reads it, and hands each round to `each` with the number of its entry.
    ///
    /// # Errors
    /// If there is none of this name, or its record does not follow from its beginning.
    pub fn read(
        ledger: &Ledger,
        name: &str,
        each: &mut dyn FnMut(u64, &RoundEntry, &[Trial]),
    ) -> Result<Self, CampaignError> {
        Self::until(ledger, name, u64::MAX, each)
    }

    /// The same for its first rounds alone: what it was then.
    ///
    /// # Errors
    /// As for [`History::read`].
    pub fn until(
        ledger: &Ledger,
        name: &str,
        rounds: u64,
        each: &mut dyn FnMut(u64, &RoundEntry, &[Trial]),
    ) -> Result<Self, CampaignError> {
        let (sequence, begin, settings) = recorded_settings(ledger, name)?;
        let state = replay(ledger, name, begin, &settings, rounds, each)?;
        Ok(Self { sequence, name: name.to_owned(), settings, state })
    }
}

/// The number of a campaign's entry, the digest of its settings, and the settings.
///
/// # Errors
/// If there is none of this name, or they cannot be read.
pub fn recorded_settings(
    ledger: &Ledger,
    name: &str,
) -> Result<(u64, Digest, Settings), CampaignError> {
    let known = ledger.campaign(name)?;
    let (sequence, entry) = known.ok_or_else(|| CampaignError::Unknown(name.to_owned()))?;
    let settings = Settings::read(&ledger.blob(entry.setting)?)
        .map_err(|why| CampaignError::Damaged { name: name.to_owned(), why })?;
    Ok((sequence, entry.setting, settings))
}

/// Where a campaign stands after its recorded rounds, or after the first so many of them.
///
/// # Errors
/// If one of them does not follow from those before it.
pub fn replay(
    ledger: &Ledger,
    name: &str,
    begin: Digest,
    settings: &Settings,
    rounds: u64,
    each: &mut dyn FnMut(u64, &RoundEntry, &[Trial]),
) -> Result<State, CampaignError> {
    let damaged = |why: String| CampaignError::Damaged { name: name.to_owned(), why };
    let mut state = State::new(settings, begin);
    ledger.rounds(name, |sequence, round| {
        if rounds <= round.round {
            return Ok(());
        }
        let bytes = ledger.blob(round.trials)?;
        let trials: Vec<Trial> = serde_json::from_slice(&bytes)
            .map_err(|error| damaged(format!("entry {sequence}: {error}")))?;
        if RoundEntry::chained(state.digest, round.trials) != round.digest {
            return Err(damaged(format!("entry {sequence} does not follow the round before it")));
        }
        each(sequence, &round, &trials);
        let fits = state.replay(trials, round.digest);
        fits.map_err(|error| damaged(format!("entry {sequence}: {error}")))
    })?;
    Ok(state)
}
