//! The loop: propose, judge, keep or discard, record, again.
//!
//! Invariants:
//! - A round is in the ledger as a whole or not at all. What is known at its end follows from the recorded rounds alone,
//!   so that a campaign that was ended anywhere goes on as if it had not been.
//! - Proposers hear of the search split. Verdicts on held-out cases are made after a round, and go into the ledger only.
//! - A trial is not begun that could use more than what is left of the budget.

use std::time::{Duration, Instant};

use lazaret_host::ledger::{Body, CampaignEntry, Cut, Draft, RoundEntry};
use lazaret_host::{Host, HostError, Interrupt, OpenedTask, Recorder, Task, recorded_feedback};
use lazaret_trial::{Digest, FeedbackSize, Goal, Metric};

use crate::archive::{Elite, Improvement, Slot};
use crate::canary::{Canary, CanarySettings, Flock};
use crate::cut::{CutRound, wasted, written};
use crate::dimension::{Dimension, Feature, Objective};
use crate::error::CampaignError;
use crate::history::{recorded_settings, replay};
use crate::proposer::prompt::signatures;
use crate::proposer::{Parent, Proposal, Proposer, ProposerError, Request, Wish};
use crate::round::{Judged, Stages};
use crate::settings::{FORMAT, Settings};
use crate::state::State;
use crate::trial::Trial;

/// How much a proposer hears of a parent.
const FEEDBACK_BYTES: u64 = 1500;

/// How much of a unit it hears.
const UNIT_CHARS_MAX: usize = 16;

/// The split whose cases no proposer hears of.
const HELD_OUT: &str = "held-out";

/// A campaign as it is asked for.
pub struct Campaign<'a> {
    /// What judges.
    pub host: &'a Host,
    /// Where everything goes.
    pub recorder: &'a Recorder,
    /// The task.
    pub task: &'a Task,
    /// What it is called in the ledger.
    pub name: &'a str,
    /// Whether it has begun before.
    pub resume: bool,
    /// The programs that it begins with, all in one language.
    pub begin: Vec<Vec<u8>>,
    /// The extension of programs.
    pub language: String,
    /// Decides cases and choices.
    pub seed: u64,
    /// How many populations there are.
    pub islands: u32,
    /// How many programs are tried in a round.
    pub round: u32,
    /// After so many rounds the best of each island goes to the next one; 0 for never.
    pub migration: u32,
    /// How many cases each cheap stage has; none to choose by the number of cases.
    pub rungs: Option<Vec<u64>>,
    /// How many of a hundred pass a stage.
    pub promote: u32,
    /// After so many improvements in a row that made the held-out score worse there is an alarm; 0 for never.
    pub gap: u32,
    /// Whether the alarm ends the campaign.
    pub gap_stops: bool,
    /// The fuel of a candidate in a case, as the task has it now, if it was lowered for this campaign.
    pub candidate_fuel: Option<u64>,
    /// What tells kinds of programs apart.
    pub features: Vec<Feature>,
    /// What is to be had more or less of besides; none without a front.
    pub objectives: Vec<Dimension>,
    /// Programs that ride along.
    pub canaries: Vec<Canary>,
    /// After so many rounds they are judged again, and at each beginning.
    pub canary_rounds: u32,
    /// How many cases are judged at a time; decides nothing but the time that it takes.
    pub jobs: usize,
}

/// What ends a campaign; whatever comes first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    /// So many trials, those of the first programs included.
    pub trials: Option<u64>,
    /// So much fuel of candidates.
    pub fuel: Option<u64>,
    /// So much time from now on.
    pub wall: Option<Duration>,
    /// A score on the search split that is as good as this.
    pub target: Option<f64>,
    /// So many tokens of models, in and out.
    pub tokens: Option<u64>,
    /// So much money for models, in billionths.
    pub cost: Option<u64>,
}

/// Why it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// All trials were made.
    Trials,
    /// The next trial may need more fuel than there is left.
    Fuel,
    /// The next round would take longer than there is time.
    Wall,
    /// The score is good enough.
    Target,
    /// The next round may need more tokens than there are left.
    Tokens,
    /// The next round may cost more than there is left.
    Cost,
    /// What was gained on the search split was lost on the held-out split.
    Gap,
    /// Somebody asked for it.
    Interrupted,
}

/// Something that happened.
pub enum Event<'a> {
    /// It begins, or goes on after so many rounds.
    Begun {
        /// How many rounds were recorded before.
        rounds: u64,
        /// What decides its course.
        settings: &'a Settings,
    },
    /// A candidate was judged on a stage.
    Judged,
    /// A round is in the ledger.
    Round(Snapshot<'a>),
}

