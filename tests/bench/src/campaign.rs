//! What a campaign costs beside the judging of its programs, and whether it stays as it was over many trials.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use lazaret_campaign::{
    Campaign, Event, Feature, History, Limits, ProgramProposer, Proposal, Proposer, ProposerError,
    ProposerSettings, Request, Wish,
};
use lazaret_host::ledger::{Ledger, Lineage};
use lazaret_host::{Candidate, Home, Host, Interrupt, Needs, Origin, Record, Recorder, Task};

use crate::resident::{mib, status_kib};
use crate::walls::this_program;

/// A task that takes moments, for many trials.
const TASK: &str =
    "name = \"curve\"\nevaluator = \"evaluator.py\"\n[candidate]\nfuel = 200_000_000\n";
const EVALUATOR: &str = r#"
import math
import lazaret


def describe():
    return {"metrics": {"error": {"goal": "minimize", "minimum": 0}}, "splits": ["search", "held-out"]}


def cases(split, seed):
    begin = 0 if split == "search" else 100
    return [[begin + 3 * number + step / 4 for step in range(4)] for number in range(5)]


def evaluate(candidate, case):
    error = 0.0
    for x in case:
        y = candidate.curve(x)
        if type(y) not in (int, float) or not math.isfinite(y) or abs(y) > 1e12:
            raise lazaret.InvalidOutput("a finite number is needed")
        error += abs(y - (math.sin(x) * x + 3))
    return {"error": error}
"#;
const FIRST: &str = "def curve(x):\n    return x + 1\n";

/// The rate of a campaign on bin packing beside that of judging the same programs without one; then many trials of a
/// small task by a proposer that costs nothing, with what the process holds.
pub fn measure(home: &Home, trials: u64, many: u64) -> Result<()> {
    let task = Task::read(Path::new("examples/online-bin-packing"), &[])?;
    let first = std::fs::read("examples/online-bin-packing/candidates/best_fit.py")?;
    let needs = Needs::of_task(&task).and(&[ProgramProposer::mutate_candidate()]);
    let host = Host::open(home, &needs, &this_program(), &mut |line| eprintln!("{line}"))?;
    let scratch = tempfile::tempdir()?;
    let ledger = scratch.path().join("campaign");
    let mut mutate = ProgramProposer::mutate(&host)?;
    let took = run(&host, &task, &mut mutate, first, &ledger, trials, &mut |_, _| ())?;
    let bare = bare(&host, &task, &ledger, &scratch.path().join("bare"))?;
    let overhead = 100.0 * (took.as_secs_f64() / bare.as_secs_f64() - 1.0);
    println!(
        "campaign on bin packing: {trials} trials in {:.1} s ({:.1} a second), the same programs without it {:.1} s: {overhead:.1} % more",
        took.as_secs_f64(),
        trials as f64 / took.as_secs_f64(),
        bare.as_secs_f64()
    );
    let folder = scratch.path().join("task");
    std::fs::create_dir(&folder)?;
    std::fs::write(folder.join("task.toml"), TASK)?;
    std::fs::write(folder.join("evaluator.py"), EVALUATOR)?;
    let task = Task::read(&folder, &[])?;
    let mut next = many / 10;
    let mut last = (Instant::now(), 0);
    run(
        &host,
        &task,
        &mut Parabolas,
        FIRST.as_bytes().to_vec(),
        &scratch.path().join("many"),
        many,
        &mut |trials, best| {
            if next <= trials {
                let (begin, before) = last;
                let rate = (trials - before) as f64 / begin.elapsed().as_secs_f64();
                let resident = status_kib("VmRSS:").map_or(f64::NAN, mib);
                println!(
                    "{trials:>8} trials: {rate:.0} a second, {resident:.1} MiB resident, best {best:.4}"
                );
                last = (Instant::now(), trials);
                next += many / 10;
            }
        },
    )?;
    Ok(())
}

/// Proposes programs that cost nothing to make and are all different, so that what is measured is the loop.
struct Parabolas;

