//! `lazaret report`: what a campaign did, and whether a report says so.

use anyhow::{Context, Result, bail};
use lazaret_host::ledger::Ledger;
use lazaret_host::{Home, write_file};
use lazaret_report::{Form, ReportError, check, report};

use crate::arguments::{ReportForm, ReportOptions};
use crate::exit::Exit;
use crate::text;

/// The most bytes of a report; a real one has some hundred thousand.
const REPORT_BYTES_MAX: u64 = 64 << 20;

pub fn run(home: &Home, options: &ReportOptions) -> Result<Exit> {
    let ledger = Ledger::open_to_read(&options.ledger.folder(home))?;
    if let Some(path) = &options.check {
        let size = std::fs::metadata(path).map(|it| it.len());
        let size = size.with_context(|| format!("cannot read `{}`", path.display()))?;
        if REPORT_BYTES_MAX < size {
            bail!("`{}` has {size} bytes; a report has at most {REPORT_BYTES_MAX}", path.display());
        }
        let given = std::fs::read_to_string(path);
        let given = given.with_context(|| format!("cannot read `{}`", path.display()))?;
        return match check(&ledger, &given) {
            Ok(checked) => {
                let name = text::escape_line(&checked.campaign, 64);
                let rounds = checked.rounds;
                text::out(&format!(
                    "good: everything in it follows from the ledger ({name}, {rounds} rounds)"
                ));
                Ok(Exit::Success)
            }
            Err(error @ ReportError::Differs { .. }) => {
                text::err(&format!("{} {}", text::red("bad:"), text::escape(&error.to_string())));
                Ok(Exit::Candidate)
            }
            Err(error) => Err(error.into()),
        };
    }
    let form = match options.format {
        ReportForm::Html => Form::Html,
        ReportForm::Markdown => Form::Markdown,
        ReportForm::Latex => Form::Latex,
    };
    let name = options.campaign.as_deref().unwrap_or_default();
    let made = report(&ledger, name, form)?;
    match &options.output {
        Some(path) => {
            write_file(path, made.as_bytes())
                .with_context(|| format!("cannot write `{}`", path.display()))?;
            text::err(&format!("`{}` has {} bytes", path.display(), made.len()));
        }
        None => text::out(made.trim_end_matches('\n')),
    }
    Ok(Exit::Success)
}
