//! Profiles: where the fuel of a candidate goes.
//!
//! A run repeats exactly, so it is run again and again, stopped each time by its fuel at another place, and what
//! was under way there is noted. Nothing runs beside the program or inside of it, so a profile is of the very run
//! that is judged, repeats byte for byte, and the program cannot tell. What the functions are called is the
//! program's own word: a profile is for whoever wrote it, and no score rests on one.

mod flame;
mod sampling;
mod table;

use std::time::{Duration, Instant};

use lazaret_admission::{Caps, Language};
use lazaret_evaluate::{Call, CaseInput, Dataset};
use lazaret_toolchain::TaskWit;
use lazaret_trial::{Budget, Class, Code, Description, Lists, Reason, Stack};

pub use flame::flame_graph;
pub use table::{Row, folded, functions, lines};

use crate::candidates::{Candidate, Content};
use crate::host::{Host, HostError};
use crate::interpreters::PythonSetting;
use crate::interrupt::Interrupt;
use crate::isolation::Isolation;
use crate::judge::{Bench, Judge};
use crate::plan::plan;
use crate::preparation::Role;
use crate::runnable::Runnable;
use crate::task::Task;

/// What to profile.
pub struct ProfileRequest<'a> {
    /// The program.
    pub candidate: &'a Candidate,
    /// What it does.
    pub work: Profiled<'a>,
    /// How often it is looked at: each time it is run anew, half of it on average.
    pub samples: u32,
    /// After how much time no further sample is begun.
    pub time: Duration,
}

/// What a program does while it is profiled.
pub enum Profiled<'a> {
    /// It runs once, as [`Host::run`] has it.
    Run {
        /// The function to call, or none to run the top level only.
        call: Option<Call>,
        /// The limits.
        budget: Budget,
        /// Decides the random bytes.
        seed: u64,
        /// The interface that it implements, if one is declared.
        wit: Option<&'a TaskWit>,
    },
    /// It is judged on one case.
    Case {
        /// The task.
        task: &'a Task,
        /// The split; none for the evaluator's first.
        split: Option<String>,
        /// The case; none for the first.
        case: Option<String>,
        /// The seed.
        seed: u64,
    },
}

/// Where the fuel of one run went.
#[derive(Clone, Debug)]
pub struct Profile {
    /// What is profiled, for a title.
    pub title: String,
    /// The fuel that the run used, as the run without a profile does.
    pub fuel: u64,
    /// What was seen, in the order of the run.
    pub samples: Vec<Sample>,
    /// How many samples there were to be.
    pub samples_wanted: u32,
    /// Why the run ended, if not with a result.
    pub reason: Option<Reason>,
    /// What the names are names of.
    pub names: Names,
    /// Whether each sample was taken in the function that used the fuel. If not, what a compiled function uses
    /// without calling another or turning a loop is counted where the next one does.
    pub exact: bool,
    /// Why samples are missing.
    pub cut: Option<Cut>,
}

/// One look at a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// For how much fuel it stands. Those of all samples are the fuel of the run.
    pub fuel: u64,
    /// What was under way.
    pub stack: Stack,
}

/// What the names in a profile are names of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Names {
    /// Functions of the component.
    Functions,
    /// Functions and lines of a text, whose own file has this name.
    Lines(String),
    /// Functions of the interpreter that runs the text.
    Interpreter,
}

/// Why a profile has fewer samples than it was to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Somebody wanted it to end.
    Interrupted,
    /// The time was over.
    OutOfTime,
}

/// How a run ended, and its fuel.
type End = (Option<Reason>, u64);

impl Host {
    /// Profiles one program. Raising `interrupt` ends it soon, and what was seen until then is kept. `progress`
    /// gets the number of samples so far.
    ///
    /// # Errors
    /// If the program cannot be read, or is refused before it runs; if there is no such case; if this host was
    /// opened to run programs in another way than [`Isolation::Process`]; if two runs differ, which is a defect.
    pub fn profile(
        &self,
        request: &ProfileRequest<'_>,
        interrupt: &Interrupt,
        progress: &mut (dyn FnMut(u32) + Send),
    ) -> Result<Profile, HostError> {
        if self.settings.isolation != Isolation::Process {
            let message =
                "a profile is made in worker processes that serve one run after the other";
            return Err(HostError::Request(message.to_owned()));
        }
        let content = request.candidate.content.as_ref().map_err(|error| {
            HostError::Request(format!("cannot read `{}`: {error}", request.candidate.label))
        })?;
        self.on_guest_thread(interrupt, || {
            self.profile_content(request, content, interrupt, progress)
        })?
    }

