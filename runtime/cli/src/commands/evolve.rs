//! `lazaret evolve`: a campaign.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use lazaret_campaign::{
    Campaign, CampaignError, CampaignLock, Canary, CanarySetting, CommandProposer, Ending, Event,
    Feature, Limits, ModelSettings, Outcome, ProgramProposer, Proposer, Role, Settings,
    recorded_settings,
};
use lazaret_host::ledger::Filter;
use lazaret_host::{Candidate, Home, Host, Needs, Recorder, Task};
use lazaret_trial::format_count;
use serde_json::json;

use super::model;
use crate::arguments::{EndOptions, EvolveOptions, Rungs};
use crate::exit::Exit;
use crate::show_campaign::{Display, classes, ending_words, spent};
use crate::{interrupt, progress, text};

/// How many trials there are if nothing else ends a campaign.
const TRIALS: u64 = 1000;

pub fn run(home: &Home, options: &EvolveOptions) -> Result<Exit> {
    let mut task = Task::read(&options.task, &[])?;
    let folder = options.ledger.folder(home);
    let recorder = Recorder::open(&folder)?;
    let (name, recorded) = campaign_name(&recorder, &task, options)?;
    let candidate_fuel = options
        .course
        .candidate_fuel
        .or_else(|| recorded.as_ref().and_then(|it| it.candidate_fuel));
    if let Some(fuel) = candidate_fuel {
        let allowed = task.candidate_budget.fuel;
        if allowed < fuel {
            bail!(
                "`--candidate-fuel` is {fuel}; the task gives {allowed}, and a campaign can only lower it"
            );
        }
        task.candidate_budget.fuel = fuel;
    }
    let _lock = CampaignLock::take(&home.data.join("campaigns"), &folder, &name)?;
    let (language, begin) = first_programs(&recorder, options, recorded.as_ref())?;
    let wanted = wanted(options, recorded.as_ref())?;
    let canaries = canaries(&recorder, options, recorded.as_ref())?;
    if options.course.objectives.len() == 1 {
        bail!("one objective makes no front; the first metric decides without it");
    }
    let first = Candidate::of_bytes("first", &format!("first.{language}"), begin.concat());
    let mut needed = vec![first];
    needed.extend(
        canaries.iter().map(|it| Candidate::of_bytes(&it.name, &it.name, it.program.clone())),
    );
    match &wanted {
        Wanted::Mutate => needed.push(ProgramProposer::mutate_candidate()),
        Wanted::Program(path) => needed.push(Candidate::read(path)),
        Wanted::Command(_) | Wanted::Models(_) => {}
    }
    if options.limits.cost.is_some() && !wanted.has_prices() {
        bail!(
            "`--cost` counts what models cost: say so with `--price NAME=IN/OUT` for each `--model`"
        );
    }
    let interrupt = interrupt::listen()?;
    let needs = Needs::of_task(&task).and(&needed);
    let host = Host::open(home, &needs, &options.isolation.settings(), &mut progress::setup_line)?;
    let mut proposer: Box<dyn Proposer> = match &wanted {
        Wanted::Mutate => Box::new(ProgramProposer::mutate(&host)?),
        Wanted::Program(path) => {
            let bytes = std::fs::read(path);
            let bytes = bytes.with_context(|| format!("cannot read `{}`", path.display()))?;
            Box::new(ProgramProposer::of_file(&host, Candidate::read(path), &bytes)?)
        }
        Wanted::Command(command) => {
            Box::new(CommandProposer::new(command.clone(), options.proposer.proposer_timeout))
        }
        Wanted::Models(settings) => Box::new(model::proposer(settings, &options.proposer.models)?),
    };
    let limits = limits(&options.limits);
    let course = &options.course;
    let before = |of: fn(&Settings) -> u32| recorded.as_ref().map(of);
    let campaign = Campaign {
        host: &host,
        recorder: &recorder,
        task: &task,
        name: &name,
        resume: recorded.is_some(),
        begin,
        language,
        seed: course.seed.or(recorded.as_ref().map(|it| it.seed)).unwrap_or(0),
        islands: course.islands.or(before(|it| it.islands)).unwrap_or(4),
        round: course.round.or(before(|it| it.round)).unwrap_or(32),
        migration: course.migration.or(before(|it| it.migration)).unwrap_or(10),
        rungs: match (&course.rungs, &recorded) {
            (Some(Rungs(rungs)), _) => rungs.clone(),
            (None, Some(recorded)) => Some(recorded.rungs.clone()),
            (None, None) => None,
        },
        promote: course.promote.or(before(|it| it.promote)).unwrap_or(40),
        candidate_fuel,
        features: match (course.kinds.as_slice(), &recorded) {
            ([], Some(recorded)) => recorded.features.clone(),
            ([], None) => Feature::usual(),
            (kinds, _) => kinds.to_vec(),
        },
        objectives: match (course.objectives.as_slice(), &recorded) {
            ([], Some(recorded)) => recorded.objectives.iter().map(|it| it.of.clone()).collect(),
            (objectives, _) => objectives.to_vec(),
        },
        canary_rounds: course
            .canary_rounds
            .or_else(|| recorded.as_ref()?.canaries.as_ref().map(|it| it.rounds))
            .unwrap_or(20),
        canaries,
        gap: course.gap,
        gap_stops: course.gap_stops,
        jobs: options.jobs.map_or_else(super::eval::cores, usize::from),
    };
    let mut display = Display::new(&name, &limits, options.quiet);
    let outcome = campaign.run(proposer.as_mut(), &limits, &interrupt, &mut |event| {
        if let Event::Begun { settings, .. } = &event
            && !options.quiet
        {
            let proposer = &settings.proposer.kind;
            text::err(&format!(
                "campaign `{name}` on {}: {proposer}, seed {}",
                task.name, settings.seed
            ));
        }
        display.show(&event);
    });
    display.finish();
    let outcome = match outcome {
        Err(error @ (CampaignError::Proposer(_) | CampaignError::Unrecorded(_))) => {
            text::err(&format!(
                "what is done is kept; `lazaret evolve {} --resume {name}` goes on",
                options.task.display()
            ));
            return Err(error.into());
        }
        outcome => outcome?,
    };
    if options.json {
        text::out(&document(&recorder, &name, &outcome)?.to_string());
    } else {
        print(&name, &outcome);
    }
    Ok(if outcome.ending == Ending::Interrupted { Exit::Interrupted } else { Exit::Success })
}

