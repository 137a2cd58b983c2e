//! Why a campaign does not begin or go on.

use lazaret_host::HostError;
use lazaret_host::ledger::LedgerError;
use lazaret_trial::Code;

use crate::proposer::ProposerError;

/// Why a campaign does not begin or go on. What was recorded stays.
#[derive(Debug, thiserror::Error)]
pub enum CampaignError {
    /// What was asked for makes no sense.
    #[error("{0}")]
    Refused(String),
    /// There is a campaign of this name.
    #[error(
        "there is a campaign `{0}` in the ledger: go on with it (`--resume {0}`), or choose another `--name`"
    )]
    Exists(String),
    /// There is no campaign of this name.
    #[error(
        "there is no campaign `{0}` in the ledger; `lazaret archive list` shows those that there are"
    )]
    Unknown(String),
    /// It is another campaign than the one that would go on.
    #[error("`{name}` cannot go on, because it would be another campaign: {differences}")]
    Another {
        /// The campaign.
        name: String,
        /// What differs.
        differences: String,
    },
    /// Its record does not follow from its beginning.
    #[error("the record of `{name}` is damaged: {why}")]
    Damaged {
        /// The campaign.
        name: String,
        /// What is wrong.
        why: String,
    },
    /// None of the first programs has a score.
    #[error("none of the {0} programs that it begins with has a score; `lazaret eval` says why")]
    NoScore(usize),
    /// No program of a round could be judged, and it was no program's fault.
    #[error(
        "no program of the last round could be judged: {0}; `lazaret explain {0}` says more, and nothing of the round is kept"
    )]
    NothingJudged(Code),
    /// A program that rides along has another verdict than it had.
    #[error(
        "the same program has another verdict than before, so that scores of before and now are not alike: {0}"
    )]
    Drift(String),
    /// A program that rides along is worth something else than it should be.
    #[error("the canaries are not as they should be: {0}")]
    Canary(String),
    /// A verdict could not be recorded.
    #[error("a verdict could not be recorded, so that its round does not count: {0}")]
    Unrecorded(String),
    /// The proposer gives nothing.
    #[error(transparent)]
    Proposer(#[from] ProposerError),
    /// The host or the ledger cannot be used.
    #[error(transparent)]
    Host(#[from] HostError),
}

impl CampaignError {
    /// With what differs: what, in the record, now.
    pub(crate) fn another(name: &str, differences: &[(&'static str, String, String)]) -> Self {
        let said = differences.iter().map(|(what, there, here)| {
            format!("{what}: {} when it began, {} now", there.escape_debug(), here.escape_debug())
        });
        let differences = said.collect::<Vec<_>>().join("; ");
        Self::Another { name: name.to_owned(), differences }
    }

    /// Whether it only says that somebody asked for a stop.
    pub(crate) const fn is_interruption(&self) -> bool {
        matches!(
            self,
            Self::Proposer(
                ProposerError::Interrupted | ProposerError::Host(HostError::Interrupted)
            ) | Self::Host(HostError::Interrupted)
        )
    }
}

impl From<LedgerError> for CampaignError {
    fn from(error: LedgerError) -> Self {
        Self::Host(error.into())
    }
}
