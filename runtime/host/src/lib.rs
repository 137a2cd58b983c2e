//! The host: wires the stages together and is the library that the command line stands on.
//!
//! What it is for: homes for state; building, keeping and handing on the interpreter plugins; reading
//! task folders and candidates; running one program; evaluating many candidates over all cases on
//! several threads, with progress, interruption and a verdict for every candidate.
//!
//! What it refuses to know: terminals, colours, exit codes, argument syntax. It never prints and never
//! reads an environment variable.
//!
//! ```no_run
//! use lazaret_host::{Candidate, EvaluationRequest, Home, Host, Interrupt, Needs, Settings, Task};
//!
//! # fn main() -> anyhow::Result<()> {
//! let home = Home { data: "/tmp/lazaret/data".into(), cache: "/tmp/lazaret/cache".into() };
//! let task = Task::read("examples/online-bin-packing".as_ref(), &[])?;
//! let candidates = vec![Candidate::read("first_fit.py".as_ref())];
//! let needs = Needs::of_task(&task).and(&candidates);
//! let settings = Settings::process("/usr/local/bin/lazaret".into());
//! let host = Host::open(&home, &needs, &settings, &mut |line| eprintln!("{line}"))?;
//! let request =
//!     EvaluationRequest { task: &task, candidates, seed: 0, split: None, jobs: 2, record: None };
//! let evaluation = host.evaluate(request, &Interrupt::new(), &mut |_| ())?;
//! for result in &evaluation.results {
//!     println!("{} {:?}", result.label, result.outcome);
//! }
//! # Ok(())
//! # }
//! ```

mod builds;
mod bundle;
mod candidates;
mod compiling;
mod dataset;
mod doctor;
mod evaluation;
mod files;
mod home;
mod host;
mod interpreters;
mod interrupt;
mod isolation;
mod judge;
mod making;
mod opened;
mod packages;
mod plan;
mod plugins;
mod preparation;
mod probe;
mod profile;
mod quarantine;
mod ranking;
mod record;
mod runnable;
mod scheduler;
mod starts;
mod taken;
mod task;
mod task_file;
mod wheel;
mod work;

pub use candidates::{Candidate, Content};
pub use doctor::{Check, CheckState, doctor};
pub use evaluation::{
    CandidateResult, Course, Evaluation, EvaluationRequest, Event, Outcome, Staged, verdict_bytes,
};
pub use files::{open_file, write_file};
pub use home::Home;
pub use host::{Host, HostError, Needs, RunRequest, outcome_bytes};
pub use interpreters::{Plugin, PythonChoice, PythonSetting};
pub use interrupt::Interrupt;
pub use isolation::{Isolation, Settings};
pub use lazaret_admission::{CAPS, CapInfo, Language, Measured};
pub use lazaret_evaluate::{Call, RunOutcome};
pub use lazaret_jail::{Layer, attempt};
pub use lazaret_ledger as ledger;
pub use lazaret_toolchain::{NativeLanguage, TaskWit, WitError};
pub use lazaret_worker::work;
pub use making::{Inspection, Purpose, inspect};
pub use opened::OpenedTask;
pub use packages::{PACKAGES_BYTES_MAX, PACKAGES_MAX, Packages, PackagesError};
pub use plugins::{PluginError, PluginRecord, Plugins};
pub use probe::{Probed, probe};
pub use profile::{
    Cut, Names, Profile, ProfileRequest, Profiled, Row, Sample, flame_graph, folded, functions,
    lines,
};
pub use ranking::rank;
pub use record::{
    Difference, Origin, Record, Recorded, Recorder, Replay, Replayed, Replayer, record_check,
    record_run, recorded_feedback, repeats,
};
pub use starts::{StartLanguage, new_candidate, new_evaluator, new_task};
pub use taken::taken_modules;
pub use task::{Task, TaskError, read_interface};
pub use wheel::WheelError;
