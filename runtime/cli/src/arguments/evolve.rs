//! What can be typed about campaigns.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};
use lazaret_campaign::{Dimension, Feature, Role};
use lazaret_trial::parse_count;

use super::IsolationOptions;
use super::model::ModelOptions;
use super::record::LedgerPlace;
use crate::exit;

/// Improve programs on a task: propose, judge, keep or discard, until a limit is reached.
///
/// It begins with one program (the first in the task's folder `candidates`, or `--from`) and asks a proposer for
/// changes of the better ones. Without more, that is `mutate`: small edits of the syntax tree of Python programs, offline,
/// decided by the seed. Every trial is in the ledger; a campaign that was ended in any way goes on with `--resume`, with
/// the same result as if it had not been. Scores on held-out cases are made of each improvement and shown beside those
/// that were searched by; no proposer hears of them.
#[derive(Debug, Args)]
#[command(after_help = concat!(
    "Examples:\n",
    "  lazaret evolve examples/online-bin-packing --wall 10m --candidate-fuel 5e8\n",
    "  lazaret evolve my-task --trials 5000 --name second\n",
    "  lazaret evolve my-task --resume second --trials 10000\n",
    "  lazaret evolve my-task --objectives gap,fuel --kinds bytes,gap=0.5 --canary cheat=my-task/hostile/constant.py\n",
    "  lazaret evolve my-task --command 'python3 my_loop.py' --round 4\n",
    "  lazaret evolve my-task --model-url http://127.0.0.1:8080/v1 --model my-model --round 4 --model-jobs 2\n",
    "  lazaret evolve my-task --model-url https://api.example/v1 --model large=1 --model small=4 --key-file key \\\n",
    "    --tokens 2_000_000\n",
    "  lazaret archive best second\n\n",
    "Each request to a model, and its answer, is recorded with its trial; the key is not. An answer is one program in a\n",
    "fenced block, or SEARCH/REPLACE blocks. Where a program has comments EVOLVE-BLOCK-START and EVOLVE-BLOCK-END, nothing\n",
    "outside of them changes. Proxies and redirects are not followed. When an endpoint fails, the campaign stops and can\n",
    "be resumed.\n\n",
    "A command gets one line of JSON for each round on standard input, and answers with one on standard output:\n",
    "  {\"language\": \"py\", \"title\": ..., \"minimize\": ..., \"slots\": [{\"trial\", \"seed\", \"parents\":\n",
    "    [{\"digest\", \"program\", \"score\", \"feedback\"}]}]}\n",
    "  {\"proposals\": [{\"program\": ..., \"note\": ...}]}   one for each slot, in their order\n\n",
    "Exit codes:\n",
    "  0    it ended at a limit\n",
    "  2    wrong usage, or another campaign than the one to go on with\n",
    "  4    the evaluator, the task or the proposer is at fault\n",
    "  5    Lazaret or the machine is at fault\n",
    "  130  interrupted; `--resume` goes on"))]
pub struct EvolveOptions {
    /// The task: a folder with `task.toml`
    #[arg(value_name = "TASK")]
    pub task: PathBuf,
    /// What it is called in the ledger; the task's name and a number if not given
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub name: Option<String>,
    /// Go on with a campaign; the newest of the task if no name is given
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "", conflicts_with = "name")]
    pub resume: Option<String>,
    /// A program to begin with (may be repeated)
    #[arg(long, value_name = "FILE")]
    pub from: Vec<PathBuf>,
    #[command(flatten)]
    pub proposer: ProposerOptions,
    #[command(flatten)]
    pub limits: EndOptions,
    #[command(flatten)]
    pub course: CourseOptions,
    /// How many cases are judged at a time; the number of cores if not given. Decides only how long it takes
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    #[command(flatten)]
    pub ledger: LedgerPlace,
    /// Print one JSON document at the end
    #[arg(long)]
    pub json: bool,
    /// Show nothing on the way
    #[arg(long, short)]
    pub quiet: bool,
    #[command(flatten)]
    pub isolation: IsolationOptions,
}