    fn profile_content(
        &self,
        request: &ProfileRequest<'_>,
        content: &Content,
        interrupt: &Interrupt,
        progress: &mut dyn FnMut(u32),
    ) -> Result<Profile, HostError> {
        let name = &request.candidate.name;
        let role = request.work.role();
        let prepared = self.prepare(name, content, role)?;
        let checked = self.prepare_with_checkpoints(name, content, role).ok().flatten();
        let bench = match &request.work {
            Profiled::Run { budget, seed, .. } => Bench {
                evaluator: prepared.program.clone(),
                evaluator_budget: budget.clone(),
                dataset: Dataset::default(),
                seed: *seed,
                interface: None,
                candidate_budget: budget.clone(),
                lists: Lists::AsLists,
            },
            Profiled::Case { task, seed, .. } => self.bench(task, *seed)?,
        };
        let mut judge = Judge::new(self, &bench, interrupt);
        let job = Job::of(&request.work, &mut judge)?;
        let program = match &job {
            Job::Call(_) => prepared.program,
            // What is looked at by its case itself.
            Job::Case { only: true, .. } => prepared.program,
            Job::Case { only: false, .. } => as_judged(&mut judge, prepared.program)?,
        };
        let (reason, fuel) = job.run(&mut judge, &program);
        if interrupt.is_raised() {
            return Err(HostError::Interrupted);
        }
        if let Some(reason) = reason.as_ref().filter(|reason| says_nothing(reason)) {
            return Err(reason.clone().into());
        }
        judge.probe(None);
        let exact = checked.is_some() || Language::of(name).is_some();
        let program = checked.unwrap_or(program);
        // The run that is looked at is the run that is judged, or there is no profile.
        let (again, fuel_again) = job.run(&mut judge, &program);
        if interrupt.is_raised() {
            return Err(HostError::Interrupted);
        }
        let code = |reason: &Option<Reason>| reason.as_ref().map(|reason| reason.code);
        if fuel != fuel_again || code(&reason) != code(&again) {
            return Err(different(fuel, fuel_again));
        }
        let run = Run { job, program, fuel };
        let (samples, cut) = run.samples(&mut judge, request, interrupt, progress)?;
        let names = match Language::of(name) {
            None => Names::Functions,
            Some(Language::Python) => {
                Names::Lines(crate::preparation::script_name(name, request.work.role()))
            }
            Some(_) => Names::Interpreter,
        };
        let title = match &run.job {
            Job::Call(_) => request.candidate.label.clone(),
            Job::Case { case, .. } => format!("{}, case {}", request.candidate.label, case.id),
        };
        Ok(Profile {
            title,
            fuel,
            samples,
            samples_wanted: request.samples,
            reason: reason.filter(|reason| reason.code != Code::Scored),
            names,
            exact,
            cut,
        })
    }
}

impl Profiled<'_> {
    fn role(&self) -> Role<'_> {
        match self {
            Self::Run { wit: Some(wit), .. } => {
                Role::Candidate(Some(*wit), &Caps::USUAL, PythonSetting::USUAL)
            }
            Self::Run { wit: None, .. } => Role::Anything,
            Self::Case { task, .. } => Role::Candidate(task.wit.as_ref(), &task.caps, &task.python),
        }
    }
}

/// A candidate as its cases start it; one that does not load is never judged on any, and is looked at as it is.
fn as_judged(judge: &mut Judge<'_>, program: Runnable) -> Result<Runnable, HostError> {
    match judge.look(program.clone()) {
        Ok(program) => Ok(program),
        Err((reason, _)) if says_nothing(&reason) => Err(reason.into()),
        Err(_) => Ok(program),
    }
}