/// Where a campaign stands.
pub struct Snapshot<'a> {
    /// All that follows from the trials.
    pub state: &'a State,
    /// The trials of the last round.
    pub last: &'a [Trial],
    /// Whether improvements have made the held-out score worse too often.
    pub alarm: bool,
}

/// What came of a campaign.
pub struct Outcome {
    /// Why it ended.
    pub ending: Ending,
    /// What decided its course.
    pub settings: Settings,
    /// Where it stands.
    pub state: State,
}

impl Outcome {
    /// The best program.
    #[must_use]
    pub const fn best(&self) -> Option<&Elite> {
        self.state.archive.best()
    }

    /// All improvements, in their order.
    #[must_use]
    pub fn improvements(&self) -> &[Improvement] {
        self.state.archive.improvements()
    }
}

impl Campaign<'_> {
    /// Begins it or goes on with it, up to a limit.
    ///
    /// # Errors
    /// If the task cannot be judged, no first program has a score, the proposer gives nothing any more, the ledger
    /// cannot be written, or it is another campaign than the one that goes on. What was recorded stays, and it can go on.
    pub fn run(
        &self,
        proposer: &mut dyn Proposer,
        limits: &Limits,
        interrupt: &Interrupt,
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Result<Outcome, CampaignError> {
        let full = self.host.open_task(self.task, self.seed, None, interrupt)?;
        let metric = full.description().primary().cloned();
        let nothing = || CampaignError::Refused("the evaluator measures nothing".to_owned());
        let metric = metric.ok_or_else(nothing)?;
        let (features, objectives) = self.kinds(&full.description().metrics)?;
        let rungs = self.rungs.clone().unwrap_or_else(|| rungs(&full));
        check_rungs(&rungs, full.case_count())?;
        let mut stages: Vec<OpenedTask<'_>> =
            rungs.iter().map(|first| full.first(self.host, *first)).collect();
        let splits = &full.description().splits;
        let has_held_out = splits.iter().skip(1).any(|split| split == HELD_OUT);
        let held_out = has_held_out.then(|| full.split(self.host, HELD_OUT, interrupt));
        let held_out = held_out.transpose()?;
        stages.push(full);
        let settings = Settings {
            format: FORMAT.to_owned(),
            lazaret: env!("CARGO_PKG_VERSION").to_owned(),
            task: self.task.name.clone(),
            seed: self.seed,
            language: self.language.clone(),
            begin: self.begin.iter().map(|bytes| Digest::of(bytes)).collect(),
            proposer: proposer.settings(),
            islands: self.islands,
            round: self.round,
            migration: self.migration,
            rungs,
            promote: self.promote,
            gap: self.gap,
            gap_stops: self.gap_stops,
            candidate_fuel: self.candidate_fuel,
            features,
            objectives,
            canaries: CanarySettings::of(&self.canaries, self.canary_rounds),
            metric,
            stages: stages.iter().map(|stage| stage.identity().digest).collect(),
            held_out: held_out.as_ref().map(|it| it.identity().digest),
        };
        let stages = Stages {
            host: self.host,
            recorder: self.recorder,
            opened: &stages,
            held_out: held_out.as_ref(),
            language: &self.language,
            proposer: &settings.proposer.kind,
            jobs: self.jobs,
            interrupt,
        };
        let (sequence, state, cut) = self.state(&settings)?;
        on_event(Event::Begun { rounds: state.rounds, settings: &settings });
        let mut run = Run {
            campaign: self,
            sequence,
            stages: &stages,
            settings: &settings,
            limits,
            state,
            cut,
            begin: Instant::now(),
            longest: Duration::ZERO,
        };
        let ending = match run.rounds(proposer, on_event) {
            Err(error) if error.is_interruption() => Ending::Interrupted,
            ending => ending?,
        };
        let Run { state, .. } = run;
        Ok(Outcome { ending, settings, state })
    }

    /// What tells programs apart and what is better, with what the evaluator says of it.
    fn kinds(&self, metrics: &[Metric]) -> Result<(Vec<Feature>, Vec<Objective>), CampaignError> {
        let features = self.features.iter().map(|it| it.settled(metrics)).collect::<Result<_, _>>();
        let objectives = self.objectives.iter().map(|it| Objective::settled(it, metrics));
        let objectives =
            objectives.collect::<Result<Vec<_>, _>>().map_err(CampaignError::Refused)?;
        Ok((features.map_err(CampaignError::Refused)?, objectives))
    }

    /// The number of the campaign's entry, and where it stands: at the beginning, or after the recorded rounds.
    fn state(&self, settings: &Settings) -> Result<Standing, CampaignError> {
        if self.resume {
            return self.recorded_state(settings);
        }
        if self.recorder.ledger()?.campaign(self.name)?.is_some() {
            return Err(CampaignError::Exists(self.name.to_owned()));
        }
        let bytes = serde_json::to_vec(settings)
            .map_err(|error| CampaignError::Refused(error.to_string()))?;
        let digest = Digest::of(&bytes);
        let canaries = self.canaries.iter().map(|it| it.program.clone());
        let mut blobs: Vec<Vec<u8>> = self.begin.iter().cloned().chain(canaries).collect();
        blobs.sort();
        blobs.dedup();
        let named = blobs.iter().map(|bytes| Digest::of(bytes)).collect();
        blobs.push(bytes);
        let body = Body::Campaign(CampaignEntry {
            name: self.name.to_owned(),
            task: settings.task.clone(),
            setting: digest,
            blobs: named,
        });
        let appended = self.recorder.submit(Draft { body, blobs }).wait();
        let sequence = appended.map_err(HostError::from)?.sequence;
        Ok((sequence, State::new(settings, digest), None))
    }

    /// The same of one that goes on, after the recorded rounds.
    fn recorded_state(&self, settings: &Settings) -> Result<Standing, CampaignError> {
        let ledger = self.recorder.ledger()?;
        let (sequence, begin, recorded) = recorded_settings(&ledger, self.name)?;
        let differences = recorded.difference(settings);
        if !differences.is_empty() {
            return Err(CampaignError::another(self.name, &differences));
        }
        let all = (u64::MAX, u64::MAX);
        let (state, cut) = replay(&ledger, self.name, (begin, &recorded), all, &mut |_, _, _| ())?;
        Ok((sequence, state, cut))
    }
}