/// What proposes programs.
#[derive(Debug, Args)]
#[command(next_help_heading = "Proposer")]
pub struct ProposerOptions {
    /// `mutate`, or a program of yours that answers `lazaret:proposer` in a sandbox (.py, .js, .wasm ...)
    #[arg(long, value_name = "WHAT", conflicts_with = "command")]
    pub proposer: Option<PathBuf>,
    /// A command of yours, outside of any sandbox: lines of JSON in and out, see below
    #[arg(long, value_name = "COMMAND")]
    pub command: Option<String>,
    /// How long a command may take for a round, such as `90s`
    #[arg(long, value_name = "TIME", default_value = "10m", value_parser = humantime::parse_duration)]
    pub proposer_timeout: Duration,
    #[command(flatten)]
    pub models: ModelOptions,
}

/// What ends a campaign.
#[derive(Debug, Args)]
#[command(
    next_help_heading = "Limits (whatever comes first; 1,000 trials if none is given; to be given again with `--resume`)"
)]
pub struct EndOptions {
    /// So many trials
    #[arg(long, value_name = "N", value_parser = positive)]
    pub trials: Option<u64>,
    /// So much fuel of candidates, such as `2e12`; a trial that could need more than what is left is not begun
    #[arg(long = "total-fuel", value_name = "FUEL", value_parser = positive)]
    pub fuel: Option<u64>,
    /// So much time from now on, such as `10m`; a round that would not end by then is not begun
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub wall: Option<Duration>,
    /// A score that is good enough
    #[arg(long, value_name = "SCORE", allow_negative_numbers = true)]
    pub target: Option<f64>,
    /// So many tokens of models, in and out; a round that would need more, if it needs as many as those before it did on
    /// average, is not begun
    #[arg(long, value_name = "N", value_parser = positive)]
    pub tokens: Option<u64>,
    /// So much money for models, by the prices of `--price`, in their money; likewise
    #[arg(long, value_name = "AMOUNT", value_parser = super::model::money)]
    pub cost: Option<u64>,
}

/// What decides the course of a campaign; as it began, when it goes on.
#[derive(Debug, Args)]
#[command(next_help_heading = "Course")]
pub struct CourseOptions {
    /// Decides generated cases and all choices [default: 0]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// How many populations there are [default: 4]
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(1..=64))]
    pub islands: Option<u32>,
    /// How many programs are tried in a round [default: 32]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub round: Option<u32>,
    /// After so many rounds the best of each island goes to the next one; 0 for never [default: 10]
    #[arg(long, value_name = "ROUNDS")]
    pub migration: Option<u32>,
    /// How many cases a cheap first stage has, or several such as `2,6`; `none`; or `auto`, by the evaluator's first stage
    /// and the number of cases: a tenth and two fifths of ten or more, a fifth of fewer [default: auto]
    #[arg(long, value_name = "CASES", value_parser = rungs)]
    pub rungs: Option<Rungs>,
    /// Less fuel for a candidate in a case than the task gives, such as `5e8`, so that slow ones end early [default: the
    /// task's]
    #[arg(long, value_name = "FUEL", value_parser = positive)]
    pub candidate_fuel: Option<u64>,
    /// How many of a hundred pass a cheap stage [default: 40]
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u32).range(1..=100))]
    pub promote: Option<u32>,
    /// What tells kinds of programs apart, of which each population keeps the best: `bytes`, `fuel`, `memory`, or a metric
    /// of the evaluator, with the width of a kind if it has no range [default: bytes,fuel]
    #[arg(long, value_name = "NAME[=WIDTH]", value_delimiter = ',', value_parser = feature)]
    pub kinds: Vec<Feature>,
    /// Two or more of those, of which programs are kept that none is better than in everything (a Pareto front): of
    /// metrics as the evaluator says, of the others the less the better
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub objectives: Vec<Dimension>,
    /// A program of known worth that rides along: it is judged at each beginning and every so often, and a verdict that
    /// differs from its first one, a bad one that is not worse than each good one, or a cheat that is better than one,
    /// stops the campaign (may be repeated)
    #[arg(long, value_name = "good|bad|cheat=FILE", value_parser = canary)]
    pub canary: Vec<(Role, PathBuf)>,
    /// After so many rounds canaries are judged again [default: 20]
    #[arg(long, value_name = "ROUNDS", value_parser = clap::value_parser!(u32).range(1..))]
    pub canary_rounds: Option<u32>,
    /// After so many improvements in a row that made the held-out score worse, warn; 0 for never
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub gap: u32,
    /// End there, too
    #[arg(long)]
    pub gap_stops: bool,
}

