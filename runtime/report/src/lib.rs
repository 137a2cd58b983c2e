//! Reports of campaigns: a manuscript that says nothing that does not follow from the ledger.
//!
//! What it is for: whoever wants to read, publish or answer for what a campaign did. A report is made of the ledger and
//! nothing else, always to the same bytes, and every number in it leads to the entry that it comes from. So it can be
//! checked: it is made again and compared, and whatever was changed by hand shows.
//!
//! What it refuses to know: how anything was run or judged, terminals, the machine that it is made on.

mod check;
mod checks;
mod content;
mod document;
mod draft;
mod figures;
mod html;
mod material;

pub use check::{Checked, check};

use lazaret_campaign::CampaignError;
use lazaret_host::HostError;
use lazaret_host::ledger::{Ledger, LedgerError};

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// One page, complete in itself, with pictures.
    Html,
    /// A draft in Markdown.
    Markdown,
    /// A draft in LaTeX.
    Latex,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The campaign cannot be read.
    #[error(transparent)]
    Campaign(#[from] CampaignError),
    /// It has no program with a score, so that there is nothing to report.
    #[error("`{0}` has no program with a score yet")]
    Empty(String),
    /// What was given is no report.
    #[error("this is no report of a campaign: {0}")]
    NoReport(String),
    /// It does not say what follows from the ledger.
    #[error(
        "line {line} does not follow from the ledger: the report has `{there}`, the ledger gives `{here}`"
    )]
    Differs {
        /// The first line that differs, counted from 1.
        line: usize,
        /// What the report says there, from shortly before the first difference on.
        there: String,
        /// What follows from the ledger.
        here: String,
    },
}

impl From<LedgerError> for ReportError {
    fn from(error: LedgerError) -> Self {
        Self::Campaign(HostError::from(error).into())
    }
}

/// The report of a campaign as it stands.
///
/// # Errors
/// If the campaign cannot be read or has nothing to report.
pub fn report(ledger: &Ledger, name: &str, form: Form) -> Result<String, ReportError> {
    report_until(ledger, name, u64::MAX, ledger.size()?, form)
}

/// The report of a campaign after its first rounds, when the ledger had so many entries.
fn report_until(
    ledger: &Ledger,
    name: &str,
    rounds: u64,
    entries: u64,
    form: Form,
) -> Result<String, ReportError> {
    let material = material::Material::read(ledger, name, rounds, entries)?;
    let document = content::document(&material)?;
    let stamp = check::stamp(&material, form)?;
    Ok(match form {
        Form::Html => html::page(&document, &stamp),
        Form::Markdown => draft::markdown(&document, &stamp),
        Form::Latex => draft::latex(&document, &stamp),
    })
}