fn limits(options: &EndOptions) -> Limits {
    let EndOptions { trials, fuel, wall, target, tokens, cost } = *options;
    let any = [fuel.is_some(), wall.is_some(), target.is_some(), tokens.is_some(), cost.is_some()];
    let none = !any.contains(&true);
    let trials = trials.or_else(|| none.then_some(TRIALS));
    Limits { trials, fuel, wall, target, tokens, cost }
}

/// What proposes.
enum Wanted {
    Mutate,
    Program(PathBuf),
    Command(String),
    Models(ModelSettings),
}

impl Wanted {
    /// Whether what it costs is counted.
    fn has_prices(&self) -> bool {
        matches!(self, Self::Models(settings) if settings.models.iter().all(|it| it.price.is_some()))
    }
}

fn wanted(options: &EvolveOptions, recorded: Option<&Settings>) -> Result<Wanted> {
    if let Some(command) = &options.proposer.command {
        return Ok(Wanted::Command(command.clone()));
    }
    if let Some(settings) = model::typed(&options.proposer.models)? {
        return Ok(Wanted::Models(settings));
    }
    match &options.proposer.proposer {
        Some(path) if path == Path::new("mutate") => return Ok(Wanted::Mutate),
        Some(path) => return Ok(Wanted::Program(path.clone())),
        None => {}
    }
    match recorded.map(|it| (it.proposer.kind.as_str(), it.proposer.detail.as_str())) {
        None | Some(("mutate", _)) => Ok(Wanted::Mutate),
        Some(("command", command)) => Ok(Wanted::Command(command.to_owned())),
        Some(("openai", detail)) => match ModelSettings::read(detail) {
            Ok(settings) => Ok(Wanted::Models(settings)),
            Err(why) => {
                bail!("the campaign's models cannot be read ({why}): name them with `--model`")
            }
        },
        Some((kind, detail)) => {
            bail!("the campaign's proposer is a {kind} ({detail}): name it with `--proposer`")
        }
    }
}

/// What the campaign is called, and its settings if it goes on.
fn campaign_name(
    recorder: &Recorder,
    task: &Task,
    options: &EvolveOptions,
) -> Result<(String, Option<Settings>)> {
    let ledger = recorder.ledger()?;
    let settings = |name: &str| recorded_settings(&ledger, name).map(|(_, _, it)| it);
    match options.resume.as_deref() {
        Some("") => {
            let kind = Some("campaign".to_owned());
            let filter =
                Filter { task: Some(task.name.clone()), kind, limit: 1, ..Filter::default() };
            let Some(row) = ledger.list(&filter)?.first().cloned() else {
                bail!("there is no campaign on `{}` in the ledger", task.name);
            };
            let lazaret_host::ledger::Body::Campaign(entry) = ledger.entry(row.sequence)?.body
            else {
                bail!("entry {} is no campaign", row.sequence);
            };
            let recorded = settings(&entry.name)?;
            Ok((entry.name, Some(recorded)))
        }
        Some(name) => Ok((name.to_owned(), Some(settings(name)?))),
        None => match &options.name {
            Some(name) => Ok((name.clone(), None)),
            None => {
                for number in 1_u32.. {
                    let name = format!("{}-{number}", task.name);
                    if ledger.campaign(&name)?.is_none() {
                        return Ok((name, None));
                    }
                }
                bail!("all names are taken")
            }
        },
    }
}

