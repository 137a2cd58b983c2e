//! What can be typed.

mod attack;
mod bench;
mod evolve;
mod model;
mod record;
mod report;
mod serve;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use lazaret_host::{Isolation, Plugin, Settings};
use lazaret_trial::{Budget, BudgetError, FeedbackSize, parse_bytes, parse_count};

use crate::exit::{self, Form};

pub use attack::AttackOptions;
pub use bench::BenchOptions;
pub use evolve::{ArchiveAction, ArchiveOptions, EndOptions, EvolveOptions, Rungs};
pub use model::ModelOptions;
pub use record::{
    ExportFormat, ExportOptions, LedgerAction, LedgerOptions, ListOptions, RecordOptions,
    ReplayOptions, ShowOptions, VerifyOptions,
};
pub use report::{ReportForm, ReportOptions};
pub use serve::{LogForm, ServeOptions};

/// Score model-written programs, each in a sandbox of its own.
///
/// Candidates are Python or JavaScript texts (.py, .js), sources in C or Rust (.c, .rs, or a folder), and
/// WebAssembly (.wat, .wasm). A task is a folder with `task.toml` and an evaluator, and a `task.wit` if its
/// interface is typed. The same candidate, task and seed give the same verdict, byte for byte, on every
/// run.
#[derive(Debug, Parser)]
#[command(name = "lazaret", version, after_help = concat!(
    "Start here:\n",
    "  lazaret demo                                        a tour in ten seconds\n",
    "  lazaret run hello.py                                run any program once, sandboxed\n",
    "  lazaret eval examples/cap-set examples/cap-set/candidates\n",
    "  lazaret new task my-task --lang rust                a task of your own, ready to run\n",
    "  lazaret explain failed/out-of-fuel                  what a verdict means and what to do\n\n",
    "State lives in the platform's data and cache folders; LAZARET_HOME moves all of it."))]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// A tour: honest heuristics, an endless loop, a memory hog and three cheaters, scored
    Demo(DemoOptions),
    /// Run one program once: its result, output, usage, and why it stopped
    Run(RunOptions),
    /// Judge candidates on a task and rank them
    Eval(EvalOptions),
    Profile(ProfileOptions),
    /// Try how far an evaluator can be gamed: thirty cheaters that know nothing of the task
    Attack(AttackOptions),
    Evolve(Box<EvolveOptions>),
    /// What campaigns have found: the best programs, their ancestors, what changed
    Archive(ArchiveOptions),
    Report(ReportOptions),
    /// Make recorded verdicts again and compare them, byte for byte
    Replay(ReplayOptions),
    /// Take candidates over HTTP, judge them, and record their verdicts
    Serve(ServeOptions),
    /// The record of verdicts: list, show, verify, export
    Ledger(LedgerOptions),
    /// Write a working start: a task, an evaluator or a candidate, in the language of your choice
    New(NewOptions),
    /// Make a WebAssembly component of a source: C or Rust (a file or a folder), WAT, a core module
    Build(BuildOptions),
    /// What is in a WebAssembly file: its world, sizes, digest, and what admission says to it
    Inspect(InspectOptions),
    /// Build, list, export and import the interpreters
    #[command(subcommand)]
    Plugin(PluginAction),
    /// What is there, what is missing, and how to mend it
    Doctor(DoctorOptions),
    /// What a reason code means: what happened, whose fault, what to do
    Explain(ExplainOptions),
    Bench(BenchOptions),
    /// Try more than a hundred forbidden acts from inside the jail, and show how each ends
    JailProbe(JailProbeOptions),
    /// Become a jailed worker; started by the other commands only
    #[command(hide = true)]
    Worker(WorkerOptions),
}

impl Command {
    /// What whoever typed it wants to get.
    pub const fn form(&self) -> Form {
        Form::of(match self {
            Self::Demo(options) => options.json,
            Self::Run(options) => options.json,
            Self::Eval(options) => options.json,
            Self::Build(options) => options.json,
            Self::Inspect(options) => options.json,
            Self::Replay(options) => options.json,
            Self::Profile(options) => options.json,
            Self::Attack(options) => options.json,
            Self::Evolve(options) => options.json,
            Self::Archive(options) => options.action.json(),
            Self::Ledger(options) => options.action.json(),
            Self::Doctor(options) => options.json,
            Self::Bench(options) => options.json,
            Self::JailProbe(options) => options.json,
            Self::New(_)
            | Self::Plugin(_)
            | Self::Explain(_)
            | Self::Report(_)
            | Self::Serve(_)
            | Self::Worker(_) => false,
        })
    }
}

