//! A candidate's instance in another process, as its caller sees it.

use std::borrow::Cow;
use std::os::unix::net::UnixStream;
use std::sync::Arc;

use lazaret_evaluate::{Instance, Launch, Started};
use lazaret_sandbox::{
    Answer as Place, Arguments, BYTECODE_BYTES_MAX, Failure, Observation, Remains, ScriptRole,
    Stop, read_result,
};
use lazaret_trial::{Budget, Function, Interface, Passed, PassedError, Usage, Value};

use crate::frames::{FrameError, Frames};
use crate::session::{Answer, Ask, Start, State};

/// What an answer may have around a value: reasons, usage, names.
const SLACK_BYTES: u64 = 1 << 20;

const BYTECODE_MAX: usize = BYTECODE_BYTES_MAX as usize;

/// The most bytes that one byte takes in JSON, as in `\u001b`.
const JSON_FACTOR: u64 = 6;

/// An instance that is made on the other side of a socket when it is first needed, or when it is announced. It makes
/// one.
pub struct Remote {
    frames: Option<Frames>,
    /// What the other side has been told to begin.
    announced: Option<Start>,
    /// Whether what the interpreter makes of the text is wanted.
    keep: bool,
    /// The interface of the task, by which values of the engine are translated.
    interface: Option<Arc<Interface>>,
}

struct RemoteInstance {
    frames: Frames,
    typed: bool,
    arrays: bool,
    answer_bytes_max: usize,
    usage: Usage,
    stopped: Option<Stop>,
    /// What the other side's interpreter has made of the text.
    bytecode: Option<Vec<u8>>,
}

impl Remote {
    /// `socket` leads to the candidate's worker.
    #[must_use]
    pub const fn new(socket: UnixStream, interface: Option<Arc<Interface>>) -> Self {
        Self { frames: Some(Frames::new(socket)), announced: None, keep: false, interface }
    }
}

impl Launch for Remote {
    fn keep_bytecode(&mut self) {
        self.keep = true;
    }

    fn announce(&mut self, budget: &Budget, seed: u64, purpose: &str, role: ScriptRole) -> bool {
        let Some(frames) = &mut self.frames else { return false };
        let (budget, purpose, keep) = (budget.clone(), purpose.to_owned(), self.keep);
        let start = Start { budget, seed, purpose, role, keep };
        // If the other side is gone, whoever launches will learn it.
        if frames.send(|out| Ask::Start(start.clone()).write(out)).is_ok() {
            self.announced = Some(start);
        }
        self.announced.is_some()
    }

    fn launch(
        &mut self,
        budget: &Budget,
        seed: u64,
        purpose: &str,
        role: ScriptRole,
    ) -> Started<Box<dyn Instance>> {
        let Some(frames) = self.frames.take() else {
            return Started::Impossible(Stop::Host("a second instance was asked for".to_owned()));
        };
        let mut instance = RemoteInstance {
            frames,
            typed: false,
            arrays: false,
            answer_bytes_max: answer_bytes_max(budget),
            usage: Usage::default(),
            stopped: None,
            bytecode: None,
        };
        let (budget, purpose, keep) = (budget.clone(), purpose.to_owned(), self.keep);
        let start = Start { budget, seed, purpose, role, keep };
        let take = |answer: Answer<'_>| match answer {
            Answer::Started { typed, arrays, state, bytecode } => {
                Some((typed, arrays, state, bytecode.map(Cow::into_owned)))
            }
            _ => None,
        };
        let started = match self.announced.take() {
            Some(announced) if announced == start => instance.hear(take),
            Some(_) => Err(Stop::Host("an instance is not as it was announced".to_owned())),
            None => instance.ask(&Ask::Start(start), take),
        };
        match started {
            Ok((typed, arrays, state, bytecode)) => {
                instance.arrays = arrays;
                instance.bytecode = bytecode.filter(|bytes| keep && bytes.len() <= BYTECODE_MAX);
                // Without an interface, there is nothing that a typed call could go by.
                instance.typed = typed && self.interface.is_some();
                match state {
                    State::Ready => Started::Ready(Box::new(instance)),
                    State::Unloadable(failure) => Started::Unloadable(Box::new(instance), failure),
                    State::Stopped(stop) => {
                        let stop = instance.stop(stop);
                        Started::Stopped(Box::new(instance), stop)
                    }
                    State::Impossible(stop) => Started::Impossible(instance.stop(stop)),
                }
            }
            Err(stop) => Started::Stopped(Box::new(instance), stop),
        }
    }
}

