//! What can be typed about the record: where it is, what goes into it, and what to do with it.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use lazaret_host::Home;
use lazaret_host::ledger::Lineage;
use lazaret_trial::{Digest, FeedbackSize};

use super::{IsolationOptions, feedback_size};
use crate::exit;

/// Where the ledger is.
#[derive(Debug, Args)]
pub struct LedgerPlace {
    /// The ledger's folder; one in the data folder if not given
    #[arg(long, value_name = "FOLDER", global = true)]
    pub ledger: Option<PathBuf>,
}

impl LedgerPlace {
    pub fn folder(&self, home: &Home) -> PathBuf {
        ledger_folder(self.ledger.as_deref(), home)
    }
}

/// What is recorded along with verdicts.
#[derive(Debug, Args)]
#[command(next_help_heading = "Record")]
pub struct RecordOptions {
    /// The ledger's folder; one in the data folder if not given
    #[arg(long, value_name = "FOLDER")]
    pub ledger: Option<PathBuf>,
    /// A candidate that these were made of, by its digest (may be repeated)
    #[arg(long = "parent", value_name = "DIGEST", value_parser = digest)]
    pub parents: Vec<Digest>,
    /// Who or what proposed the candidates
    #[arg(long, value_name = "NAME")]
    pub proposer: Option<String>,
    /// The digest of what the proposer was told
    #[arg(long, value_name = "DIGEST", value_parser = digest)]
    pub prompt: Option<Digest>,
}

impl RecordOptions {
    pub fn folder(&self, home: &Home) -> PathBuf {
        ledger_folder(self.ledger.as_deref(), home)
    }

    pub fn lineage(&self) -> Lineage {
        let Self { parents, proposer, prompt, .. } = self;
        Lineage { parents: parents.clone(), proposer: proposer.clone(), prompt: *prompt }
    }
}

/// The folder that was typed, or the usual one.
fn ledger_folder(typed: Option<&Path>, home: &Home) -> PathBuf {
    typed.map_or_else(|| home.ledger(), Path::to_path_buf)
}

pub fn digest(text: &str) -> Result<Digest, String> {
    Digest::parse(text).map_err(|error| error.to_string())
}

#[derive(Debug, Args)]
pub struct LedgerOptions {
    #[command(flatten)]
    pub place: LedgerPlace,
    #[command(subcommand)]
    pub action: LedgerAction,
}

#[derive(Debug, Subcommand)]
pub enum LedgerAction {
    /// Entries, the newest first
    List(ListOptions),
    /// One entry: what it says, its verdict, and the program that was judged
    Show(ShowOptions),
    /// Check everything in the ledger against everything else in it; names the first bad entry
    Verify(VerifyOptions),
    /// Write entries as JSON Lines, or verdicts as signed in-toto statements
    Export(ExportOptions),
    /// Print the signed head, for somebody else to keep: who has it notices whatever is changed before it
    Checkpoint,
}

impl LedgerAction {
    /// Whether one JSON document is wanted.
    pub const fn json(&self) -> bool {
        match self {
            Self::List(options) => options.json,
            Self::Show(options) => options.json,
            Self::Verify(options) => options.json,
            Self::Export(_) | Self::Checkpoint => false,
        }
    }
}

#[derive(Debug, Args)]
pub struct ListOptions {
    /// Only of this task
    #[arg(long, value_name = "NAME")]
    pub task: Option<String>,
    /// Only with a code that begins like this, such as `scored` or `failed/`
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
    /// Only of this candidate
    #[arg(long, value_name = "DIGEST", value_parser = digest)]
    pub candidate: Option<Digest>,
    /// Only of this kind
    #[arg(
        long,
        value_name = "KIND",
        value_parser = ["verdict", "run", "commitment", "campaign", "round", "check"]
    )]
    pub kind: Option<String>,
    /// Only before this entry, to go on where the last list ended
    #[arg(long, value_name = "ENTRY")]
    pub before: Option<u64>,
    /// At most this many
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: u64,
    /// Print one JSON document instead of a table
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct ShowOptions {
    /// The entry's number
    pub entry: u64,
    /// Print the program that was judged, byte for byte, and nothing else
    #[arg(long, conflicts_with = "json")]
    pub source: bool,
    /// Print what a model may hear of the verdict, in at most so many bytes, and nothing else
    #[arg(long, value_name = "BYTES", num_args = 0..=1, require_equals = true,
          default_missing_value = "4 KiB", value_parser = feedback_size,
          conflicts_with_all = ["json", "source"])]
    pub feedback: Option<FeedbackSize>,
    /// Print one JSON document instead of panels
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct VerifyOptions {
    /// A signed head that was kept elsewhere; the ledger must have grown out of it
    #[arg(long, value_name = "FILE")]
    pub checkpoint: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct ExportOptions {
    /// What to write
    #[arg(long, default_value = "jsonl")]
    pub format: ExportFormat,
    /// Where to; standard output if not given
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// A form of export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Entries as they are hashed, one a line
    Jsonl,
    /// Verdicts as in-toto statements in DSSE envelopes, one a line
    InToto,
}

/// Make recorded verdicts again and compare them, byte for byte.
#[derive(Debug, Args)]
#[command(after_help = exit::HELP)]
pub struct ReplayOptions {
    /// The entries to make again
    #[arg(value_name = "ENTRY", required_unless_present_any = ["all", "sample"])]
    pub entries: Vec<u64>,
    /// Every verdict and run of the ledger
    #[arg(long, conflicts_with_all = ["entries", "sample"])]
    pub all: bool,
    /// A part of them, such as `10%`
    #[arg(long, value_name = "SHARE", value_parser = share, conflicts_with = "entries")]
    pub sample: Option<f64>,
    /// Decides which ones are in the sample
    #[arg(long, default_value_t = 0, requires = "sample")]
    pub seed: u64,
    /// Append what came of it to the ledger, so that reports of campaigns can tell of it
    #[arg(long)]
    pub record: bool,
    /// How many cases to judge at a time; the number of cores if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    #[command(flatten)]
    pub place: LedgerPlace,
    #[command(flatten)]
    pub isolation: IsolationOptions,
    /// Print one JSON document instead of lines
    #[arg(long)]
    pub json: bool,
}

fn share(text: &str) -> Result<f64, String> {
    let wrong = || format!("`{text}` is no share: expected a percentage such as `10%`");
    let number = text.strip_suffix('%').ok_or_else(wrong)?;
    let share = number.trim().parse::<f64>().map_err(|_| wrong())? / 100.0;
    if 0.0 < share && share <= 1.0 { Ok(share) } else { Err(wrong()) }
}