#[derive(Debug, Args)]
pub struct WorkerOptions {
    /// The process that it must not outlive
    pub parent: u32,
    /// The wall that a test takes away
    #[cfg(debug_assertions)]
    pub weakness: Option<String>,
}

#[derive(Debug, Args)]
pub struct JailProbeOptions {
    /// Only try this act, here, without a jail
    #[arg(long, hide = true)]
    pub outside: Option<usize>,
    /// Print one JSON document instead of a table
    #[arg(long)]
    pub json: bool,
}

/// What stands between programs and everybody else.
#[derive(Debug, Args)]
#[command(next_help_heading = "Isolation")]
pub struct IsolationOptions {
    /// process: jailed processes compile, score and run candidates. strict: and each instance of a
    /// candidate has one of its own. store: all in this process, for trusted work
    #[arg(long, value_name = "HOW", default_value = "process", value_parser = isolation)]
    pub isolation: Isolation,
    /// Run although walls of the jail are missing here; every verdict says which
    #[arg(long)]
    pub allow_degraded: bool,
}

impl IsolationOptions {
    pub fn settings(&self) -> Settings {
        Settings {
            isolation: self.isolation,
            allow_degraded: self.allow_degraded,
            ..this_command()
        }
    }
}

/// How this program was built, which decides how fast it is.
pub const BUILD: &str = if cfg!(debug_assertions) { "debug build" } else { "release build" };

/// Workers that are copies of this very program, also if its file is replaced meanwhile.
pub fn this_command() -> Settings {
    Settings::process(PathBuf::from("/proc/self/exe"))
}

fn isolation(name: &str) -> Result<Isolation, String> {
    let all = [Isolation::Process, Isolation::Strict, Isolation::Store];
    let known = all.into_iter().find(|isolation| isolation.name() == name);
    known.ok_or_else(|| "there are: process, strict, store".to_owned())
}

#[derive(Debug, Args)]
pub struct DemoOptions {
    /// Print one JSON document instead of tables
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = exit::HELP)]
pub struct RunOptions {
    /// The program, or `-` for Python on standard input
    pub file: PathBuf,
    /// Call this function after the top level has run; without it, the program runs as `__main__`
    #[arg(long, value_name = "NAME")]
    pub call: Option<String>,
    /// The interface that the program implements, if it is compiled or a module: a `task.wit`
    #[arg(long, value_name = "FILE")]
    pub wit: Option<PathBuf>,
    /// The function's arguments: a JSON list, or an object for named ones
    #[arg(long, value_name = "JSON", requires = "call", default_value = "[]")]
    pub args: String,
    #[command(flatten)]
    pub limits: LimitOptions,
    #[command(flatten)]
    pub isolation: IsolationOptions,
    /// Decides the random bytes that the program sees
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Append what came out to the ledger, so that it can be replayed
    #[arg(long)]
    pub record: bool,
    #[command(flatten)]
    pub recording: RecordOptions,
    /// Print one JSON document instead of panels
    #[arg(long)]
    pub json: bool,
}

/// Where the fuel of a program goes: by function, by line of Python, as a flame graph.
///
/// A run repeats exactly. So the program is run again and again, each time stopped by its fuel at another place,
/// and what is under way there is noted: a sample. Nothing runs beside the program or inside of it, it cannot tell
/// that it is profiled, its fuel is that of the ordinary run, and the same profile comes out each time.
///
/// For C, Rust and WebAssembly, functions have the names that the component gives them. For Python, functions and
/// lines are those of the text; what a library or a builtin does is in the total of the line that called it. For
/// JavaScript, functions are those of the interpreter.
#[derive(Debug, Args)]
#[command(after_help = concat!(
    "Examples:\n",
    "  lazaret profile solve.py                            its top level, as `lazaret run` has it\n",
    "  lazaret profile solve.rs --wit task.wit --call solve --args '[20]' -o profile.svg\n",
    "  lazaret profile examples/cap-set candidate.py       inside of an evaluation, the first case\n",
    "  lazaret profile my-task candidate.c --case 3 --samples 400 --folded stacks.txt\n\n",
    "own    what a function used itself; over all functions, this is the fuel of the run\n",
    "total  what was used while it was under way, with all that it called\n\n",
    "How often a function was called is not known. Names are the program's own word: a profile is for whoever\n",
    "wrote it, and no score rests on one.\n\n",
    "Exit codes: 0 there is a profile, also of a run that failed; 1 the program was rejected; 2 wrong usage;\n",
    "3 inconclusive; 4 the evaluator or the task; 5 Lazaret or the machine; 130 interrupted, with what there is"))]
