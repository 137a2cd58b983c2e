//! Lazaret beside what a user would pick instead: `cargo xtask bench`, which installs the others first.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use lazaret_host::{Candidate, Home, Host, Isolation, Needs, Purpose, Settings, TaskWit};
use lazaret_measure::{
    Absent, Answer, Ask, Contender, Lazaret, Native, Place, Plan, Report, WIT, Workload,
    generated_component, markdown, measure, text,
};
use lazaret_sandbox::{Prepared, Sandbox};
use lazaret_trial::{Budget, Interface, Value};

use crate::guest::typed_program;
use crate::peers::{PEERS, Peer};
use crate::walls::this_program;
use crate::{floor, history};

/// How many instances or calls are one measurement.
pub const TOGETHER: u32 = 1_000;

/// A sandbox of the system's around the native interpreter: all namespaces, the machine's files to be read only.
const BUBBLEWRAP: &[&str] = &[
    "prlimit",
    "--cpu=60",
    "--nofile=256",
    "bwrap",
    "--unshare-all",
    "--die-with-parent",
    "--ro-bind",
    "/",
    "/",
    "--dev",
    "/dev",
    "--proc",
    "/proc",
];

/// Measures and prints. `words` are those of `cargo xtask bench`.
pub fn run(home: &Home, words: &[String]) -> Result<()> {
    let has = |word: &str| words.iter().any(|it| it == word);
    let only: Vec<String> = words
        .iter()
        .zip(words.iter().skip(1))
        .filter(|(option, _)| *option == "--only")
        .map(|(_, task)| task.clone())
        .collect();
    let plan = if has("--quick") { Plan::quick() } else { Plan::full() };
    let plan = plan.only(&only).map_err(anyhow::Error::msg)?;
    let (mut contenders, absent) = all(home)?;
    let version = env!("CARGO_PKG_VERSION");
    let report = measure(&plan, version, &mut contenders, &absent, &mut |line| eprintln!("{line}"));
    if has("--json") {
        println!("{}", serde_json::to_string(&report)?);
    } else if has("--markdown") {
        println!("{}", markdown(&report));
    } else {
        println!("{}", text(&report));
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    history::compare(&folder.join("history.jsonl"), &report)?;
    if has("--record") {
        history::record(&folder.join("history.jsonl"), &report)?;
    }
    ours_worked(&report)
}

/// A peer may fail; Lazaret may not.
fn ours_worked(report: &Report) -> Result<()> {
    for problem in &report.problems {
        let ours = problem.contender.starts_with("lazaret") || problem.contender == "floor";
        anyhow::ensure!(!ours, "{}: {}: {}", problem.contender, problem.workload, problem.why);
    }
    Ok(())
}

type Everybody = (Vec<Box<dyn Contender>>, Vec<(String, String)>);

/// Everybody who could come, and why the others could not.
fn all(home: &Home) -> Result<Everybody> {
    let mut contenders: Vec<Box<dyn Contender>> = Vec::new();
    let mut absent = Vec::new();
    let natives: [(&str, &str, &[&str]); 2] = [
        ("native", "-I -S, a process each, no sandbox", &[]),
        ("bubblewrap", "-I -S, a process each, bwrap --unshare-all and prlimit", BUBBLEWRAP),
    ];
    for (name, about, before) in natives {
        let native = Native::new(name, about, before).and_then(|mut native| {
            // Whether it can be started at all, before it fails in every task.
            match native.ask(&Ask { workload: Workload::Trivial, count: 1, seed: 0 }) {
                Err(Absent::Because(why)) => Err(why),
                _ => Ok(native),
            }
        });
        match native {
            Ok(native) => contenders.push(Box::new(native)),
            Err(why) => absent.push((name.to_owned(), why)),
        }
    }
    let command = std::env::current_exe()?.with_file_name("lazaret");
    anyhow::ensure!(command.exists(), "build `lazaret` first: it lies beside this program");
    let root = home.data.parent().context("the home is a folder")?;
    for isolation in [Isolation::Store, Isolation::Process, Isolation::Strict] {
        let settings = Settings { isolation, ..this_program() };
        let mut progress = |line: &str| eprintln!("{line}");
        let opened =
            Lazaret::open(home, &settings, command.clone(), Some(root.to_owned()), &mut progress);
        contenders.push(Box::new(opened?));
    }
    contenders.push(Box::new(Alone::new(home)?));
    contenders.push(Box::new(Floor::new(home)?));
    let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench/peers");
    for (name, script, is_node) in PEERS {
        match Peer::start(name, script, is_node, &installed) {
            Ok(peer) => contenders.push(Box::new(peer)),
            Err(why) => absent.push((name.to_owned(), why)),
        }
    }
    Ok((contenders, absent))
}

fn failed(error: wasmtime::Error) -> Absent {
    Absent::Because(format!("{error:?}"))
}

/// A host that makes components, and the interface of the measurements.
fn maker(home: &Home) -> Result<(Host, TaskWit)> {
    let host = Host::open(home, &Needs::default(), &Settings::store(), &mut |_| ())?;
    Ok((host, TaskWit::parse(WIT, "measure")?))
}

/// The engine in a few lines of Rust, with fuel and epochs as in Lazaret, and nothing else.
pub struct Floor {
    fresh: floor::Fresh,
    host: Host,
    wit: TaskWit,
}

impl Floor {
    /// Makes the engine ready.
    pub fn new(home: &Home) -> Result<Self> {
        let (host, wit) = maker(home)?;
        let fresh = floor::Fresh::new().map_err(|error| anyhow::anyhow!("{error:?}"))?;
        Ok(Self { fresh, host, wit })
    }
}

impl Contender for Floor {
    fn name(&self) -> &str {
        "floor"
    }

    fn about(&self) -> String {
        "the engine in a few lines of Rust, components with fuel and epochs, one process".to_owned()
    }

    fn place(&self) -> Place {
        Place::Here
    }

    fn ask(&mut self, ask: &Ask) -> Result<Answer, Absent> {
        match ask.workload {
            Workload::Tiny => {
                let mut sum = 0.0;
                for _ in 0..TOGETHER {
                    sum += self.fresh.round().map_err(failed)?.as_secs_f64();
                }
                Ok(Answer::of(sum / f64::from(TOGETHER)))
            }
            Workload::CallCompiled => {
                let calls = 20 * TOGETHER;
                Ok(Answer::of(floor::call("scalar", calls).map_err(failed)?.as_secs_f64()))
            }
            Workload::Compile(bytes) => {
                let generated = generated_component(&self.host, &self.wit, bytes, ask.seed)?;
                let made = floor::compile(&generated.bytes, generated.argument).map_err(failed)?;
                let (wall, answer) = made;
                if answer.to_bits() != generated.answer.to_bits() {
                    return Err(Absent::Because(format!("a wrong result: {answer}")));
                }
                Ok(Answer::of(wall.as_secs_f64()))
            }
            _ => Err(Absent::NotMine),
        }
    }
}

/// Lazaret's sandbox without the host around it, for whoever looks for what costs time.
pub struct Alone {
    program: Prepared,
    interface: Arc<Interface>,
}

impl Alone {
    /// Makes the candidate ready.
    pub fn new(home: &Home) -> Result<Self> {
        let (host, wit) = maker(home)?;
        let text = include_str!("../../../runtime/measure/worlds/candidate.wat");
        let candidate = Candidate::of_bytes("tiny", "tiny.wat", text.into());
        let component = host.make(&candidate, Purpose::Candidate(Some(&wit)))?;
        let component = component.map_err(|reason| anyhow::anyhow!("{}", reason.message))?;
        let interface = wit.interface().clone();
        Ok(Self { program: typed_program(&component, &interface)?, interface })
    }

    /// Fresh instances, each with one call; the seconds of one.
    pub fn fresh(&self) -> Result<f64> {
        let (index, function) = self.interface.function("scalar").context("it is declared")?;
        let budget = Budget::for_candidates();
        let mut sum = 0.0;
        for _ in 0..TOGETHER {
            let begin = Instant::now();
            let mut sandbox = Sandbox::start(&self.program, &budget, 0, "bench", None)?;
            let value = sandbox.call_typed_values(index, function, vec![Value::Float(2.5)])?;
            sum += begin.elapsed().as_secs_f64();
            anyhow::ensure!(value == Value::Float(2.5), "a wrong result: {value}");
        }
        Ok(sum / f64::from(TOGETHER))
    }
}

impl Contender for Alone {
    fn name(&self) -> &str {
        "lazaret's sandbox alone"
    }

    fn about(&self) -> String {
        "an instance of `lazaret-sandbox`, without the host and an evaluator".to_owned()
    }

    fn place(&self) -> Place {
        Place::Here
    }

    fn ask(&mut self, ask: &Ask) -> Result<Answer, Absent> {
        match ask.workload {
            Workload::Tiny => Ok(Answer::of(self.fresh()?)),
            _ => Err(Absent::NotMine),
        }
    }
}
