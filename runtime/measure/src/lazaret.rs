//! Lazaret itself, by the library that its users have.

use std::path::PathBuf;
use std::time::Instant;

use lazaret_host::{
    Call, Candidate, Event, Home, Host, HostError, Interrupt, Isolation, Needs, Outcome, Purpose,
    RunOutcome, RunRequest, Settings, Task, TaskError, TaskWit, WitError,
};
use lazaret_trial::{Budget, Value, format_bytes};
use tempfile::TempDir;

use crate::contender::{Absent, Answer, Ask, Contender, Place};
use crate::evaluator::{self, CASES};
use crate::module::{Generated, generated};
use crate::native::timed;
use crate::workload::{LIMIT_MEMORY_BYTES, LIMIT_WALL_MS, Program, STARTS_MAX, WIT, Workload};

/// The typed candidate.
const TYPED: &str = include_str!("../worlds/candidate.wat");

/// How many calls are one measurement; the instance that they are made to costs less than a hundredth of them.
const CALLS: u32 = 10_000;

/// How many programs are one measurement of several at a time, for each that runs at a time: many enough that starting
/// workers does not show, and fewer where each is a process.
const PROGRAMS_PER_JOB: u32 = 500;
const STARTS_PER_JOB: u32 = 100;

/// How many programs are judged in one go, as a campaign does it.
const TOGETHER: u32 = 1_000;

