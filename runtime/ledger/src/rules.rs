//! What must hold between an entry, its blobs and the entries before it.
//!
//! It is asked before an entry is added, so that nothing is recorded that `verify` would find fault with, and by
//! `verify` of what was read.

use lazaret_trial::{Digest, Identity, Verdict};
use rusqlite::{Connection, OptionalExtension};

use crate::append::Draft;
use crate::blobs;
use crate::entry::{Body, CommitmentEntry, VerdictEntry};
use crate::error::LedgerError;

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
    };
    fault.map_or(Ok(()), |why| Err(bad(why)))
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
