//! What can be typed about reports.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::record::LedgerPlace;

/// Write down what a campaign did, from the ledger alone; or check such a report.
///
/// Every number in a report leads to the entry of the ledger that it comes from. `--check` makes the report again and
/// compares it byte for byte, so that whatever was changed by hand shows.
#[derive(Debug, Args)]
#[command(after_help = concat!(
    "Examples:\n",
    "  lazaret report my-task-1 -o report.html\n",
    "  lazaret report my-task-1 --format latex -o draft.tex\n",
    "  lazaret report --check report.html\n\n",
    "Exit codes:\n",
    "  0  written, or everything in it follows from the ledger\n",
    "  1  something in it does not\n",
    "  2  wrong usage, or no such campaign\n",
    "  5  Lazaret or the machine is at fault"))]
pub struct ReportOptions {
    /// The campaign; `lazaret archive list` shows those that there are
    #[arg(value_name = "CAMPAIGN", required_unless_present = "check")]
    pub campaign: Option<String>,
    /// Where the report goes; standard output if not given
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// html: one page with pictures. markdown, latex: a draft
    #[arg(long, value_name = "FORM", default_value = "html")]
    pub format: ReportForm,
    /// Check this report instead
    #[arg(long, value_name = "FILE", conflicts_with_all = ["campaign", "output", "format"])]
    pub check: Option<PathBuf>,
    #[command(flatten)]
    pub ledger: LedgerPlace,
}

/// The form of a report.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ReportForm {
    Html,
    Markdown,
    Latex,
}