pub struct ProfileOptions {
    /// The program, or `-` for Python on standard input; before a candidate: the task, a folder with `task.toml`
    #[arg(value_name = "FILE|TASK")]
    pub file: PathBuf,
    /// The candidate, to profile it while the task's evaluator judges it on one case
    #[arg(value_name = "CANDIDATE", conflicts_with_all = ["call", "wit"])]
    pub candidate: Option<PathBuf>,
    /// Call this function after the top level has run; without it, the program runs as `__main__`
    #[arg(long, value_name = "NAME")]
    pub call: Option<String>,
    /// The function's arguments: a JSON list, or an object for named ones
    #[arg(long, value_name = "JSON", requires = "call", default_value = "[]")]
    pub args: String,
    /// The interface that the program implements, if it is compiled or a module: a `task.wit`
    #[arg(long, value_name = "FILE")]
    pub wit: Option<PathBuf>,
    /// The case; the first if not given
    #[arg(long, value_name = "ID", requires = "candidate")]
    pub case: Option<String>,
    /// The set of cases; the evaluator's first if not given
    #[arg(long, value_name = "NAME", requires = "candidate")]
    pub split: Option<String>,
    /// Give the evaluator this file as data (may be repeated)
    #[arg(long, value_name = "FILE", requires = "candidate")]
    pub data: Vec<PathBuf>,
    /// How often to look; each look costs half a run on average
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub samples: u32,
    /// Seconds after which no further sample is begun; those that there are cover the whole run
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub time: u64,
    /// Write a flame graph: an SVG that any browser shows
    #[arg(long, short = 'o', value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// Write the stacks in the text form of tools for flame graphs: `outer;inner fuel`
    #[arg(long, value_name = "FILE")]
    pub folded: Option<PathBuf>,
    /// Rows of each table
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub top: usize,
    #[command(flatten)]
    pub limits: LimitOptions,
    /// Run although walls of the jail are missing here
    #[arg(long)]
    pub allow_degraded: bool,
    /// Decides the random bytes that the program sees, and generated cases
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Print one JSON document instead of tables
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = exit::HELP)]
pub struct EvalOptions {
    /// The task: a folder with `task.toml`
    pub task: PathBuf,
    /// Files, folders of candidates, or `-` for Python on standard input
    #[arg(required = true, value_name = "CANDIDATE")]
    pub candidates: Vec<PathBuf>,
    /// Decides generated cases and the random bytes that both sides see
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// The set of cases; the evaluator's first if not given
    #[arg(long, value_name = "NAME")]
    pub split: Option<String>,
    /// Give the evaluator this file as data (may be repeated)
    #[arg(long, value_name = "FILE")]
    pub data: Vec<PathBuf>,
    /// How many cases to judge at a time; the number of cores if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Judge again what the ledger has a verdict on already
    #[arg(long)]
    pub fresh: bool,
    /// Neither ask the ledger nor record anything
    #[arg(long)]
    pub no_ledger: bool,
    /// Rank this recorded verdict along, by the number of its entry (may be repeated); refused if it was made under
    /// another identity
    #[arg(long, value_name = "ENTRY", conflicts_with = "no_ledger")]
    pub compare: Vec<u64>,
    #[command(flatten)]
    pub recording: RecordOptions,
    #[command(flatten)]
    pub limits: LimitOptions,
    #[command(flatten)]
    pub isolation: IsolationOptions,
    /// Print what a model may be told of each verdict, in at most so many bytes (512 B to 64 KiB)
    #[arg(long, value_name = "BYTES", num_args = 0..=1, require_equals = true,
          default_missing_value = "4 KiB", value_parser = feedback_size)]
    pub feedback: Option<FeedbackSize>,
    /// Print one JSON document instead of tables
    #[arg(long)]
    pub json: bool,
}

pub fn feedback_size(text: &str) -> Result<FeedbackSize, String> {
    let bytes = parse_bytes(text).map_err(|error| error.to_string())?;
    FeedbackSize::new(bytes).map_err(|error| error.to_string())
}