/// How many cases the cheap stages have, if nobody says: first those of the evaluator's first stage or a tenth of all,
/// then two fifths; of fewer than ten cases one stage of a fifth, and none of fewer than four.
fn rungs(full: &OpenedTask<'_>) -> Vec<u64> {
    let count = full.case_count();
    let parts =
        if count < 10 { vec![count.div_ceil(5)] } else { vec![count.div_ceil(10), count * 2 / 5] };
    let mut rungs: Vec<u64> = Vec::new();
    for part in parts {
        let rung = part.max(full.first_stage()) as u64;
        if 4 <= count && rung < count as u64 && rungs.last().is_none_or(|last| *last < rung) {
            rungs.push(rung);
        }
    }
    rungs
}

fn check_rungs(rungs: &[u64], count: usize) -> Result<(), CampaignError> {
    let increasing = rungs.windows(2).all(|pair| matches!(pair, [one, other] if one < other));
    let inside = rungs.iter().all(|rung| (1..count as u64).contains(rung));
    if increasing && inside {
        return Ok(());
    }
    Err(CampaignError::Refused(format!(
        "the stages {rungs:?} must have more and more cases, and fewer than all {count}"
    )))
}

/// A campaign under way.
struct Run<'a> {
    campaign: &'a Campaign<'a>,
    sequence: u64,
    stages: &'a Stages<'a>,
    settings: &'a Settings,
    limits: &'a Limits,
    /// Where it stands, with as much of a round that was cut as was tried.
    state: State,
    /// The last round, if a limit ended it early.
    cut: Option<CutRound>,
    begin: Instant,
    /// The longest of the rounds so far.
    longest: Duration,
}

/// The number of a campaign's entry, where it stands, and its last round if that was cut.
type Standing = (u64, State, Option<CutRound>);

/// What was proposed ahead.
type Ahead = Option<Result<Vec<Proposal>, ProposerError>>;