impl Proposer for Parabolas {
    fn settings(&self) -> ProposerSettings {
        ProposerSettings { kind: "bench".to_owned(), detail: "parabolas".to_owned() }
    }

    fn wants_feedback(&self) -> bool {
        false
    }

    fn propose(
        &mut self,
        request: &Request,
        _: &Interrupt,
    ) -> Result<Vec<Proposal>, ProposerError> {
        let program = |wish: &Wish| {
            let [a, b, c] = [0, 20, 40].map(|shift| (wish.seed >> shift) % (1 << 20));
            format!("def curve(x):\n    return {a} * x * x / 1e6 - {b} * x / 1e6 + {c} / 1e5\n")
        };
        Ok(request.wishes.iter().map(|wish| Proposal::of(program(wish), "")).collect())
    }
}

/// Runs a campaign in a new ledger; how long its rounds took.
fn run(
    host: &Host,
    task: &Task,
    proposer: &mut dyn Proposer,
    first: Vec<u8>,
    ledger: &Path,
    trials: u64,
    on_round: &mut dyn FnMut(u64, f64),
) -> Result<Duration> {
    let recorder = Recorder::open(ledger)?;
    let campaign = Campaign {
        host,
        recorder: &recorder,
        task,
        name: "bench",
        resume: false,
        begin: vec![first],
        language: "py".to_owned(),
        seed: 1,
        islands: 4,
        round: 32,
        migration: 10,
        rungs: None,
        promote: 40,
        candidate_fuel: None,
        features: Feature::usual(),
        objectives: Vec::new(),
        canaries: Vec::new(),
        canary_rounds: 20,
        gap: 0,
        gap_stops: false,
        jobs: 2,
    };
    let limits = Limits { trials: Some(trials), ..Limits::default() };
    let mut begin = Instant::now();
    campaign.run(proposer, &limits, &Interrupt::new(), &mut |event| match event {
        Event::Begun { .. } => begin = Instant::now(),
        Event::Round(snapshot) => {
            let best = snapshot.state.archive.best().map_or(f64::NAN, |it| it.score);
            on_round(snapshot.state.trials, best);
        }
        Event::Judged => {}
    })?;
    Ok(begin.elapsed())
}

/// Judges what a campaign judged, stage by stage, each in one go.
fn bare(host: &Host, task: &Task, campaign: &Path, ledger: &Path) -> Result<Duration> {
    let read = Ledger::open_to_read(campaign)?;
    let mut stages: BTreeMap<usize, Vec<Candidate>> = BTreeMap::new();
    let mut failed = None;
    let history = History::read(&read, "bench", &mut |_, _, trials| {
        for trial in trials.iter().filter(|trial| trial.identity.is_some()) {
            let Some(candidate) = trial.candidate else { continue };
            // Those of a stage that it has passed, and the one that was its last.
            let last =
                trial.rungs.len() - usize::from(trial.fate == lazaret_campaign::Fate::Stopped);
            for stage in 0..=last {
                match read.blob(candidate) {
                    Ok(bytes) => {
                        stages
                            .entry(stage)
                            .or_default()
                            .push(Candidate::of_bytes("x", "x.py", bytes));
                    }
                    Err(error) => failed = Some(error),
                }
            }
        }
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    let recorder = Recorder::open(ledger)?;
    let (interrupt, lineage) = (Interrupt::new(), Lineage::default());
    let mut took = Duration::ZERO;
    for (stage, candidates) in stages {
        let first = history.settings.rungs.get(stage).copied();
        let task = Task { first, ..task.clone() };
        let opened = host.open_task(&task, history.settings.seed, None, &interrupt)?;
        let record = Record { recorder: &recorder, fresh: false, origin: Origin::Shared(&lineage) };
        let begin = Instant::now();
        host.evaluate_opened(&opened, &candidates, 2, Some(record), &interrupt, &mut |_| ())
            .context("judging without a campaign")?;
        took += begin.elapsed();
    }
    Ok(took)
}
