//! Entries for other people's tools: a verdict as an in-toto statement in a signed envelope.
//!
//! The statement is in-toto's version 1 with the predicate for results of tests, and the envelope is DSSE's, so
//! that what verifies attestations elsewhere verifies these as well.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use lazaret_trial::Class;
use serde_json::{Value, json};

use crate::entry::{Body, Entry};
use crate::error::LedgerError;
use crate::key::Key;
use crate::ledger::Ledger;

/// What the payload of an envelope is.
pub const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";

/// The statement of an entry; none if it is about no candidate.
fn statement(entry: &Entry, origin: &str) -> Option<Value> {
    let Body::Verdict(verdict) = &entry.body else { return None };
    let result = match verdict.code.class() {
        Class::Scored => "PASSED",
        Class::Rejected | Class::Failed => "FAILED",
        Class::Inconclusive | Class::Fault => "WARNED",
    };
    Some(json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": verdict.name, "digest": {"sha256": verdict.candidate.hex()}}],
        "predicateType": "https://in-toto.io/attestation/test-result/v0.1",
        "predicate": {
            "result": result,
            "configuration": [
                {"name": "identity", "digest": {"sha256": verdict.identity.hex()}},
            ],
            "passedTests": if result == "PASSED" { vec![&verdict.task] } else { Vec::new() },
            "failedTests": if result == "FAILED" { vec![&verdict.task] } else { Vec::new() },
            "warnedTests": if result == "WARNED" { vec![&verdict.task] } else { Vec::new() },
            "lazaret": {
                "ledger": origin,
                "sequence": entry.sequence,
                "code": verdict.code,
                "score": verdict.score,
                "verdict": {"sha256": verdict.verdict.hex()},
            },
        },
    }))
}

/// Wraps a payload in an envelope that `sign` signs: DSSE, which signs the type along with the payload.
///
/// # Errors
/// If it cannot be signed.
pub fn envelope<E>(
    payload: &str,
    key_id: &str,
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
) -> Result<Value, E> {
    let message =
        format!("DSSEv1 {} {PAYLOAD_TYPE} {} {payload}", PAYLOAD_TYPE.len(), payload.len());
    let signature = sign(message.as_bytes())?;
    Ok(json!({
        "payloadType": PAYLOAD_TYPE,
        "payload": BASE64_STANDARD.encode(payload),
        "signatures": [{"keyid": key_id, "sig": BASE64_STANDARD.encode(signature)}],
    }))
}

impl Ledger {
    /// A verdict as a signed in-toto statement; none for an entry that is no verdict.
    ///
    /// # Errors
    /// If the ledger was opened to be read only, so that there is no key to sign with.
    pub fn attestation(&self, entry: &Entry) -> Result<Option<Value>, LedgerError> {
        let Some(statement) = statement(entry, self.public.name()) else { return Ok(None) };
        let key: &Key = self
            .key
            .as_ref()
            .ok_or_else(|| LedgerError::ReadOnly(self.folder.path().to_owned()))?;
        let payload = statement.to_string();
        envelope(&payload, self.public.name(), |message| key.sign(message)).map(Some)
    }
}
