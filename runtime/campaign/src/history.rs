//! What a campaign did, read from the ledger alone.

use lazaret_host::ledger::{Ledger, RoundEntry};
use lazaret_trial::Digest;

use crate::cut::{CutRound, wasted};
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
        Self::until(ledger, name, u64::MAX, u64::MAX, each)
    }

    /// The same for its first rounds alone, when the ledger had so many entries: what it was then.
    ///
    /// # Errors
    /// As for [`History::read`].
    pub fn until(
        ledger: &Ledger,
        name: &str,
        rounds: u64,
        entries: u64,
        each: &mut dyn FnMut(u64, &RoundEntry, &[Trial]),
    ) -> Result<Self, CampaignError> {
        let (sequence, begin, settings) = recorded_settings(ledger, name)?;
        let (state, _) = replay(ledger, name, (begin, &settings), (rounds, entries), each)?;
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

/// Where a campaign stands after its recorded rounds, or after the first so many of them in the first so many entries;
/// and its last round, if that was cut. `each` hears of no round that was made again.
///
/// # Errors
/// If one of them does not follow from those before it.
pub fn replay(
    ledger: &Ledger,
    name: &str,
    (begin, settings): (Digest, &Settings),
    (rounds, entries): (u64, u64),
    each: &mut dyn FnMut(u64, &RoundEntry, &[Trial]),
) -> Result<(State, Option<CutRound>), CampaignError> {
    let damaged = |why: String| CampaignError::Damaged { name: name.to_owned(), why };
    let mut state = State::new(settings, begin);
    let mut cut: Option<(u64, RoundEntry, Vec<Trial>)> = None;
    ledger.rounds(name, |sequence, round| {
        if rounds <= round.round || entries <= sequence {
            return Ok(());
        }
        let bytes = ledger.blob(round.trials)?;
        let trials: Vec<Trial> = serde_json::from_slice(&bytes)
            .map_err(|error| damaged(format!("entry {sequence}: {error}")))?;
        if RoundEntry::chained(state.digest, round.trials) != round.digest {
            return Err(damaged(format!("entry {sequence} does not follow the round before it")));
        }
        if let Some((_, _, before)) = cut.take() {
            state.wasted = state.wasted.saturating_add(wasted(&before, &trials));
        }
        if round.cut.is_some() {
            cut = Some((sequence, round, trials));
            return Ok(());
        }
        each(sequence, &round, &trials);
        let fits = state.replay(trials, round.digest);
        fits.map_err(|error| damaged(format!("entry {sequence}: {error}")))
    })?;
    let Some((sequence, round, trials)) = cut else { return Ok((state, None)) };
    let broken = |why: String| damaged(format!("entry {sequence}: {why}"));
    let proposals = crate::cut::read(ledger, &round).map_err(broken)?;
    each(sequence, &round, &trials);
    let before = state.clone();
    let fits = state.replay(trials.clone(), round.digest);
    fits.map_err(|error| broken(error.to_string()))?;
    Ok((state, Some(CutRound { before, proposals, trials })))
}
