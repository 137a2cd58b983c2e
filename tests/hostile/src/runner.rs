//! Judging cases: an honest candidate, the hostile one, the hostile one again, another honest candidate.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use lazaret_header::component;
use lazaret_host::ledger::Lineage;
use lazaret_host::{
    Candidate, EvaluationRequest, Host, HostError, Interrupt, Origin, Outcome as HostOutcome,
    Record, Recorder, Task, verdict_bytes,
};

use crate::case::{Case, Subject, WITHIN};
use crate::corpus::Tasks;
use crate::files::write_files;
use crate::memory::{Peaks, measured};
use crate::trial::{Finding, Judgement, Observed, Tally, findings};
use crate::walls::Wall;

/// The seed of every evaluation.
const SEED: u64 = 7;

/// Two honest candidates: one for an interpreter, one that is a component.
const SENTINELS: [(&str, &str); 2] = [
    ("sentinel.py", include_str!("../sentinels/honest.py")),
    ("sentinel.wat", include_str!("../sentinels/honest.wat")),
];

/// Judges cases, one after the other, on one host.
pub struct Runner {
    host: Host,
    tasks: Tasks,
    /// What the sentinels were given before any hostile program ran.
    honest: [Vec<u8>; 2],
    /// Where every verdict is recorded, if anywhere.
    recorder: Option<Recorder>,
    lineage: Lineage,
}

/// What became of a case.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What is not as it should be.
    pub findings: Vec<Finding>,
    /// The code and the message of its first subject, or what became of the host.
    pub ended: String,
    /// The longest that a subject took.
    pub wall: Duration,
    /// How much longer than the wall time that the case is about, if it is about one.
    pub overshoot: Option<Duration>,
    /// Memory while it was judged.
    pub peaks: Peaks,
    /// The memory that its budget allows.
    pub memory_bytes: u64,
    /// What is counted over all cases.
    pub tally: Tally,
}

impl Outcome {
    /// What a check of the walls finds.
    #[must_use]
    pub fn of(wall: &Wall) -> Self {
        let begin = Instant::now();
        let found = (wall.check)().err().map(|error| format!("{error:#}"));
        let finding = |what: &String| Finding {
            escaped: true,
            whose: wall.name.to_owned(),
            what: what.clone(),
        };
        Self {
            findings: found.iter().map(finding).collect(),
            ended: found.unwrap_or_else(|| "stands".to_owned()),
            wall: begin.elapsed(),
            overshoot: None,
            peaks: Peaks::default(),
            memory_bytes: 0,
            tally: Tally::default(),
        }
    }

    /// Whether the host, the sentinels, the score and the clock are as if it had never been.
    #[must_use]
    pub fn contained(&self) -> bool {
        !self.findings.iter().any(|finding| finding.escaped)
    }

    /// Whether it ended for exactly the reason that it is owed.
    #[must_use]
    pub fn right(&self) -> bool {
        self.findings.is_empty()
    }

    /// How much more memory than its budget the process that had most of it had; less than 0 if it had less.
    #[must_use]
    pub fn memory_over(&self) -> i64 {
        let signed = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
        signed(self.peaks.most()).saturating_sub(signed(self.memory_bytes))
    }
}

