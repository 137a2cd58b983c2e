//! A round that a limit ended early: it is recorded as far as it came, with all that was proposed for it, and made again
//! as a whole when the campaign goes on.
//!
//! Invariants:
//! - A campaign that was cut and went on has the same trials and the same digest as one that never was. Verdicts that
//!   are known are not made again, and nobody is asked twice for proposals.

use lazaret_host::ledger::{Ledger, LedgerError, RoundEntry};
use lazaret_trial::Digest;
use serde::{Deserialize, Serialize};

use crate::proposer::Proposal;
use crate::state::State;
use crate::trial::{Spent, Trial};

/// A round that is not over.
pub struct CutRound {
    /// Where the campaign stood before it.
    pub before: State,
    /// What was proposed for the whole of it.
    pub proposals: Vec<Proposal>,
    /// What was tried of that.
    pub trials: Vec<Trial>,
}

/// A proposal as it lies in the ledger.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    /// The program, or why there is none.
    program: Result<String, String>,
    note: String,
    prompt: Option<Digest>,
    answer: Option<Digest>,
    spent: Spent,
}

/// The proposals of a round as one blob, which comes last, and the blobs that it names.
///
/// # Errors
/// Never, for what was proposed.
pub fn written(proposals: &[Proposal]) -> serde_json::Result<Vec<Vec<u8>>> {
    let mut blobs = Vec::new();
    let mut kept = Vec::new();
    for proposal in proposals {
        let mut blob = |bytes: &Option<Vec<u8>>| {
            let bytes = bytes.clone()?;
            let digest = Digest::of(&bytes);
            blobs.push(bytes);
            Some(digest)
        };
        let (prompt, answer) = (blob(&proposal.prompt), blob(&proposal.answer));
        let Proposal { program, note, spent, .. } = proposal.clone();
        kept.push(Kept { program, note, prompt, answer, spent });
    }
    blobs.push(serde_json::to_vec(&kept)?);
    Ok(blobs)
}

/// The proposals of a round that was cut.
///
/// # Errors
/// If they are not there, or cannot be read.
pub fn read(ledger: &Ledger, entry: &RoundEntry) -> Result<Vec<Proposal>, String> {
    let Some(cut) = entry.cut else { return Ok(Vec::new()) };
    let blob = |digest: Digest| ledger.blob(digest).map_err(|error: LedgerError| error.to_string());
    let kept: Vec<Kept> =
        serde_json::from_slice(&blob(cut.proposals)?).map_err(|error| error.to_string())?;
    let proposal = |it: Kept| {
        let Kept { program, note, prompt, answer, spent } = it;
        let (prompt, answer) = (prompt.map(blob).transpose()?, answer.map(blob).transpose()?);
        Ok(Proposal { program, note, prompt, answer, spent })
    };
    kept.into_iter().map(proposal).collect()
}

/// The fuel of a round that was cut which the whole round does not count: held-out verdicts on what was the best so far.
pub fn wasted(cut: &[Trial], whole: &[Trial]) -> u64 {
    let more = |(cut, whole): (&Trial, &Trial)| cut.fuel_total.saturating_sub(whole.fuel_total);
    cut.iter().zip(whole).map(more).fold(0, u64::saturating_add)
}
