//! What was tried to see how far scores can be trusted, as an entry of its own.

use lazaret_ledger::{Body, CheckEntry, Draft};
use lazaret_trial::Digest;
use serde_json::Value;

use super::recorder::Recorder;
use crate::host::HostError;

/// Records a check with what came of it; its entry, which `entry` makes with the digest of the results.
///
/// # Errors
/// If it cannot be appended.
pub fn record_check(
    recorder: &Recorder,
    results: &Value,
    entry: impl FnOnce(Digest) -> CheckEntry,
) -> Result<u64, HostError> {
    let bytes = results.to_string().into_bytes();
    let body = Body::Check(entry(Digest::of(&bytes)));
    Ok(recorder.submit(Draft { body, blobs: vec![bytes] }).wait()?.sequence)
}
