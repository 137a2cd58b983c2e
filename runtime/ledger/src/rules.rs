//! What must hold between an entry, its blobs and the entries before it.
//!
//! It is asked before an entry is added, so that nothing is recorded that `verify` would find fault with, and by
//! `verify` of what was read.

use lazaret_trial::{Digest, Identity, Verdict};
use rusqlite::{Connection, OptionalExtension};

use crate::append::Draft;
use crate::blobs;
use crate::entry::{
    Body, CampaignEntry, CheckEntry, CommitmentEntry, RoundEntry, VerdictEntry, campaign_digest,
};
use crate::error::LedgerError;
use crate::ledger::parse;

/// Checks a draft and keeps its blobs.
pub fn check_draft(
    connection: &Connection,
    sequence: u64,
    draft: &Draft,
) -> Result<(), LedgerError> {
    let bad = |why: &str| LedgerError::BadEntry { sequence, why: why.to_owned() };
    let named = draft.body.blobs();
    let mut given = Vec::with_capacity(draft.blobs.len());
    for bytes in &draft.blobs {
        let digest = Digest::of(bytes);
        if !named.contains(&digest) {
            return Err(bad("a blob was given that it does not name"));
        }
        blobs::put(connection, digest, bytes)?;
        given.push((digest, bytes));
    }
    let known = |digest: &Digest| given.iter().find(|(given, _)| given == digest);
    for digest in &named {
        if known(digest).is_none() && !blobs::is_there(connection, *digest)? {
            return Err(LedgerError::NoBlob(*digest));
        }
    }
    let fault = match &draft.body {
        Body::Commitment(it) => commitment(it),
        Body::Verdict(it) => {
            let committed = committed(connection, it.commitment)?;
            match known(&it.verdict) {
                Some((_, bytes)) => verdict(it, committed, bytes),
                None => verdict(it, committed, &blobs::get(connection, it.verdict)?),
            }
        }
        Body::Run(_) => None,
        Body::Campaign(it) => campaign(last_round(connection, &it.name)?.as_ref()),
        Body::Round(it) => round(it, last_round(connection, &it.name)?.as_ref()),
        Body::Check(it) => check(it),
    };
    fault.map_or(Ok(()), |why| Err(bad(why)))
}

/// How far a campaign has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The number of the campaign's entry.
    pub campaign: u64,
    /// The task's name.
    pub task: String,
    /// How many rounds are done.
    pub rounds: u64,
    /// The digest after the last of them, or of the setting.
    pub digest: Digest,
}

impl Progress {
    /// At its beginning.
    pub fn begun(sequence: u64, entry: &CampaignEntry) -> Self {
        Self { campaign: sequence, task: entry.task.clone(), rounds: 0, digest: entry.setting }
    }

    /// After a round; one that was cut counts for nothing.
    pub fn after(entry: &RoundEntry) -> Self {
        let RoundEntry { campaign, task, round, digest, cut, .. } = entry;
        let (rounds, digest) = match cut {
            None => (round + 1, *digest),
            Some(cut) => (*round, cut.before),
        };
        Self { campaign: *campaign, task: task.clone(), rounds, digest }
    }
}

/// What the newest entry of a campaign says of it; none if there is no campaign of this name.
pub fn last_round(connection: &Connection, name: &str) -> Result<Option<Progress>, LedgerError> {
    let sql = "SELECT max(sequence) FROM lookup WHERE candidate IS NULL AND identity = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let found: Option<i64> =
        statement.query_row([campaign_digest(name).bytes()], |row| row.get(0))?;
    let Some(sequence) = found else { return Ok(None) };
    let mut statement = connection.prepare_cached("SELECT leaf FROM entry WHERE sequence = ?1")?;
    let leaf: Vec<u8> = statement.query_row([sequence], |row| row.get(0))?;
    let sequence = sequence.cast_unsigned();
    match parse(sequence, &leaf)?.body {
        Body::Campaign(it) if it.name == name => Ok(Some(Progress::begun(sequence, &it))),
        Body::Round(it) if it.name == name => Ok(Some(Progress::after(&it))),
        _ => {
            let why = "the index says something else about it".to_owned();
            Err(LedgerError::BadEntry { sequence, why })
        }
    }
}

/// What is wrong with a campaign. `known` is one of the same name.
pub fn campaign(known: Option<&Progress>) -> Option<&'static str> {
    known.is_some().then_some("there is a campaign of this name already")
}

/// What is wrong with a round. `known` is how far its campaign has come.
pub fn round(entry: &RoundEntry, known: Option<&Progress>) -> Option<&'static str> {
    let Some(known) = known else { return Some("it belongs to no campaign that has begun before") };
    let same = known.campaign == entry.campaign && known.task == entry.task;
    if !same {
        return Some("its campaign is another one than it says");
    }
    if known.rounds != entry.round {
        return Some("it does not follow the round before it");
    }
    if let Some(cut) = entry.cut
        && (cut.before != known.digest || !entry.blobs.contains(&cut.proposals))
    {
        return Some("it was cut, and what is needed to go on is not there");
    }
    (RoundEntry::chained(known.digest, entry.trials) != entry.digest)
        .then_some("its digest is not that of the rounds up to it")
}

/// What is wrong with a check.
pub fn check(entry: &CheckEntry) -> Option<&'static str> {
    (entry.tried < entry.found).then_some("it found more than it tried")
}

/// The identity that a commitment is to.
fn committed(connection: &Connection, sequence: u64) -> Result<Option<Digest>, LedgerError> {
    let sql = "SELECT identity FROM lookup WHERE sequence = ?1 AND kind = 'commitment'";
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_row([sequence.cast_signed()], |row| row.get(0)).optional()?;
    Ok(found.map(Digest::from_bytes))
}

/// What is wrong with a commitment.
pub fn commitment(entry: &CommitmentEntry) -> Option<&'static str> {
    let same = Identity::of(entry.identity.parts.clone()) == entry.identity;
    (!same).then_some("its identity is not the digest of its parts")
}

/// What is wrong with a verdict. `committed` is the identity of the commitment that it names, `bytes` are the
/// verdict's own.
pub fn verdict(
    entry: &VerdictEntry,
    committed: Option<Digest>,
    bytes: &[u8],
) -> Option<&'static str> {
    if committed != Some(entry.identity) {
        return Some("it rests on a commitment that was not made before");
    }
    let Ok(verdict) = serde_json::from_slice::<Verdict>(bytes) else {
        return Some("its verdict cannot be read");
    };
    // In the text of an entry, a score that is no number is none, and would be another one than was recorded.
    let same = verdict.candidate == entry.candidate
        && verdict.code() == entry.code
        && entry.score.is_none_or(f64::is_finite)
        && verdict.score.map(f64::to_bits) == entry.score.map(f64::to_bits)
        && verdict.identity.is_none_or(|identity| identity == entry.identity);
    (!same).then_some("its verdict says something else")
}
