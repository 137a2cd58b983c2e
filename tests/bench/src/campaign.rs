//! What a campaign costs beside the judging of its programs, and whether it stays as it was over many trials.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use lazaret_campaign::{
    Campaign, Event, Fate, Feature, Limits, ProgramProposer, Proposal, Proposer, ProposerError,
    ProposerSettings, Request, Snapshot, Wish, recorded_settings,
};
use lazaret_host::ledger::{Ledger, Lineage};
use lazaret_host::{
    Candidate, Home, Host, Interrupt, Needs, OpenedTask, Origin, Record, Recorder, Task,
};

use crate::processor::Used;
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
    let mut bare = Bare::new(&host, &task, &ledger, &scratch.path().join("bare"))?;
    let took = run(&host, &task, &mut mutate, first, &ledger, trials, &mut |it| bare.round(it))?;
    let bare = bare.end()?;
    let overhead = 100.0 * (took.wall.as_secs_f64() / bare.wall.as_secs_f64() - 1.0);
    println!(
        "campaign on bin packing: {trials} trials in {:.1} s ({:.1} a second), the same programs without it {:.1} s: {overhead:.1} % more",
        took.wall.as_secs_f64(),
        trials as f64 / took.wall.as_secs_f64(),
        bare.wall.as_secs_f64()
    );
    println!("of the processors: the campaign {took}; without it {bare}");
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
        &mut |snapshot| {
            let trials = snapshot.state.trials;
            let best = snapshot.state.archive.best().map_or(f64::NAN, |it| it.score);
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
            Ok(())
        },
    )?;
    Ok(())
}

/// How long something took, and what the processors did meanwhile.
#[derive(Clone, Copy, Default)]
struct Took {
    wall: Duration,
    used: Used,
}

impl std::ops::AddAssign for Took {
    fn add_assign(&mut self, other: Self) {
        self.wall += other.wall;
        self.used += other.used;
    }
}

impl std::fmt::Display for Took {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (ours, others) = (self.used.ours.as_secs_f64(), self.used.others().as_secs_f64());
        let busy = 50.0 * ours / self.wall.as_secs_f64();
        write!(formatter, "{ours:.1} s ({busy:.0} % of two), others {others:.1} s")
    }
}

/// When something began.
struct Begun(Instant, Used);

impl Begun {
    fn now() -> Self {
        Self(Instant::now(), Used::now())
    }

    fn took(&self) -> Took {
        Took { wall: self.0.elapsed(), used: Used::now().since(self.1) }
    }
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

/// Runs a campaign in a new ledger; how long its rounds took, without what is done after each.
fn run(
    host: &Host,
    task: &Task,
    proposer: &mut dyn Proposer,
    first: Vec<u8>,
    ledger: &Path,
    trials: u64,
    on_round: &mut dyn FnMut(&Snapshot<'_>) -> Result<()>,
) -> Result<Took> {
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
    let (mut begin, mut took, mut failed) = (Begun::now(), Took::default(), None);
    campaign.run(proposer, &limits, &Interrupt::new(), &mut |event| match event {
        Event::Begun { .. } => begin = Begun::now(),
        Event::Round(snapshot) => {
            took += begin.took();
            failed = failed.take().or(on_round(&snapshot).err());
            begin = Begun::now();
        }
        Event::Judged => {}
    })?;
    failed.map_or(Ok(took), Err)
}

/// After so many rounds of a campaign their programs are judged without it, so that both are measured under the same load of
/// the machine.
const BARE_ROUNDS: u64 = 4;

/// Judges what a campaign judged, stage by stage, each in one go.
struct Bare<'a> {
    host: &'a Host,
    task: &'a Task,
    campaign: &'a Path,
    recorder: Recorder,
    /// The stages, once the campaign has begun.
    opened: Vec<OpenedTask<'a>>,
    /// The programs of each stage that are still to be judged.
    waiting: BTreeMap<usize, Vec<Candidate>>,
    took: Took,
}

impl<'a> Bare<'a> {
    fn new(host: &'a Host, task: &'a Task, campaign: &'a Path, ledger: &Path) -> Result<Self> {
        let (recorder, opened, waiting) = (Recorder::open(ledger)?, Vec::new(), BTreeMap::new());
        Ok(Self { host, task, campaign, recorder, opened, waiting, took: Took::default() })
    }

    fn round(&mut self, snapshot: &Snapshot<'_>) -> Result<()> {
        let ledger = Ledger::open_to_read(self.campaign)?;
        if self.opened.is_empty() {
            let (_, _, settings) = recorded_settings(&ledger, "bench")?;
            let full = self.host.open_task(self.task, settings.seed, None, &Interrupt::new())?;
            self.opened = settings.rungs.iter().map(|it| full.first(self.host, *it)).collect();
            self.opened.push(full);
        }
        for trial in snapshot.last.iter().filter(|trial| trial.identity.is_some()) {
            let Some(candidate) = trial.candidate else { continue };
            // Those of a stage that it has passed, and the one that was its last.
            let last = trial.rungs.len() - usize::from(trial.fate == Fate::Stopped);
            for stage in 0..=last {
                let candidate = Candidate::of_bytes("x", "x.py", ledger.blob(candidate)?);
                self.waiting.entry(stage).or_default().push(candidate);
            }
        }
        if snapshot.state.rounds.is_multiple_of(BARE_ROUNDS) { self.judge() } else { Ok(()) }
    }

    fn judge(&mut self) -> Result<()> {
        let (interrupt, lineage) = (Interrupt::new(), Lineage::default());
        let origin = Origin::Shared(&lineage);
        for (stage, candidates) in std::mem::take(&mut self.waiting) {
            let opened = self.opened.get(stage).context("a stage is missing")?;
            let record = Record { recorder: &self.recorder, fresh: false, origin };
            let begin = Begun::now();
            self.host
                .evaluate_opened(opened, &candidates, 2, Some(record), &interrupt, &mut |_| ())
                .context("judging without a campaign")?;
            self.took += begin.took();
        }
        Ok(())
    }

    fn end(mut self) -> Result<Took> {
        self.judge()?;
        Ok(self.took)
    }
}
