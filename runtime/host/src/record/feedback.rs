//! What a model may hear of a verdict that lies in the ledger.

use lazaret_ledger::{Body, Ledger};
use lazaret_trial::{Exposure, Feedback, FeedbackSize, Material, Verdict};

use super::material;
use super::setting::Setting;
use crate::host::HostError;

/// The same feedback that there was when the verdict was made, from the ledger alone.
///
/// # Errors
/// If the entry is no verdict, or something that it names cannot be read.
pub fn recorded_feedback(
    ledger: &Ledger,
    sequence: u64,
    size: FeedbackSize,
) -> Result<Feedback, HostError> {
    let wrong = |why: String| HostError::Request(format!("entry {sequence}: {why}"));
    let Body::Verdict(entry) = ledger.entry(sequence)?.body else {
        return Err(wrong("it is no verdict".to_owned()));
    };
    let Body::Commitment(commitment) = ledger.entry(entry.commitment)?.body else {
        return Err(wrong("it rests on no commitment".to_owned()));
    };
    let setting = Setting::read(&ledger.blob(commitment.setting)?).map_err(wrong)?;
    let verdict: Verdict = serde_json::from_slice(&ledger.blob(entry.verdict)?)
        .map_err(|error| wrong(error.to_string()))?;
    let fetch = |digest| ledger.blob(digest).map_err(|error| error.to_string());
    let candidate =
        material::candidate(&entry.name, &entry.name, entry.candidate, entry.source, &fetch)
            .map_err(wrong)?;
    let (source, public) = (candidate.text(), setting.public.as_deref());
    let told = Material {
        verdict: &verdict,
        source: source.as_deref(),
        description: &setting.description,
        budget: &setting.candidate_budget,
        case_count: usize::try_from(commitment.case_count).unwrap_or(usize::MAX),
        exposure: Exposure::of(&setting.split, &setting.description, public),
    };
    Ok(Feedback::of(&told, size))
}
