//! `lazaret bench`.

use clap::Args;

/// Measure this machine: Lazaret beside the native interpreter.
///
/// The same small programs run as a process of `python3` each and in fresh sandboxes of Lazaret, in turn within
/// each round, so that all see the same load. Every result is checked before its time counts. Nothing is sent or
/// fetched, no verdict is recorded, and compiled programs are kept in a temporary folder.
#[derive(Debug, Args)]
#[command(after_help = concat!(
    "Examples:\n",
    "  lazaret bench --quick                 under a minute, rough\n",
    "  lazaret bench                         several minutes; close what else is running\n",
    "  lazaret bench --only trivial --only call\n",
    "  lazaret bench --json > here.json      all numbers, in seconds\n\n",
    "How to read it:\n",
    "  median     half of the measurements stay below; p99: 99 of 100 do. Of the endless loop, the time after its limit\n",
    "  x native   how many times as long as the native interpreter took in the same run; below 1 is faster. This\n",
    "             is the number to compare between machines\n",
    "  computing  the same without what a fresh sandbox and a fresh process cost\n",
    "  resident   memory of this process and those that it started, at its most\n\n",
    "lazaret store is one process, process has jailed ones (which `lazaret eval` uses), strict one for each instance.\n",
    "Without `python3` there is nothing to compare with, and the rest is measured all the same."))]
pub struct BenchOptions {
    /// Fewer rounds: under a minute
    #[arg(long)]
    pub quick: bool,
    /// Only tasks whose names begin so, such as `trivial` or `compile` (may be repeated)
    #[arg(long, value_name = "TASK")]
    pub only: Vec<String>,
    /// Print tables for a page
    #[arg(long, conflicts_with = "json")]
    pub markdown: bool,
    /// Print one JSON document instead of a table
    #[arg(long)]
    pub json: bool,
}