impl Runner {
    /// Records every verdict in the ledger of a folder from now on, so that all of them can be replayed.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub fn record(&mut self, folder: &Path) -> Result<()> {
        self.recorder = Some(Recorder::open(folder)?);
        Ok(())
    }

    /// Judges the sentinels, which nothing hostile has been near yet.
    ///
    /// # Errors
    /// If they do not get the full score.
    pub fn new(host: Host, tasks: Tasks) -> Result<Self> {
        let (recorder, lineage) = (None, Lineage::default());
        let honest = [Vec::new(), Vec::new()];
        let mut runner = Self { host, tasks, honest, recorder, lineage };
        for index in [0, 1] {
            let sentinel = sentinel(index)?;
            let judged = runner.evaluate(&runner.tasks.squares, &[sentinel]).pop();
            let judgement = judged.context("nothing was judged")?.map_err(anyhow::Error::msg)?;
            if judgement.score != Some(1.0) {
                bail!("an honest candidate was given {:?}", judgement.reason);
            }
            if let Some(honest) = runner.honest.get_mut(index) {
                *honest = judgement.bytes;
            }
        }
        Ok(runner)
    }

    /// Judges one case.
    ///
    /// # Errors
    /// If the kernel does not tell how much memory it takes.
    pub fn run(&self, case: &Case) -> Result<Outcome> {
        let ((sentinels, subjects), peaks) = measured(|| self.observe(case))?;
        let observed = Observed { sentinels: sentinels.map(in_time), subjects, peaks };
        let judged = observed.subjects.iter().flatten().flatten();
        let wall = judged.map(|judgement| judgement.wall).max().unwrap_or_default();
        let ended = match observed.subjects.first() {
            Some([Ok(judgement), _]) => {
                format!("{}: {}", judgement.reason.code, judgement.reason.message)
            }
            Some([Err(error), _]) => error.clone(),
            None => "nothing was handed in".to_owned(),
        };
        Ok(Outcome {
            findings: findings(case, &self.honest, &observed),
            ended,
            wall,
            overshoot: case.wall.map(|allowed| wall.saturating_sub(allowed)),
            peaks,
            memory_bytes: case.task.candidate_budget.memory_bytes,
            tally: Tally::of(case, &self.honest, &observed),
        })
    }

    /// Subjects that are judged on the task of the sentinels are judged in one evaluation with them, because
    /// whatever leaks leaks most easily there.
    fn observe(&self, case: &Case) -> (Sentinels, Vec<[Judged; 2]>) {
        let sentinels = [0, 1].map(|index| sentinel(index).map_err(|error| error.to_string()));
        let [Ok(before), Ok(after)] = &sentinels else {
            return (sentinels.map(|it| Err(it.err().unwrap_or_default())), Vec::new());
        };
        let task = &self.tasks.squares;
        let one = |subject: &Subject| {
            self.evaluate(task, std::slice::from_ref(subject)).pop().unwrap_or_else(nothing)
        };
        let subjects = &case.subjects;
        let (before, first, second, after) = if case.shares_task {
            let all =
                [std::slice::from_ref(before), subjects, subjects, std::slice::from_ref(after)];
            let mut judged = self.evaluate(task, &all.concat()).into_iter();
            let mut next = || judged.next().unwrap_or_else(nothing);
            let before = next();
            let first: Vec<Judged> = subjects.iter().map(|_| next()).collect();
            let second: Vec<Judged> = subjects.iter().map(|_| next()).collect();
            (before, first, second, next())
        } else {
            let before = one(before);
            let first = self.evaluate(&case.task, subjects);
            let second = self.evaluate(&case.task, subjects);
            (before, first, second, one(after))
        };
        (
            [before, after],
            first.into_iter().zip(second).map(|(first, second)| [first, second]).collect(),
        )
    }

    /// Judges some programs, one at a time, in this order. There is a judgement for each.
    fn evaluate(&self, task: &Task, subjects: &[Subject]) -> Vec<Judged> {
        let candidates: Result<Vec<_>> = subjects.iter().map(handed_in).collect();
        let candidates = match candidates {
            Ok(candidates) => candidates,
            Err(error) => return subjects.iter().map(|_| Err(format!("{error:#}"))).collect(),
        };
        // Each is judged anew, also the second time.
        let record = self.recorder.as_ref().map(|recorder| Record {
            recorder,
            fresh: true,
            origin: Origin::Shared(&self.lineage),
        });
        let request =
            EvaluationRequest { task, candidates, seed: SEED, split: None, jobs: 1, record };
        let started = Instant::now();
        let evaluated = catch_unwind(AssertUnwindSafe(|| {
            self.host.evaluate(request, &Interrupt::new(), &mut |_| ())
        }));
        let all = |judged: Judged| subjects.iter().map(|_| judged.clone()).collect();
        match evaluated {
            Ok(Ok(evaluation)) => evaluation
                .results
                .into_iter()
                .map(|result| match result.outcome {
                    HostOutcome::Verdict(verdict) => Ok(Judgement {
                        bytes: verdict_bytes(&verdict).map_err(|error| error.to_string())?,
                        score: verdict.score,
                        reason: verdict.reason,
                        wall: result.wall,
                    }),
                    HostOutcome::Unreadable(error) => Err(format!("unreadable: {error}")),
                })
                .collect(),
            Ok(Err(HostError::Evaluator(reason))) => all(serde_json::to_vec(&reason)
                .map(|bytes| Judgement {
                    reason: *reason,
                    score: None,
                    bytes,
                    wall: started.elapsed(),
                })
                .map_err(|error| error.to_string())),
            Ok(Err(error)) => all(Err(format!("an error of the host: {error}"))),
            Err(panic) => all(Err(format!("a panic of the host: {}", panicked(&*panic)))),
        }
    }
}

/// What is handed in: bytes, or a folder that is written and read as a user's is.
fn handed_in(subject: &Subject) -> Result<Candidate> {
    let Subject { label, file, bytes } = subject;
    if !file.ends_with(".files") {
        return Ok(Candidate::of_bytes(label, file, bytes.clone()));
    }
    let folder = tempfile::tempdir()?;
    // The name is in the verdict, so it is the same each time.
    let program = folder.path().join("case");
    write_files(&program, bytes)?;
    let mut candidate = Candidate::read(&program);
    candidate.label.clone_from(label);
    Ok(candidate)
}

type Judged = Result<Judgement, String>;
type Sentinels = [Judged; 2];

/// The verdict of a sentinel, which takes milliseconds unless somebody is in its way.
fn in_time(judged: Judged) -> Result<Vec<u8>, String> {
    let judgement = judged?;
    if WITHIN < judgement.wall {
        return Err(format!("one after {:?}", judgement.wall));
    }
    Ok(judgement.bytes)
}

fn nothing() -> Judged {
    Err("no judgement".to_owned())
}

fn panicked(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a message").to_owned()
}

fn sentinel(index: usize) -> Result<Subject> {
    let (file, text) = SENTINELS.get(index).context("there are two sentinels")?;
    let text = match file.ends_with(".wat") {
        true => component(text, Some("candidate"), "").map_err(anyhow::Error::msg)?,
        false => (*text).to_owned(),
    };
    Ok(Subject { label: (*file).to_owned(), file: (*file).to_owned(), bytes: text.into_bytes() })
}