/// The programs that it begins with, and their language.
fn first_programs(
    recorder: &Recorder,
    options: &EvolveOptions,
    recorded: Option<&Settings>,
) -> Result<(String, Vec<Vec<u8>>)> {
    if let (Some(recorded), true) = (recorded, options.from.is_empty()) {
        let ledger = recorder.ledger()?;
        let programs: Result<_, _> = recorded.begin.iter().map(|it| ledger.blob(*it)).collect();
        return Ok((recorded.language.clone(), programs?));
    }
    let paths = match options.from.as_slice() {
        [] => vec![super::attack::first_candidate(&options.task, "--from")?],
        paths => paths.to_vec(),
    };
    let mut languages = paths.iter().map(|path| path.extension().unwrap_or_default());
    let first = languages.next().unwrap_or_default();
    if languages.any(|it| it != first) {
        bail!("the programs to begin with are in several languages");
    }
    let language = first.to_string_lossy().into_owned();
    if !["py", "js", "mjs", "c", "rs", "wat"].contains(&language.as_str()) {
        bail!("a campaign improves texts (.py, .js, .c, .rs, .wat), and not `.{language}`");
    }
    let read = |path: &PathBuf| {
        let read = std::fs::read(path);
        read.with_context(|| format!("cannot read `{}`", path.display()))
    };
    Ok((language, paths.iter().map(read).collect::<Result<_>>()?))
}

/// The programs that ride along.
fn canaries(
    recorder: &Recorder,
    options: &EvolveOptions,
    recorded: Option<&Settings>,
) -> Result<Vec<Canary>> {
    let recorded = recorded.and_then(|it| it.canaries.as_ref());
    if let (Some(recorded), true) = (recorded, options.course.canary.is_empty()) {
        let ledger = recorder.ledger()?;
        let canary = |it: &CanarySetting| -> Result<Canary> {
            let program = ledger.blob(it.program)?;
            Ok(Canary { role: it.role, name: it.name.clone(), program })
        };
        return recorded.programs.iter().map(canary).collect();
    }
    let canary = |(role, path): &(Role, PathBuf)| {
        let program = std::fs::read(path);
        let program = program.with_context(|| format!("cannot read `{}`", path.display()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Canary { role: *role, name, program })
    };
    options.course.canary.iter().map(canary).collect()
}

fn document(recorder: &Recorder, name: &str, outcome: &Outcome) -> Result<serde_json::Value> {
    let state = &outcome.state;
    let full = outcome.settings.stages.last().copied();
    let entry = |candidate| -> Result<Option<u64>> {
        let Some(full) = full else { return Ok(None) };
        let found = recorder.ledger()?.find(full, candidate, |_| true)?;
        Ok(found.map(|entry| entry.sequence))
    };
    let best = match outcome.best() {
        None => None,
        Some(best) => Some(json!({
            "trial": best.trial,
            "candidate": best.candidate,
            "score": best.score,
            "held_out": best.held_out,
            "entry": entry(best.candidate)?,
        })),
    };
    Ok(json!({
        "campaign": name,
        "task": outcome.settings.task,
        "digest": state.digest,
        "ending": outcome.ending,
        "trials": state.trials,
        "rounds": state.rounds,
        "fuel": state.fuel,
        "spent": state.spent,
        "metric": outcome.settings.metric,
        "best": best,
        "improvements": outcome.improvements(),
        "front": state.archive.front().members(),
        "fates": state.fates,
        "codes": state.codes,
        "settings": outcome.settings,
    }))
}

fn print(name: &str, outcome: &Outcome) {
    let state = &outcome.state;
    let metric = &outcome.settings.metric;
    let unit = text::escape(&metric.unit);
    let improvements = outcome.improvements();
    text::out(&format!(
        "{}: {} after {} trials in {} rounds, {} fuel; digest {}",
        text::bold(name),
        ending_words(outcome.ending),
        state.trials,
        state.rounds,
        format_count(state.fuel),
        state.digest.short(),
    ));
    text::out(&classes(state));
    if let Some(spent) = spent(state) {
        text::out(&spent);
    }
    let held_out =
        |it: Option<f64>| it.map_or_else(String::new, |it| format!("   held-out {it:.4}"));
    for it in improvements {
        let held_out = held_out(it.held_out);
        text::out(&format!(
            "  trial {:>7}   {} {:.4} {unit}{held_out}",
            it.trial, metric.name, it.search
        ));
    }
    if !state.archive.front().members().is_empty() {
        text::out(&format!("the front: lazaret archive front {name}"));
    }
    text::out(&format!("the best program: lazaret archive best {name}"));
}
