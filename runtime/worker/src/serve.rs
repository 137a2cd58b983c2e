//! One instance, answered for on a socket: the candidate's side of a session.

use std::os::unix::net::UnixStream;

use lazaret_evaluate::{Instance, Launch, Program, Started};
use lazaret_sandbox::Stop;
use lazaret_trial::{Interface, Passed, Usage, Value, Weakness};

use crate::frames::{FrameError, Frames};
use crate::session::{Answer, Ask, Start, State};

/// A question is arguments of an evaluator, which its own result budget bounds; this is the most that
/// such a budget may be, and some.
const QUESTION_BYTES_MAX: usize = 300 << 20;

/// Answers until the instance is ended or nobody asks any more.
///
/// `kept` is what a weakness keeps from one session to the next.
pub fn serve(
    program: &mut Program,
    interface: Option<&Interface>,
    socket: UnixStream,
    kept: &mut Option<Box<dyn Instance>>,
) {
    let mut session = Session { frames: Frames::new(socket), interface, instance: None, kept };
    // Whoever asked is gone or has lost its mind; either way there is nobody to tell.
    while let Ok(true) = session.answer_one(program) {}
    session.keep();
}

struct Session<'a> {
    frames: Frames,
    interface: Option<&'a Interface>,
    instance: Option<Box<dyn Instance>>,
    kept: &'a mut Option<Box<dyn Instance>>,
}

impl Session<'_> {
    /// Whether the session goes on.
    fn answer_one(&mut self, program: &mut Program) -> Result<bool, FrameError> {
        let question = self.frames.receive(QUESTION_BYTES_MAX)?;
        match Ask::read(question)? {
            Ask::Start(start) if self.instance.is_none() => {
                let state = self.start(program, &start);
                let typed = self.instance.as_ref().is_some_and(|it| it.is_typed());
                let arrays = self.instance.as_ref().is_some_and(|it| it.speaks_arrays());
                let bytecode = self.instance.as_mut().and_then(|it| it.take_bytecode());
                let bytecode = bytecode.map(Into::into);
                self.answer(&Answer::Started { typed, arrays, state, bytecode })
            }
            Ask::Call { function, arguments } => {
                let answer = match (&mut self.instance, Value::parse(arguments)) {
                    (Some(instance), Ok(arguments)) => instance.call(function, &arguments),
                    _ => Err(Stop::Host("a call that cannot be made".to_owned())),
                };
                match answer {
                    Ok(Ok(value)) => self.answer(&Answer::Value(&value.to_string())),
                    Ok(Err(failure)) => self.answer(&Answer::Failure(failure)),
                    Err(stop) => self.answer(&Answer::Stop(stop)),
                }
            }
            Ask::Arrays { function, arguments } => {
                let arguments = Passed::read_binary(arguments).map(|passed| passed.value());
                let answer = match (&mut self.instance, arguments) {
                    (Some(instance), Ok(Ok(arguments))) => {
                        instance.call_arrays(function, arguments)
                    }
                    _ => Err(Stop::Host("a call that cannot be made".to_owned())),
                };
                match answer {
                    Ok(Ok(value)) => {
                        let mut result = Vec::new();
                        Passed::of(value).write_binary(&mut result);
                        self.answer(&Answer::Arrays(&result))
                    }
                    Ok(Err(failure)) => self.answer(&Answer::Failure(failure)),
                    Err(stop) => self.answer(&Answer::Stop(stop)),
                }
            }
            Ask::Typed { index, arguments } => {
                let function = self.interface.and_then(|interface| interface.functions.get(index));
                let mut result = Vec::new();
                let called = match (&mut self.instance, function) {
                    (Some(instance), Some(function)) => {
                        instance.call_typed_binary(index, function, arguments, &mut result)
                    }
                    _ => Err(Stop::Host("a call that cannot be made".to_owned())),
                };
                match called {
                    Ok(()) => self.answer(&Answer::Typed(&result)),
                    Err(stop) => self.answer(&Answer::Stop(stop)),
                }
            }
            Ask::Finish => {
                self.keep();
                let ended = self.instance.take().map(Instance::finish);
                let (observation, remains) = ended.unwrap_or_default();
                let usage = observation.usage;
                let sent = self.frames.send(|out| Answer::Finished(observation).write(&usage, out));
                // Nobody waits for this.
                drop(remains);
                sent.map(|()| false)
            }
            Ask::Start(_) => Ok(false),
        }
    }

    /// Keeps the instance for whoever comes next, if somebody has taken this wall away.
    fn keep(&mut self) {
        if Weakness::FreshInstances.is_chosen() && self.instance.is_some() {
            *self.kept = self.instance.take();
        }
    }

    fn start(&mut self, program: &mut Program, start: &Start) -> State {
        if let Some(instance) = self.kept.take() {
            self.instance = Some(instance);
            return State::Ready;
        }
        let Start { budget, seed, purpose, role, keep } = start;
        if *keep {
            program.keep_bytecode();
        }
        match program.launch(budget, *seed, purpose, *role) {
            Started::Ready(instance) => {
                self.instance = Some(instance);
                State::Ready
            }
            Started::Unloadable(instance, failure) => {
                self.instance = Some(instance);
                State::Unloadable(failure)
            }
            Started::Stopped(instance, stop) => {
                self.instance = Some(instance);
                State::Stopped(stop)
            }
            Started::Impossible(stop) => State::Impossible(stop),
        }
    }

    fn answer(&mut self, answer: &Answer<'_>) -> Result<bool, FrameError> {
        let usage = self.instance.as_ref().map_or(Usage::default(), |it| it.usage());
        self.frames.send(|out| answer.write(&usage, out))?;
        Ok(true)
    }
}