impl Run<'_> {
    fn rounds(
        &mut self,
        proposer: &mut dyn Proposer,
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Result<Ending, CampaignError> {
        let mut ahead: Ahead = None;
        self.canaries()?;
        loop {
            let begin = Instant::now();
            if self.state.rounds == 0 {
                let judged =
                    self.stages.begin(&self.campaign.begin, &self.state.archive, on_event)?;
                self.record(judged, None, on_event)?;
                self.longest = begin.elapsed();
                continue;
            }
            if self.state.archive.best().is_none() {
                return Err(CampaignError::NoScore(self.campaign.begin.len()));
            }
            if let Some(ending) = self.ending() {
                return Ok(ending);
            }
            let room = usize::try_from(self.room()).unwrap_or(usize::MAX);
            let resumed = self.cut.take();
            let proposals = match (&resumed, ahead.take()) {
                (Some(cut), _) => cut.proposals.clone(),
                (None, Some(proposals)) => proposals?,
                (None, None) => {
                    let request = self.request(0, proposer.wants_feedback())?;
                    proposer.propose(&request, self.stages.interrupt)?
                }
            };
            // A round that was cut is made again from its beginning; what is known is not judged again.
            let (shown, tried) = match resumed {
                None => (None, Vec::new()),
                Some(CutRound { before, trials, .. }) => {
                    (Some(std::mem::replace(&mut self.state, before)), trials)
                }
            };
            let planned = self.state.planned(0).to_vec();
            let end = tried.len().saturating_add(room).min(proposals.len());
            let part: Vec<Proposal> = proposals.iter().take(end).cloned().collect();
            let whole = end == proposals.len();
            let cut = (!whole).then(|| (self.state.clone(), proposals));
            let after = self.state.trials + end as u64;
            let more = whole && self.limits.trials.is_none_or(|end| after < end);
            let next = more.then(|| self.request(1, proposer.wants_feedback())).transpose()?;
            let judged = self.side_by_side(proposer, next, |run| {
                run.stages.round(&planned, part, &mut run.state.archive, on_event)
            });
            let (judged, proposed) = judged;
            if let (Some(shown), true) = (shown, judged.is_err()) {
                self.state = shown;
            }
            let judged = judged?;
            self.state.wasted = self.state.wasted.saturating_add(wasted(&tried, &judged.trials));
            self.record(judged, cut, on_event)?;
            ahead = proposed;
            if self.state.rounds.is_multiple_of(u64::from(self.campaign.canary_rounds.max(1))) {
                self.canaries()?;
            }
            self.longest = self.longest.max(begin.elapsed());
        }
    }

    /// Judges the programs that ride along.
    fn canaries(&self) -> Result<(), CampaignError> {
        let flock = Flock {
            host: self.stages.host,
            recorder: self.stages.recorder,
            task: self.stages.full()?,
            campaign: self.campaign.name,
            metric: &self.settings.metric,
            canaries: &self.campaign.canaries,
            jobs: self.campaign.jobs,
            interrupt: self.stages.interrupt,
        };
        flock.sing()
    }

    /// Lets the proposer work on the next round while something else is done.
    fn side_by_side<T>(
        &mut self,
        proposer: &mut dyn Proposer,
        next: Option<Request>,
        work: impl FnOnce(&mut Self) -> T,
    ) -> (T, Ahead) {
        let interrupt = self.stages.interrupt;
        std::thread::scope(|scope| {
            let proposing = next.map(|request| {
                let propose = move || proposer.propose(&request, interrupt);
                let thread = std::thread::Builder::new().name("proposing".to_owned());
                thread.spawn_scoped(scope, propose)
            });
            let done = work(self);
            let ahead = proposing.map(|thread| match thread {
                Ok(thread) => thread.join().unwrap_or_else(|_| {
                    let what = "has failed in a way that is a defect of Lazaret".to_owned();
                    Err(ProposerError::Gone { who: "itself".to_owned(), what })
                }),
                Err(error) => Err(HostError::from(error).into()),
            });
            (done, ahead)
        })
    }

    /// How many trials may still be begun.
    fn room(&self) -> u64 {
        let by_trials =
            self.limits.trials.map_or(u64::MAX, |end| end.saturating_sub(self.state.trials));
        let by_fuel = self.limits.fuel.map_or(u64::MAX, |end| {
            let left = end.saturating_sub(self.state.fuel).saturating_sub(self.state.wasted);
            left / self.stages.fuel_max().max(1)
        });
        by_trials.min(by_fuel)
    }

    fn ending(&self) -> Option<Ending> {
        let Limits { trials, wall, target, tokens, cost, .. } = *self.limits;
        let best = self.state.archive.best().map(|it| it.score);
        let good = |target| best.is_some_and(|best| !self.settings.metric.better(target, best));
        let spent = self.state.spent.tokens_in.saturating_add(self.state.spent.tokens_out);
        // A round is expected to need as much as the rounds before it did on average.
        let with_next = |spent: u64| spent.saturating_add(spent / self.state.rounds.max(1));
        if self.stages.interrupt.is_raised() {
            Some(Ending::Interrupted)
        } else if target.is_some_and(good) {
            Some(Ending::Target)
        } else if trials.is_some_and(|end| end <= self.state.trials) {
            Some(Ending::Trials)
        } else if self.room() == 0 {
            Some(Ending::Fuel)
        } else if wall.is_some_and(|end| end < self.begin.elapsed() + self.longest) {
            Some(Ending::Wall)
        } else if tokens.is_some_and(|end| end < with_next(spent)) {
            Some(Ending::Tokens)
        } else if cost.is_some_and(|end| end < with_next(self.state.spent.cost)) {
            Some(Ending::Cost)
        } else if self.settings.gap_stops && self.alarm() {
            Some(Ending::Gap)
        } else {
            None
        }
    }

    fn alarm(&self) -> bool {
        self.settings.gap != 0 && self.settings.gap <= self.state.archive.falling()
    }

    /// What the proposer is asked for a planned round.
    fn request(&self, ahead: usize, feedback: bool) -> Result<Request, CampaignError> {
        let ledger = self.campaign.recorder.ledger()?;
        let size = FeedbackSize::new(FEEDBACK_BYTES).unwrap_or_default();
        let full = self.stages.full()?.identity().digest;
        let parent = |elite: &Elite| -> Result<Parent, CampaignError> {
            let program = String::from_utf8_lossy(&ledger.blob(elite.candidate)?).into();
            let mut told = String::new();
            if feedback && let Some(entry) = ledger.find(full, elite.candidate, |_| true)? {
                told = recorded_feedback(&ledger, entry.sequence, size)?.text();
            }
            Ok(Parent { candidate: elite.candidate, program, score: elite.score, feedback: told })
        };
        let wish = |slot: &Slot| -> Result<Wish, CampaignError> {
            let parents = slot.parents.iter().map(parent).collect::<Result<_, _>>()?;
            Ok(Wish { number: slot.number, seed: slot.seed, parents })
        };
        let wishes = self.state.planned(ahead).iter().map(wish).collect::<Result<_, _>>()?;
        Ok(Request {
            language: self.settings.language.clone(),
            title: self.campaign.task.title.clone(),
            minimize: self.settings.metric.goal == Goal::Minimize,
            metric: self.metric(),
            interface: self.interface(),
            wishes,
        })
    }

    /// What is measured. A unit is the evaluator's word, and no more than that.
    fn metric(&self) -> String {
        let Metric { name, unit, .. } = &self.settings.metric;
        let unit: String =
            unit.chars().filter(|it| !it.is_control()).take(UNIT_CHARS_MAX).collect();
        if unit.is_empty() { name.clone() } else { format!("{name}, in {unit}") }
    }

    /// How the campaign's programs are called.
    fn interface(&self) -> String {
        let Campaign { begin, language, task, .. } = self.campaign;
        let first = begin.first().map_or_else(Default::default, |it| String::from_utf8_lossy(it));
        let called = signatures(&first, language);
        let wit = task.wit.as_ref().map_or("", |it| it.text());
        [called.as_str(), wit].map(str::trim).join("\n").trim().to_owned()
    }

    /// Puts a round where it belongs, and into the ledger. One that was cut comes with what was before it and all that was
    /// proposed for it.
    fn record(
        &mut self,
        judged: Judged,
        cut: Option<(State, Vec<Proposal>)>,
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), CampaignError> {
        let refused = |error: serde_json::Error| CampaignError::Refused(error.to_string());
        let Judged { mut trials, mut blobs } = judged;
        let kept = cut.as_ref().map(|(_, proposals)| written(proposals));
        let kept = kept.transpose().map_err(refused)?.unwrap_or_default();
        let proposals = kept.last().map(|it| Digest::of(it));
        blobs.extend(kept);
        let (round, before) = (self.state.rounds, self.state.digest);
        self.state.apply(&mut trials);
        let bytes = serde_json::to_vec(&trials).map_err(refused)?;
        let digest = RoundEntry::chained(before, Digest::of(&bytes));
        blobs.sort();
        blobs.dedup();
        let body = Body::Round(RoundEntry {
            campaign: self.sequence,
            name: self.campaign.name.to_owned(),
            task: self.settings.task.clone(),
            round,
            trials: Digest::of(&bytes),
            digest,
            blobs: blobs.iter().map(|bytes| Digest::of(bytes)).collect(),
            cut: proposals.map(|proposals| Cut { before, proposals }),
        });
        blobs.push(bytes);
        self.campaign.recorder.submit(Draft { body, blobs }).wait().map_err(HostError::from)?;
        self.state.digest = digest;
        self.cut =
            cut.map(|(before, proposals)| CutRound { before, proposals, trials: trials.clone() });
        on_event(Event::Round(Snapshot { state: &self.state, last: &trials, alarm: self.alarm() }));
        Ok(())
    }
}
