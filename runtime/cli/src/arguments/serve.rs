//! What can be typed about the service.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::IsolationOptions;

/// Take candidates over HTTP, judge them, and record their verdicts.
///
/// Clients can submit to the tasks that are named here and to no others; they cannot name paths. Whatever was answered
/// with 202 is on the disk: it is judged and recorded, also if the service is stopped or killed and started again. The
/// interface is described at `/docs`, and for tools at `/openapi.json`.
#[derive(Debug, Args)]
#[command(after_help = concat!(
    "Try it:\n",
    "  lazaret serve examples/cap-set &\n",
    "  curl -s 127.0.0.1:7300/v1/tasks/cap-set/evaluations -H 'content-type: application/json' \\\n",
    "    -d '{\"name\": \"a.py\", \"content\": {\"text\": \"def priority(vector, n):\\n    return 0.0\\n\"}}'\n",
    "  curl -s '127.0.0.1:7300/v1/evaluations/1?wait_ms=10000'\n",
    "  curl -sN 127.0.0.1:7300/v1/events                  news, as they happen\n",
    "  curl -s 127.0.0.1:7300/metrics                     figures for Prometheus\n\n",
    "SIGTERM or Ctrl-C: no new work is taken, what runs ends, what waits is taken up at the next start.\n",
    "A second Ctrl-C ends at once; nothing that was accepted is lost by that either.\n\n",
    "Exit codes:\n",
    "  0    it was told to end, and has ended\n",
    "  2    wrong usage: a task that cannot be read, an open address or token file\n",
    "  4    the evaluator of a task is at fault\n",
    "  5    the port or the ledger is in use, or Lazaret or the machine is at fault"))]
pub struct ServeOptions {
    /// The tasks: folders with `task.toml`
    #[arg(required = true, value_name = "TASK")]
    pub tasks: Vec<PathBuf>,
    /// Where to listen; anything but this machine itself is refused without `--token-file`. Port 0 takes any that is
    /// free; the address is the first line of the output
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7300")]
    pub listen: SocketAddr,
    /// Only clients with the token in this file may come in (`authorization: Bearer TOKEN`); nobody else may be able
    /// to read the file
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// How many evaluations run at a time; the number of cores if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// How many evaluations may wait and run together; more are refused with 429
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub queue: u32,
    /// The ledger's folder; one in the data folder if not given. The queue lies in it, too
    #[arg(long, value_name = "FOLDER")]
    pub ledger: Option<PathBuf>,
    /// How many seconds what runs may go on after SIGTERM before it is stopped and left in the queue
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    pub grace: u16,
    /// The form of the log on standard error
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub log: LogForm,
    /// Log every request, too
    #[arg(long)]
    pub verbose: bool,
    #[command(flatten)]
    pub isolation: IsolationOptions,
}

/// A form of logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogForm {
    /// One object a line
    Json,
    /// Lines for people
    Text,
}