/// Why measuring cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    /// The host.
    #[error(transparent)]
    Host(#[from] HostError),
    /// A task of ours.
    #[error(transparent)]
    Task(#[from] TaskError),
    /// The interface of ours.
    #[error(transparent)]
    Wit(#[from] WitError),
    /// A temporary folder.
    #[error("cannot use a temporary folder")]
    Folder(#[from] std::io::Error),
}

/// Lazaret with one of its isolations.
pub struct Lazaret {
    name: String,
    isolation: Isolation,
    host: Host,
    /// For compiled programs: a home of its own, so that the user's cache does not fill with ours.
    compiled: Host,
    folder: TempDir,
    wit: TaskWit,
    command: PathBuf,
    /// Where the command finds its state, if that is not where it looks by itself.
    command_home: Option<PathBuf>,
}

impl Lazaret {
    /// Opens hosts. `command` is the `lazaret` command, and `command_home` what it gets as `LAZARET_HOME`.
    ///
    /// # Errors
    /// If no host can be opened, or no temporary folder be made.
    pub fn open(
        home: &Home,
        settings: &Settings,
        command: PathBuf,
        command_home: Option<PathBuf>,
        progress: &mut dyn FnMut(&str),
    ) -> Result<Self, MeasureError> {
        let folder = tempfile::tempdir()?;
        let host = Host::open(home, &Needs::of_file("x.py"), settings, progress)?;
        let own = |name: &str| folder.path().join("home").join(name);
        let own = Home { data: own("data"), cache: own("cache") };
        let compiled = Host::open(&own, &Needs::default(), settings, progress)?;
        let isolation = settings.isolation;
        let name = format!("lazaret {}", isolation.name());
        let wit = TaskWit::parse(WIT, "measure")?;
        Ok(Self { name, isolation, host, compiled, folder, wit, command, command_home })
    }

    /// A task of ours that has so many cases besides the one for what happens only once.
    fn task(&self, evaluator: &Evaluator<'_>, cases: u32) -> Result<Task, TaskError> {
        let task = match *evaluator {
            Evaluator::ByName(calls, expected) => {
                let text = evaluator::by_name(calls, expected);
                evaluator::task(self.folder.path(), "evaluator.wat", &text, false)
            }
            Evaluator::Once(expected) => {
                let text = evaluator::once(expected);
                evaluator::task(self.folder.path(), "evaluator.wat", &text, false)
            }
            Evaluator::Typed(calls) => {
                let folder = self.folder.path().join("typed");
                let made = std::fs::create_dir_all(&folder);
                made.map_err(|source| TaskError::Read { path: folder.clone(), source })?;
                let text = evaluator::typed(calls);
                evaluator::task(&folder, "evaluator.wat", &text, true)
            }
            Evaluator::InPython(calls, expected) => {
                let text = evaluator::in_python(calls, expected);
                evaluator::task(self.folder.path(), "evaluator.py", &text, false)
            }
        };
        let mut task = task?;
        task.first = Some(u64::from(cases.min(CASES - 1)) + 1);
        Ok(task)
    }

    /// The seconds from case to case, each with fresh instances.
    fn cases(
        &self,
        host: &Host,
        evaluator: &Evaluator<'_>,
        candidate: Candidate,
        cases: u32,
    ) -> Result<Vec<f64>, Absent> {
        let task = self.task(evaluator, cases)?;
        let opened = host.open_task(&task, 0, None, &Interrupt::new())?;
        let mut ends = Vec::new();
        let evaluation = host.evaluate_opened(
            &opened,
            &[candidate],
            1,
            None,
            &Interrupt::new(),
            &mut |event| {
                if matches!(event, Event::CaseDone { .. }) {
                    ends.push(Instant::now());
                }
            },
        )?;
        for result in &evaluation.results {
            right(&result.outcome)?;
        }
        Ok(ends
            .iter()
            .zip(ends.iter().skip(1))
            .map(|(from, to)| (*to - *from).as_secs_f64())
            .collect())
    }

    /// Programs that differ, each once; the seconds of all.
    fn programs(&self, host: &Host, count: u32, jobs: u32, seed: u64) -> Result<f64, Absent> {
        let task = self.task(&Evaluator::Once("2"), 0)?;
        let opened = host.open_task(&task, 0, None, &Interrupt::new())?;
        let begin = Instant::now();
        let mut done = 0;
        while done < count {
            let next = (done + TOGETHER).min(count);
            let candidates: Vec<Candidate> =
                (done..next).map(|index| one_line(&format!("{seed} {index}"))).collect();
            let evaluation = host.evaluate_opened(
                &opened,
                &candidates,
                jobs as usize,
                None,
                &Interrupt::new(),
                &mut |_| (),
            )?;
            for result in &evaluation.results {
                right(&result.outcome)?;
            }
            done = next;
        }
        Ok(begin.elapsed().as_secs_f64())
    }

    /// One program once, with a limit of its own.
    fn limited(
        &self,
        program: &Program,
        limit: &str,
        number: u64,
    ) -> Result<(f64, RunOutcome), Absent> {
        let budget = Budget::for_candidates().with("fuel", 1 << 53)?.with(limit, number)?;
        let candidate = python(program.python);
        let call = Call { function: "main".to_owned(), arguments: Value::List(Vec::new()) };
        let request =
            RunRequest { candidate: &candidate, call: Some(call), budget, seed: 0, wit: None };
        // Its workers are started when somebody watches.
        let host = self.host.sibling()?;
        let begin = Instant::now();
        let outcome = host.run(&request, &Interrupt::new())?;
        Ok((begin.elapsed().as_secs_f64(), outcome))
    }

    /// Bytes that nobody has seen before, to the first result.
    fn compile(&self, bytes: u32, seed: u64) -> Result<Answer, Absent> {
        let generated = generated_component(&self.compiled, &self.wit, bytes, seed)?;
        let expected = generated.answer;
        let candidate = Candidate::of_bytes("generated", "generated.wasm", generated.bytes);
        let arguments = Value::List(vec![Value::Float(generated.argument)]);
        let request = RunRequest {
            candidate: &candidate,
            call: Some(Call { function: "scalar".to_owned(), arguments }),
            budget: Budget::for_candidates(),
            seed: 0,
            wit: Some(&self.wit),
        };
        let begin = Instant::now();
        let outcome = self.compiled.run(&request, &Interrupt::new())?;
        let seconds = begin.elapsed().as_secs_f64();
        match outcome.result {
            Ok(Value::Float(value)) if value.to_bits() == expected.to_bits() => {
                Ok(Answer::of(seconds))
            }
            Ok(value) => Err(Absent::Because(format!("a wrong result: {value}"))),
            Err(reason) => Err(Absent::Because(format!("{}: {}", reason.code, reason.message))),
        }
    }

    fn command(&self, count: u32) -> Result<Answer, Absent> {
        let file = self.folder.path().join("program.py");
        std::fs::write(&file, "print(1 + 1)\n")?;
        let mut seconds = Vec::new();
        for _ in 0..count {
            let file = file.to_string_lossy();
            let words = ["run", &*file, "--json", "--isolation", self.isolation.name()];
            let (took, output) = timed(&self.command, &words, self.command_home.as_deref())?;
            let document: serde_json::Value = serde_json::from_str(&output)?;
            let printed = document.pointer("/logs/stdout").and_then(serde_json::Value::as_str);
            if printed != Some("2\n") {
                return Err(Absent::Because(format!("a wrong result: {printed:?}")));
            }
            seconds.push(took);
        }
        Ok(Answer { seconds, ended: None })
    }
}

impl Contender for Lazaret {
    fn name(&self) -> &str {
        &self.name
    }

    fn about(&self) -> String {
        let walls = match self.isolation {
            Isolation::Store => "WebAssembly, in this process",
            Isolation::Process => "WebAssembly, in jailed processes",
            Isolation::Strict => "WebAssembly, a jailed process for each instance",
        };
        format!("CPython {walls}")
    }

    fn place(&self) -> Place {
        Place::Here
    }

    fn ask(&mut self, ask: &Ask) -> Result<Answer, Absent> {
        let Ask { workload, count, seed } = *ask;
        let mean = |seconds: &[f64], each: u32| {
            let number = u32::try_from(seconds.len()).unwrap_or(u32::MAX).max(1);
            Answer::of(seconds.iter().sum::<f64>() / f64::from(number) / f64::from(each))
        };
        let all = |seconds| Answer { seconds, ended: None };
        match workload {
            Workload::Trivial | Workload::BestFit | Workload::Squares | Workload::Queens => {
                let program = workload.program().ok_or(Absent::NotMine)?;
                let evaluator = Evaluator::ByName(1, program.expected);
                self.cases(&self.host, &evaluator, python(program.python), count).map(all)
            }
            Workload::Endless => {
                let program = workload.program().ok_or(Absent::NotMine)?;
                let (seconds, outcome) = self.limited(program, "wall_ms", LIMIT_WALL_MS)?;
                ended(seconds, &outcome, "wall-timeout")
            }
            Workload::Hog => {
                let program = workload.program().ok_or(Absent::NotMine)?;
                let (seconds, outcome) = self.limited(program, "memory", LIMIT_MEMORY_BYTES)?;
                ended(seconds, &outcome, "out-of-memory")
            }
            Workload::Many(programs)
                if STARTS_MAX < programs && self.isolation == Isolation::Strict =>
            {
                Err(Absent::Because("a process each would take many minutes".to_owned()))
            }
            Workload::Many(programs) => {
                let host = self.host.sibling()?;
                let seconds = self.programs(&host, programs, 1, seed)?;
                Ok(Answer::of(seconds / f64::from(programs)))
            }
            Workload::Parallel(jobs) => {
                let strict = self.isolation == Isolation::Strict;
                let each = if strict { STARTS_PER_JOB } else { PROGRAMS_PER_JOB };
                let programs = each * jobs;
                let seconds = self.programs(&self.host, programs, jobs, seed)?;
                Ok(Answer::of(seconds / f64::from(programs)))
            }
            Workload::Tiny => {
                // Too short to be told apart one by one.
                let candidate = Candidate::of_bytes("tiny", "tiny.wat", TYPED.into());
                let cases = if self.isolation == Isolation::Strict { 100 } else { CASES };
                let seconds = self.cases(&self.compiled, &Evaluator::Typed(1), candidate, cases)?;
                Ok(mean(&seconds, 1))
            }
            Workload::CallCompiled => {
                let candidate = Candidate::of_bytes("tiny", "tiny.wat", TYPED.into());
                let seconds = self.cases(&self.compiled, &Evaluator::Typed(CALLS), candidate, 3)?;
                Ok(mean(&seconds, CALLS))
            }
            Workload::CallScript => {
                let program = workload.program().ok_or(Absent::NotMine)?;
                let evaluator = Evaluator::InPython(CALLS, program.expected);
                let seconds = self.cases(&self.host, &evaluator, python(program.python), 1)?;
                Ok(mean(&seconds, CALLS))
            }
            Workload::Command => self.command(count),
            Workload::Compile(bytes) => self.compile(bytes, seed),
        }
    }
}

/// A generated program as a component of the interface, admitted; nothing of it is compiled to native code yet.
///
/// # Errors
/// If it cannot be made or is not admitted.
pub fn generated_component(
    host: &Host,
    wit: &TaskWit,
    bytes: u32,
    seed: u64,
) -> Result<Generated, Absent> {
    let generated = generated(bytes, seed);
    let module = Candidate::of_bytes("generated", "generated.wasm", generated.bytes);
    let bytes = host.make(&module, Purpose::Candidate(Some(wit)))?;
    let bytes = bytes.map_err(|it| Absent::Because(format!("{}: {}", it.code, it.message)))?;
    Ok(Generated { bytes, ..generated })
}

/// Who asks: how often in each case, and for what answer.
enum Evaluator<'a> {
    ByName(u32, &'a str),
    /// In the first case already.
    Once(&'a str),
    Typed(u32),
    InPython(u32, &'a str),
}

fn python(text: &str) -> Candidate {
    Candidate::of_bytes("program", "program.py", text.into())
}

/// The trivial program as a text that nobody has seen before.
fn one_line(mark: &str) -> Candidate {
    python(&format!("def main():\n    return 1 + 1  # {mark}\n"))
}

/// Every answer of the candidate was the right one.
fn right(outcome: &Outcome) -> Result<(), Absent> {
    match outcome {
        Outcome::Verdict(verdict) if verdict.score == Some(1.0) => Ok(()),
        Outcome::Verdict(verdict) => {
            let (code, message) = (verdict.reason.code, &verdict.reason.message);
            Err(Absent::Because(format!("{code}: {message}")))
        }
        Outcome::Unreadable(error) => Err(Absent::Because(error.clone())),
    }
}

fn ended(seconds: f64, outcome: &RunOutcome, expected: &str) -> Result<Answer, Absent> {
    let Err(reason) = &outcome.result else {
        return Err(Absent::Because("the program came to an end".to_owned()));
    };
    let code = reason.code.as_str();
    if !code.ends_with(expected) {
        return Err(Absent::Because(format!("{code}: {}", reason.message)));
    }
    let memory = format_bytes(outcome.usage.memory_bytes_peak);
    Ok(Answer { seconds: vec![seconds], ended: Some(format!("{code}, {memory} in the sandbox")) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The home in which the tests of the suite have the interpreter; `cargo xtask test` builds it.
    fn lazaret() -> Lazaret {
        let home = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/test-home");
        let home = Home { data: home.join("data"), cache: home.join("cache") };
        let command = PathBuf::from("/nowhere/lazaret");
        Lazaret::open(&home, &Settings::store(), command, None, &mut |_| ()).expect("it opens")
    }

    #[test]
    fn a_wrong_answer_has_no_time() {
        let lazaret = lazaret();
        let cases = |evaluator: &Evaluator<'_>, text: &str| {
            lazaret.cases(&lazaret.host, evaluator, python(text), 2)
        };
        let text = "def warm():\n    return None\n\n\ndef main():\n    return 2\n";
        for (right, wrong) in [
            (Evaluator::ByName(3, "2"), Evaluator::ByName(3, "3")),
            (Evaluator::ByName(1, "2"), Evaluator::ByName(1, "22")),
            (Evaluator::InPython(3, "2"), Evaluator::InPython(3, "3")),
        ] {
            assert_eq!(cases(&right, text).map(|it| it.len()), Ok(2));
            assert!(matches!(cases(&wrong, text), Err(Absent::Because(_))));
        }
        for (expected, wrong) in [("2", false), ("3", true)] {
            let program = "def main():\n    return 2\n";
            let asked =
                lazaret.cases(&lazaret.host, &Evaluator::Once(expected), python(program), 0);
            assert_eq!(asked.is_err(), wrong, "{asked:?}");
        }
        let failing = text.replace("return 2", "return 1 / 0");
        let why = cases(&Evaluator::ByName(1, "2"), &failing).expect_err("it fails");
        assert!(matches!(why, Absent::Because(why) if why.contains("failed/exception")));
    }

    #[test]
    fn generated_programs_are_admitted_and_right() {
        let mut lazaret = lazaret();
        for bytes in [10_000, 100_000] {
            let ask = Ask { workload: Workload::Compile(bytes), count: 1, seed: 7 };
            assert_eq!(lazaret.ask(&ask).map(|it| it.seconds.len()), Ok(1));
        }
        // The largest takes too long to be compiled in a test.
        let made = generated_component(&lazaret.compiled, &lazaret.wit, 1_000_000, 7);
        assert!(made.is_ok_and(|it| 900_000 < it.bytes.len()));
    }

    #[test]
    fn a_limit_ends_the_program_that_is_meant_to_meet_it() {
        let mut lazaret = lazaret();
        let ask = Ask { workload: Workload::Hog, count: 1, seed: 0 };
        let ended = lazaret.ask(&ask).map(|it| it.ended.unwrap_or_default());
        assert!(ended.as_ref().is_ok_and(|it| it.starts_with("failed/out-of-memory")), "{ended:?}");
        let program = Workload::Trivial.program().expect("it is a file");
        let (_, outcome) = lazaret.limited(program, "memory", LIMIT_MEMORY_BYTES).expect("it runs");
        assert!(ended_by(&outcome).is_err());
    }

    fn ended_by(outcome: &RunOutcome) -> Result<Answer, Absent> {
        ended(0.0, outcome, "out-of-memory")
    }
}