/// Limits of a candidate's sandbox; what is not given comes from the task or the defaults.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits of the candidate's sandbox")]
pub struct LimitOptions {
    /// Instructions, about 10^9 in 0.1 to 0.2 s of Python [default 10_000_000_000]
    #[arg(long, value_name = "COUNT", value_parser = parse_count)]
    pub fuel: Option<u64>,
    /// All memories and tables together [default 256 MiB]
    #[arg(long, value_name = "BYTES", value_parser = parse_bytes)]
    pub memory: Option<u64>,
    /// Milliseconds of wall time in the sandbox [default 60_000]
    #[arg(long, value_name = "MS", value_parser = parse_count)]
    pub wall: Option<u64>,
    /// Standard output and error together [default 64 KiB]
    #[arg(long, value_name = "BYTES", value_parser = parse_bytes)]
    pub output: Option<u64>,
    /// Calls to the host [default 10_000_000]
    #[arg(long, value_name = "COUNT", value_parser = parse_count)]
    pub host_calls: Option<u64>,
    /// Handles held at one time [default 256]
    #[arg(long, value_name = "COUNT", value_parser = parse_count)]
    pub handles: Option<u64>,
    /// Bytes of one value that leaves the sandbox [default 16 MiB]
    #[arg(long, value_name = "BYTES", value_parser = parse_bytes)]
    pub result: Option<u64>,
}

impl LimitOptions {
    /// `budget` with what was typed in its place.
    pub fn apply(&self, mut budget: Budget) -> Result<Budget, BudgetError> {
        let limits = [
            ("fuel", self.fuel),
            ("memory", self.memory),
            ("wall_ms", self.wall),
            ("output", self.output),
            ("host_calls", self.host_calls),
            ("handles", self.handles),
            ("result", self.result),
        ];
        for (name, number) in limits {
            if let Some(number) = number {
                budget = budget.with(name, number)?;
            }
        }
        Ok(budget)
    }
}

#[derive(Debug, Args)]
pub struct NewOptions {
    /// What to write
    pub what: NewWhat,
    /// The task's folder, or the file without its extension
    pub name: PathBuf,
    /// The language of the evaluator and the candidate
    #[arg(long, value_name = "LANG", default_value = "python")]
    pub lang: NewLanguage,
    /// Write a candidate for this task, a folder with a `task.wit`
    #[arg(long, value_name = "FOLDER")]
    pub task: Option<PathBuf>,
}

/// What can be started from.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum NewWhat {
    /// A folder with `task.toml`, `task.wit`, an evaluator and a first candidate
    Task,
    /// One file: a candidate whose answers are zeros, for `--task`
    Candidate,
    /// One file: the evaluator of a new task
    Evaluator,
}

/// What a start can be written in.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum NewLanguage {
    Python,
    Rust,
    C,
    Javascript,
}

#[derive(Debug, Args)]
#[command(after_help = exit::HELP)]
pub struct BuildOptions {
    /// The source: a .c, .rs, .wat or .wasm file, or a folder with `src/lib.c` or `src/lib.rs`
    pub source: PathBuf,
    /// Where the component goes
    #[arg(long, short, value_name = "FILE")]
    pub output: PathBuf,
    /// The interface that the program implements, or that an evaluator calls: a `task.wit`
    #[arg(long, value_name = "FILE")]
    pub wit: Option<PathBuf>,
    /// Build an evaluator, not a candidate
    #[arg(long)]
    pub evaluator: bool,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = exit::HELP)]
pub struct InspectOptions {
    /// A component or a core module
    pub file: PathBuf,
    /// Admit it for this interface: a `task.wit`
    #[arg(long, value_name = "FILE")]
    pub wit: Option<PathBuf>,
    /// Admit it as an evaluator, not as a candidate
    #[arg(long)]
    pub evaluator: bool,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum PluginAction {
    /// Show the installed interpreters
    List,
    /// Build an interpreter now, even if it is there
    Build {
        /// Which: python, python-numpy or javascript
        #[arg(default_value = "python", value_parser = plugin)]
        plugin: Plugin,
    },
    /// Copy an interpreter to a file, for another machine
    Export {
        /// Where to
        file: PathBuf,
        /// Which: python, python-numpy or javascript
        #[arg(long = "language", default_value = "python", value_parser = plugin)]
        plugin: Plugin,
    },
    /// Install an interpreter that another machine exported
    Import {
        /// The exported file
        file: PathBuf,
        /// Which: python, python-numpy or javascript
        #[arg(long = "language", default_value = "python", value_parser = plugin)]
        plugin: Plugin,
    },
}

fn plugin(name: &str) -> Result<Plugin, String> {
    Plugin::of_name(name).ok_or_else(|| {
        let names: Vec<&str> = Plugin::ALL.iter().map(|plugin| plugin.name()).collect();
        format!("the interpreters are: {}", names.join(", "))
    })
}

#[derive(Debug, Args)]
pub struct DoctorOptions {
    /// Print one JSON document instead of a table
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct ExplainOptions {
    /// A reason code such as `failed/out-of-fuel`, or a part of one; all codes if not given
    pub code: Option<String>,
}