/// Cheap stages as they were typed.
#[derive(Clone, Debug)]
pub struct Rungs(pub Option<Vec<u64>>);

fn rungs(text: &str) -> Result<Rungs, String> {
    match text {
        "auto" => Ok(Rungs(None)),
        "none" => Ok(Rungs(Some(Vec::new()))),
        _ => {
            let numbers: Result<Vec<u64>, _> = text.split(',').map(str::parse).collect();
            let numbers = numbers.map_err(|_| "`auto`, `none`, or numbers such as `2,6`")?;
            Ok(Rungs(Some(numbers)))
        }
    }
}

fn feature(text: &str) -> Result<Feature, String> {
    let (name, step) = match text.split_once('=') {
        Some((name, step)) => {
            let step: Option<f64> = step.parse().ok();
            let step = step.filter(|it| it.is_finite() && 0.0 < *it);
            (name, Some(step.ok_or("the width of a kind is a number above 0")?))
        }
        None => (text, None),
    };
    Ok(Feature { of: name.parse()?, step })
}

fn canary(text: &str) -> Result<(Role, PathBuf), String> {
    let (role, path) = text.split_once('=').unwrap_or((text, ""));
    let role = [Role::Good, Role::Bad, Role::Cheat].into_iter().find(|it| it.name() == role);
    match role {
        Some(role) if !path.is_empty() => Ok((role, PathBuf::from(path))),
        _ => Err("`good`, `bad` or `cheat`, and a file, such as `cheat=constant.py`".to_owned()),
    }
}

fn name(text: &str) -> Result<String, String> {
    let usable = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
    if !text.is_empty() && text.len() <= 64 && text.chars().all(usable) {
        return Ok(text.to_owned());
    }
    Err("up to 64 of a-z, 0-9 and -".to_owned())
}

fn positive(text: &str) -> Result<u64, String> {
    match parse_count(text) {
        Ok(0) => Err("nothing can be tried with 0".to_owned()),
        Ok(number) => Ok(number),
        Err(error) => Err(error.to_string()),
    }
}

pub fn duration(text: &str) -> Result<Duration, String> {
    match humantime::parse_duration(text) {
        Ok(Duration::ZERO) => Err("nothing can be tried in no time".to_owned()),
        Ok(duration) => Ok(duration),
        Err(error) => Err(error.to_string()),
    }
}

/// What campaigns have found.
#[derive(Debug, Args)]
#[command(after_help = exit::HELP)]
pub struct ArchiveOptions {
    #[command(flatten)]
    pub ledger: LedgerPlace,
    #[command(subcommand)]
    pub action: ArchiveAction,
}

#[derive(Debug, Subcommand)]
pub enum ArchiveAction {
    /// All campaigns, the newest first
    List {
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// The best program of a campaign, its text on standard output
    Best {
        /// The campaign
        name: String,
    },
    /// A campaign: how it stands, its improvements, the best of each kind; or one trial
    Show {
        /// The campaign
        name: String,
        /// The number of a trial
        trial: Option<u64>,
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// The programs of which none is better than another in everything, of a campaign with `--objectives`
    Front {
        /// The campaign
        name: String,
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// All trials of a campaign, one a line with tabs between: score, memory, and whether it was kept, discarded or crashed
    Trials {
        /// The campaign
        name: String,
        /// Print one JSON document with all that is recorded of each
        #[arg(long)]
        json: bool,
    },
    /// Where a program came from: its ancestors, and what was done to each
    Tree {
        /// The campaign
        name: String,
        /// The number of a trial; the best if not given
        trial: Option<u64>,
    },
    /// What changed from one program to another; from the first of the campaign to the best if not given
    Diff {
        /// The campaign
        name: String,
        /// The number of a trial
        from: Option<u64>,
        /// The number of another
        to: Option<u64>,
    },
    /// Write the best programs of each island into a folder, with a table of their scores
    Export {
        /// The campaign
        name: String,
        /// The folder, which must not be there yet
        #[arg(long, short)]
        output: PathBuf,
    },
}

impl ArchiveAction {
    /// Whether a document is wanted.
    pub const fn json(&self) -> bool {
        match self {
            Self::List { json }
            | Self::Show { json, .. }
            | Self::Front { json, .. }
            | Self::Trials { json, .. } => *json,
            _ => false,
        }
    }
}