/// What is done again and again.
enum Job<'a> {
    Call(Option<&'a Call>),
    Case {
        description: Description,
        case: CaseInput,
        /// Whether there is no other in its split.
        only: bool,
    },
}

impl<'a> Job<'a> {
    fn of(work: &'a Profiled<'_>, judge: &mut Judge<'_>) -> Result<Self, HostError> {
        let (task, split, wanted) = match work {
            Profiled::Run { call, .. } => return Ok(Self::Call(call.as_ref())),
            Profiled::Case { task, split, case, .. } => (task, split.as_deref(), case.as_deref()),
        };
        let plan = plan(judge, task, split)?;
        let found = plan.cases.iter().find(|case| wanted.is_none_or(|wanted| case.id == wanted));
        let found = found.cloned().ok_or_else(|| {
            let known: Vec<&str> =
                plan.cases.iter().take(20).map(|case| case.id.as_str()).collect();
            let wanted = wanted.unwrap_or_default().escape_debug();
            let (split, known) = (&plan.split, known.join(", "));
            HostError::Request(format!(
                "no case `{wanted}` in the split `{split}`; it has: {known}"
            ))
        })?;
        let only = plan.has_only_case();
        Ok(Self::Case { description: plan.description, case: found, only })
    }

    fn run(&self, judge: &mut Judge<'_>, program: &Runnable) -> End {
        match self {
            Self::Call(call) => {
                let outcome = judge.run(program, *call);
                (outcome.result.err(), outcome.usage.fuel)
            }
            Self::Case { description, case, .. } => {
                let outcome = judge.case(program, description, case);
                (Some(outcome.reason), outcome.candidate_usage.fuel)
            }
        }
    }
}

/// A run that is looked at.
struct Run<'a> {
    job: Job<'a>,
    program: Runnable,
    fuel: u64,
}

impl Run<'_> {
    fn samples(
        &self,
        judge: &mut Judge<'_>,
        request: &ProfileRequest<'_>,
        interrupt: &Interrupt,
        progress: &mut dyn FnMut(u32),
    ) -> Result<(Vec<Sample>, Option<Cut>), HostError> {
        let (started, mut cut) = (Instant::now(), None);
        let mut seen: Vec<(u32, Stack)> = Vec::new();
        for (part, fuel) in sampling::places(self.fuel, request.samples) {
            if interrupt.is_raised() {
                cut = Some(Cut::Interrupted);
            } else if request.time <= started.elapsed() {
                cut = Some(Cut::OutOfTime);
            }
            if cut.is_some() {
                break;
            }
            judge.probe(Some(fuel));
            let (end, _) = self.job.run(judge, &self.program);
            let stack = judge.stack();
            if interrupt.is_raised() {
                continue;
            }
            match stack? {
                Some(stack) => seen.push((part, stack)),
                // The wall clock may end a run on a busy machine; nothing else ends one before its fuel does.
                None if end.as_ref().is_some_and(says_nothing) => {}
                None => return Err(different(fuel, self.fuel)),
            }
            progress(u32::try_from(seen.len()).unwrap_or(u32::MAX));
        }
        if interrupt.is_raised() {
            cut = Some(Cut::Interrupted);
        }
        seen.sort_by_key(|(part, _)| *part);
        let parts: Vec<u32> = seen.iter().map(|(part, _)| *part).collect();
        let weights = sampling::weights(self.fuel, request.samples, &parts);
        let sample = |(fuel, (_, stack)): (u64, (u32, Stack))| Sample { fuel, stack };
        Ok((weights.into_iter().zip(seen).map(sample).collect(), cut))
    }
}

/// Whether an end is that of the machine, not of the program.
fn says_nothing(reason: &Reason) -> bool {
    reason.code.class() == Class::Inconclusive || reason.code == Code::FaultHost
}

fn different(one: u64, other: u64) -> HostError {
    let message = format!("two runs of the same program differ: {one} fuel and {other}");
    let hint = "a run that ends by its wall time, or a machine without memory, cannot be profiled; \
                else this is a defect of Lazaret, please report it with the program";
    HostError::from(Reason::new(Code::FaultHost, message).hint(hint))
}
