//! What the ledger has of attempts to see how far a campaign's scores can be trusted.

use lazaret_campaign::History;
use lazaret_host::ledger::{Body, CheckEntry, CheckKind, Filter, Ledger};
use lazaret_trial::{Digest, Identity};
use serde_json::Value;

use crate::ReportError;

/// All that is about a campaign, the oldest first.
#[derive(Default)]
pub struct Checks {
    /// Attacks on its evaluator, with their entries.
    pub attacks: Vec<(u64, CheckEntry)>,
    /// What became of the programs that rode along.
    pub canaries: Vec<(u64, CheckEntry)>,
    /// When some of its verdicts were made again.
    pub replays: Vec<Replays>,
}

/// Verdicts of the campaign that were made again in one go.
pub struct Replays {
    /// The entry that says so.
    pub entry: u64,
    /// How many of its verdicts.
    pub tried: u64,
    /// How many of those came out otherwise.
    pub found: u64,
}

impl Checks {
    /// Those among the first so many entries.
    pub fn read(
        ledger: &Ledger,
        history: &History,
        search: &Identity,
        entries: u64,
    ) -> Result<Self, ReportError> {
        let settings = &history.settings;
        let ours: Vec<Digest> = settings.stages.iter().chain(&settings.held_out).copied().collect();
        let evaluator = search.part("evaluator");
        let mut checks = Self::default();
        let kind = Some("check".to_owned());
        let filter = Filter { before: Some(entries), kind, limit: u64::MAX, ..Filter::default() };
        for row in ledger.list(&filter)?.iter().rev() {
            let Body::Check(check) = ledger.entry(row.sequence)?.body else { continue };
            match check.check {
                CheckKind::Attack => {
                    if check.task == settings.task && check.evaluator.as_deref() == evaluator {
                        checks.attacks.push((row.sequence, check));
                    }
                }
                CheckKind::Canaries => {
                    if check.campaign.as_deref() == Some(&history.name) {
                        checks.canaries.push((row.sequence, check));
                    }
                }
                CheckKind::Replay => {
                    checks.replays.extend(replays(ledger, row.sequence, &check, &ours)?);
                }
            }
        }
        Ok(checks)
    }
}

/// What a replay says of verdicts under these identities; none if it has none of them.
fn replays(
    ledger: &Ledger,
    entry: u64,
    check: &CheckEntry,
    ours: &[Digest],
) -> Result<Option<Replays>, ReportError> {
    let results: Value = serde_json::from_slice(&ledger.blob(check.results)?).unwrap_or_default();
    let all = results.get("entries").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut replays = Replays { entry, tried: 0, found: 0 };
    for it in all {
        let Some(sequence) = it.get("entry").and_then(Value::as_u64) else { continue };
        let Body::Verdict(verdict) = ledger.entry(sequence)?.body else { continue };
        if !ours.contains(&verdict.identity) {
            continue;
        }
        match it.get("outcome").and_then(Value::as_str) {
            Some("identical") => replays.tried += 1,
            Some("different") => {
                replays.tried += 1;
                replays.found += 1;
            }
            // Whatever could not be compared says nothing.
            _ => {}
        }
    }
    Ok((0 < replays.tried).then_some(replays))
}
