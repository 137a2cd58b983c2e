//! What can be typed about attacks.

use std::path::PathBuf;

use clap::Args;

use super::IsolationOptions;
use super::record::LedgerPlace;

/// Try how far an evaluator can be gamed: thirty cheaters that know nothing of the task.
///
/// Each cheater is made of an honest candidate in Python: it answers as that one would, and then cheats (NaN for every
/// number, one answer for all questions, the cases by heart, scores of its own, no answer after the first ...). One that
/// scores above the honest candidate has found something that the evaluator lets through, and is told with what to do
/// about it. It may also be that the honest candidate is worse than nothing: take a better one.
#[derive(Debug, Args)]
#[command(after_help = concat!(
    "Examples:\n",
    "  lazaret attack examples/cap-set\n",
    "  lazaret attack my-task --honest my-task/candidates/best.py --json\n\n",
    "Exit codes:\n",
    "  0    no cheater scored above the honest candidate\n",
    "  1    at least one did\n",
    "  2    wrong usage, or the honest candidate has no score\n",
    "  4    the evaluator or the task is at fault\n",
    "  5    Lazaret or the machine is at fault\n",
    "  130  interrupted"))]
pub struct AttackOptions {
    /// The task: a folder with `task.toml`
    #[arg(value_name = "TASK")]
    pub task: PathBuf,
    /// A candidate in Python that has a score; the first in the task's folder `candidates` if not given
    #[arg(long, value_name = "FILE")]
    pub honest: Option<PathBuf>,
    /// Decides generated cases
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// How many cases are judged at a time; the number of cores if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// Append what came of it to the ledger, so that reports of campaigns on the task can tell of it
    #[arg(long)]
    pub record: bool,
    #[command(flatten)]
    pub ledger: LedgerPlace,
    /// Print one JSON document instead of a table
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub isolation: IsolationOptions,
}
