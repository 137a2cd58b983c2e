//! Whether a report says what follows from the ledger.

use lazaret_host::ledger::Ledger;
use lazaret_trial::Digest;
use serde::{Deserialize, Serialize};

use crate::material::Material;
use crate::{Form, ReportError, report_until};

/// Before the line that says what a report is of.
const MARK: &str = "lazaret-report ";

/// What a report is of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stamp {
    campaign: String,
    rounds: u64,
    entries: u64,
    digest: Digest,
    form: Form,
}

/// A report that was checked.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The campaign.
    pub campaign: String,
    /// How many rounds it had when the report was made.
    pub rounds: u64,
}

/// The line that says what a report is of.
pub fn stamp(material: &Material, form: Form) -> Result<String, ReportError> {
    let state = &material.history.state;
    let campaign = material.history.name.clone();
    let (rounds, entries) = (state.rounds, material.entries);
    let stamp = Stamp { campaign, rounds, entries, digest: state.digest, form };
    let text = serde_json::to_string(&stamp);
    let text = text.map_err(|error| ReportError::NoReport(error.to_string()))?;
    Ok(format!("{MARK}{text}"))
}

/// Makes a report again from the ledger and compares the two.
///
/// # Errors
/// If it is no report, the campaign cannot be read, or anything in it does not follow from the ledger.
pub fn check(ledger: &Ledger, given: &str) -> Result<Checked, ReportError> {
    let none = |why: &str| ReportError::NoReport(why.to_owned());
    let line = given.lines().take(3).find_map(|line| line.split_once(MARK));
    let (_, rest) = line.ok_or_else(|| none("it does not begin with what it is a report of"))?;
    let end = rest.rfind('}').map_or(0, |end| end + 1);
    let stamp: Stamp = serde_json::from_str(rest.get(..end).unwrap_or_default())
        .map_err(|error| none(&format!("what it says of itself cannot be read: {error}")))?;
    let Stamp { rounds, entries, form, .. } = stamp;
    let made = report_until(ledger, &stamp.campaign, rounds, entries, form)?;
    if made == given {
        return Ok(Checked { campaign: stamp.campaign, rounds: stamp.rounds });
    }
    Err(difference(given, &made))
}

fn difference(there: &str, here: &str) -> ReportError {
    let mut lines = (1..).zip(
        there
            .lines()
            .map(Some)
            .chain(std::iter::repeat(None))
            .zip(here.lines().map(Some).chain(std::iter::repeat(None))),
    );
    let found = lines.find(|(_, (there, here))| there != here || there.is_none());
    let (line, (there, here)) = found.unwrap_or((1, (None, None)));
    let (there, here) = (there.unwrap_or_default(), here.unwrap_or_default());
    let same = there.chars().zip(here.chars()).take_while(|(one, other)| one == other).count();
    let part = |text: &str| text.chars().skip(same.saturating_sub(24)).take(72).collect::<String>();
    ReportError::Differs { line, there: part(there), here: part(here) }
}