impl RemoteInstance {
    /// Asks and gives what `take` finds in the answer. An answer of another kind is none: whoever gave it is
    /// not what it was.
    fn ask<T>(
        &mut self,
        ask: &Ask<'_>,
        take: impl FnOnce(Answer<'_>) -> Option<T>,
    ) -> Result<T, Stop> {
        if let Some(stop) = &self.stopped {
            return Err(stop.clone());
        }
        match self.frames.send(|out| ask.write(out)) {
            Ok(()) => self.hear(take),
            Err(error) => Err(self.stop(lost(&error))),
        }
    }

    /// Gives what `take` finds in the next answer.
    fn hear<T>(&mut self, take: impl FnOnce(Answer<'_>) -> Option<T>) -> Result<T, Stop> {
        let answered = self.frames.receive(self.answer_bytes_max);
        let stop = match answered.and_then(Answer::read) {
            Ok((answer, usage)) => {
                self.usage = usage;
                match answer {
                    Answer::Stop(stop) => stop,
                    answer => match take(answer) {
                        Some(taken) => return Ok(taken),
                        None => Stop::Lost("it answers what was not asked".to_owned()),
                    },
                }
            }
            Err(error) => lost(&error),
        };
        Err(self.stop(stop))
    }

    /// Keeps how it ended. A worker that claims an end that only an evaluator can come to is not what it was.
    fn stop(&mut self, stop: Stop) -> Stop {
        let stop = match stop {
            Stop::Counterpart | Stop::BadCall(_) => {
                Stop::Lost("it tells of an end that no candidate can come to".to_owned())
            }
            stop => stop,
        };
        self.stopped = Some(stop.clone());
        stop
    }
}

impl Instance for RemoteInstance {
    fn is_typed(&self) -> bool {
        self.typed
    }

    fn speaks_arrays(&self) -> bool {
        self.arrays
    }

    fn call_arrays(
        &mut self,
        function: &str,
        arguments: Value,
    ) -> Result<Result<Value, Failure>, Stop> {
        let mut sent = Vec::new();
        Passed::of(arguments).write_binary(&mut sent);
        let ask = Ask::Arrays { function, arguments: &sent };
        self.ask(&ask, |answer| match answer {
            // Parsed and checked here, in the process that is to use it.
            Answer::Arrays(bytes) => {
                let passed = Passed::read_binary(bytes).map_err(PassedError::from);
                let value = passed.and_then(|passed| passed.value());
                Some(Ok(value.map_err(|error| Failure::invalid_output(error.to_string()))))
            }
            Answer::Failure(failure) => Some(Ok(Err(failure.of_call()))),
            _ => None,
        })?
    }

    fn call(&mut self, function: &str, arguments: &Value) -> Result<Result<Value, Failure>, Stop> {
        let arguments = arguments.to_string();
        let ask = Ask::Call { function, arguments: &arguments };
        self.ask(&ask, |answer| match answer {
            // Parsed here, in the process that is to use it.
            Answer::Value(text) => Some(Ok(
                Value::parse(text).map_err(|error| Failure::invalid_output(error.to_string()))
            )),
            Answer::Failure(failure) => Some(Ok(Err(failure.of_call()))),
            _ => None,
        })?
    }

    fn call_typed(
        &mut self,
        index: usize,
        function: &Function,
        arguments: Arguments<'_>,
        answer: &mut Place<'_>,
    ) -> Result<(), Stop> {
        let (mut sent, mut result) = (Vec::new(), Vec::new());
        arguments.write_binary(function, &mut sent);
        self.call_typed_binary(index, function, &sent, &mut result)?;
        // A worker that is what it was has lifted a value of the type, which its type accepts.
        answer.read_binary(function, &result).map_err(|why| self.stop(Stop::Lost(why)))
    }

    fn call_typed_values(
        &mut self,
        index: usize,
        function: &Function,
        arguments: Vec<Value>,
    ) -> Result<Value, Stop> {
        let (mut sent, mut result) = (Vec::new(), Vec::new());
        for argument in &arguments {
            argument.write_binary(&mut sent);
        }
        self.call_typed_binary(index, function, &sent, &mut result)?;
        read_result(function, &result).map_err(|why| self.stop(Stop::Lost(why)))
    }

    fn call_typed_binary(
        &mut self,
        index: usize,
        _function: &Function,
        arguments: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), Stop> {
        self.ask(&Ask::Typed { index, arguments }, |answer| match answer {
            Answer::Typed(result) => {
                out.extend(result);
                Some(())
            }
            _ => None,
        })
    }

    fn take_bytecode(&mut self) -> Option<Vec<u8>> {
        self.bytecode.take()
    }

    fn usage(&self) -> Usage {
        self.usage
    }

    fn finish(mut self: Box<Self>) -> (Observation, Remains) {
        // What it wrote is to be had from one that stopped as well. One that is lost has nothing to say, and whoever
        // waited for it in vain would wait as long again.
        if !matches!(self.stopped, Some(Stop::Lost(_))) {
            self.stopped = None;
        }
        let finished = self.ask(&Ask::Finish, |answer| match answer {
            Answer::Finished(observation) => Some(observation),
            _ => None,
        });
        let lost = |_| Observation { usage: self.usage, ..Observation::default() };
        // What is left of it is on the other side.
        (finished.unwrap_or_else(lost), Remains::default())
    }
}

fn lost(error: &FrameError) -> Stop {
    Stop::Lost(error.to_string())
}

/// What an answer may take: a result, or all that was written.
fn answer_bytes_max(budget: &Budget) -> usize {
    let bytes = budget
        .result_bytes
        .saturating_mul(2)
        .saturating_add(budget.output_bytes.saturating_mul(JSON_FACTOR))
        .saturating_add(SLACK_BYTES)
        .saturating_add(u64::from(BYTECODE_BYTES_MAX));
    usize::try_from(bytes).unwrap_or(usize::MAX)
}
