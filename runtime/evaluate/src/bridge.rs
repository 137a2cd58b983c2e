//! The bridge from an evaluator's sandbox into its candidate's.
//!
//! Invariants:
//! - The candidate's instance is made at the first call, or before it if that is wanted, and lives for one case.
//! - What crosses is plain data that the host has parsed and writes anew.
//! - A candidate that stopped, did not load, exited or ran out of memory is dead: the evaluator is not
//!   asked, and cannot turn it into a score.
//! - Under a task with an interface, whatever crosses fits its types, whichever side is typed: a script gets
//!   the same values from a script as from a component.
//! - The last question is kept as it came, in bounded memory, and becomes text only if somebody asks for it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lazaret_sandbox::{
    Answer, Arguments, CallOutcome, Counterpart, CounterpartUsage, Failure, Observation, Remains,
    ScriptRole, TypedOutcome,
};
use lazaret_trial::{
    Budget, Code, Function, Interface, LastCall, Lists, Reason, Value, identifier,
};

use crate::instance::{Instance, Launch};
use crate::program::Started;
use crate::question::Question;

/// A candidate during one case; the bridge and whoever judges the case share it.
#[derive(Clone)]
pub struct Bridge(Arc<Mutex<Candidate>>);

/// What whoever asks takes for an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Plain data without arrays.
    Plain,
    /// Arrays, too.
    Arrays,
}

struct Candidate {
    /// Whether making the instance has begun, elsewhere.
    announced: bool,
    launch: Box<dyn Launch>,
    /// The interface of the task, if it has one.
    interface: Option<Arc<Interface>>,
    lists: Lists,
    budget: Budget,
    seed: u64,
    purpose: String,
    instance: Option<Box<dyn Instance>>,
    /// Why the candidate is dead, if it is.
    death: Option<Reason>,
    /// The last failure that it survived.
    failure: Option<Reason>,
    /// The last question to it.
    question: Question,
}

impl Bridge {
    /// Announces the instance, for hardly an evaluator asks nothing.
    pub fn new(
        mut launch: Box<dyn Launch>,
        interface: Option<Arc<Interface>>,
        lists: Lists,
        budget: Budget,
        seed: u64,
        purpose: String,
    ) -> Self {
        let (instance, death, failure) = (None, None, None);
        let announced = launch.announce(&budget, seed, &purpose, ScriptRole::Candidate);
        Self(Arc::new(Mutex::new(Candidate {
            announced,
            launch,
            interface,
            lists,
            budget,
            seed,
            purpose,
            instance,
            death,
            failure,
            question: Question::none(),
        })))
    }

    /// Whether the candidate's instance is being made by somebody else meanwhile.
    pub fn is_announced(&self) -> bool {
        self.candidate().announced
    }

    /// Makes the candidate's instance, if it is not there yet.
    ///
    /// # Errors
    /// Why the candidate is dead, if it is.
    pub fn load(&self) -> Result<(), Reason> {
        let mut candidate = self.candidate();
        candidate.ready();
        candidate.death.clone().map_or(Ok(()), Err)
    }

    /// Why the candidate is dead, if it is.
    pub fn death(&self) -> Option<Reason> {
        self.candidate().death.clone()
    }

    /// The last failure that the candidate survived.
    pub fn failure(&self) -> Option<Reason> {
        self.candidate().failure.clone()
    }

    /// Whether the candidate was asked anything.
    pub fn asked(&self) -> bool {
        self.candidate().question.was_asked()
    }

    /// The last question to the candidate, if there was one.
    pub fn last_call(&self) -> Option<LastCall> {
        let candidate = self.candidate();
        let typed = candidate.instance.as_ref().is_some_and(|instance| instance.is_typed());
        candidate.question.tell(candidate.interface.as_deref(), typed)
    }

    /// Ends the candidate's sandbox.
    pub fn finish(&self) -> (Observation, Remains) {
        self.candidate().instance.take().map(Instance::finish).unwrap_or_default()
    }

    /// A panic while the lock was held has already ended this case; the data is still only data.
    fn candidate(&self) -> MutexGuard<'_, Candidate> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counterpart for Bridge {
    fn call(&mut self, function: &str, arguments: Value) -> CallOutcome {
        self.candidate().call(function, arguments, Wanted::Plain)
    }

    fn call_arrays(&mut self, function: &str, arguments: Value) -> CallOutcome {
        self.candidate().call(function, arguments, Wanted::Arrays)
    }

    fn call_typed(
        &mut self,
        function: usize,
        arguments: Arguments<'_>,
        answer: Answer<'_>,
    ) -> TypedOutcome {
        self.candidate().call_typed(function, arguments, answer)
    }

    fn usage(&self) -> CounterpartUsage {
        let candidate = self.candidate();
        // An evaluator cannot tell whether the instance is there before it asks.
        let asked = candidate.instance.as_ref().filter(|_| candidate.question.was_asked());
        let usage = asked.map(|it| it.usage()).unwrap_or_default();
        CounterpartUsage {
            fuel: usage.fuel,
            memory_bytes_peak: usage.memory_bytes_peak,
            calls: usage.calls,
        }
    }
}

impl Candidate {
    /// A call by name with plain data, in which arrays may be.
    fn call(&mut self, name: &str, arguments: Value, wanted: Wanted) -> CallOutcome {
        let interface = self.interface.clone();
        let Some(interface) = interface else {
            return match arguments {
                Value::List(_) | Value::Object(_) => {
                    self.question.asked_by_name(name, &arguments);
                    let as_arrays = self.lists == Lists::AsArrays && self.speaks_arrays();
                    let arguments = if as_arrays { arguments.with_arrays() } else { arguments };
                    self.call_plain(name, arguments, wanted)
                }
                other => CallOutcome::Refused(format!(
                    "the arguments are {}, expected a list or an object",
                    other.kind()
                )),
            };
        };
        let Some((index, function)) = interface.function(name) else {
            // The name may be anything that a guest has sent, of any length.
            let name: String = name.chars().take(64).flat_map(char::escape_debug).collect();
            return CallOutcome::Refused(format!("`{}` has no function `{name}`", interface.name));
        };
        // Its types have no arrays: what fits them is the numbers as lists.
        let arguments = match arguments.without_arrays() {
            Ok(arguments) => arguments,
            Err(error) => return CallOutcome::Refused(format!("`{}`: {error}", function.name)),
        };
        match function.accept_arguments(arguments) {
            Ok(arguments) => self.call_declared(index, function, arguments),
            Err(mismatch) => CallOutcome::Refused(format!("`{}`: {mismatch}", function.name)),
        }
    }

    /// A call of a function of the task's interface from a side that speaks its types.
    fn call_typed(
        &mut self,
        index: usize,
        arguments: Arguments<'_>,
        mut answer: Answer<'_>,
    ) -> TypedOutcome {
        let interface = self.interface.clone();
        let function = interface.as_ref().and_then(|interface| interface.functions.get(index));
        let Some(function) = function else {
            return TypedOutcome::Impossible("a typed call without an interface".to_owned());
        };
        let Some(instance) = self.ready() else { return TypedOutcome::Stopped };
        if instance.is_typed() {
            self.question.asked_typed(index, function, &arguments);
            let Some(instance) = &mut self.instance else { return TypedOutcome::Stopped };
            return match instance.call_typed(index, function, arguments, &mut answer) {
                Ok(()) => {
                    self.question.answered_typed(function, &answer);
                    TypedOutcome::Answered
                }
                Err(stop) => {
                    self.dies(stop.reason(&self.budget));
                    TypedOutcome::Stopped
                }
            };
        }
        match self.call_declared(index, function, arguments.values(function)) {
            CallOutcome::Value(value) => match answer.set(function, value) {
                Ok(()) => TypedOutcome::Answered,
                Err(why) => TypedOutcome::Impossible(why),
            },
            CallOutcome::Failure(failure) => {
                self.dies(failure.reason());
                TypedOutcome::Stopped
            }
            CallOutcome::Stopped => TypedOutcome::Stopped,
            CallOutcome::Refused(why) => TypedOutcome::Impossible(why),
        }
    }

    /// A call of a function of the task's interface with arguments that it has accepted.
    fn call_declared(
        &mut self,
        index: usize,
        function: &Function,
        arguments: Vec<Value>,
    ) -> CallOutcome {
        self.question.asked(index, &arguments);
        let Some(instance) = self.ready() else { return CallOutcome::Stopped };
        if instance.is_typed() {
            return match instance.call_typed_values(index, function, arguments) {
                Ok(value) => {
                    self.question.answered(&value);
                    CallOutcome::Value(value)
                }
                Err(stop) => self.dies(stop.reason(&self.budget)),
            };
        }
        let speaks_arrays = instance.speaks_arrays();
        let as_arrays = self.lists == Lists::AsArrays && speaks_arrays;
        let name = identifier(&function.name);
        let arguments = if as_arrays { function.with_arrays(arguments) } else { arguments };
        match self.call_plain(&name, Value::List(arguments), Wanted::Plain) {
            CallOutcome::Value(value) => match function.accept_result(value) {
                Ok(value) => CallOutcome::Value(value),
                Err(mismatch) => self.failed(Failure::invalid_output(format!(
                    "the result of `{name}` is no `{}`: {mismatch}",
                    function.result.as_ref().map_or("nothing".to_owned(), ToString::to_string)
                ))),
            },
            outcome => outcome,
        }
    }

    /// With arrays if the candidate speaks them, and anybody else does: the task or who asks.
    fn call_plain(&mut self, function: &str, arguments: Value, wanted: Wanted) -> CallOutcome {
        let lists = self.lists;
        let Some(instance) = self.ready() else { return CallOutcome::Stopped };
        let with_arrays = wanted == Wanted::Arrays || lists == Lists::AsArrays;
        let answer = if with_arrays && instance.speaks_arrays() {
            instance.call_arrays(function, arguments)
        } else {
            match arguments.without_arrays() {
                Ok(arguments) => instance.call(function, &arguments),
                Err(error) => {
                    return CallOutcome::Refused(format!("the arguments hold {error}"));
                }
            }
        };
        match answer {
            Ok(Ok(value)) => {
                self.question.answered(&value);
                match wanted {
                    Wanted::Arrays => CallOutcome::Value(value),
                    Wanted::Plain => match value.without_arrays() {
                        Ok(value) => CallOutcome::Value(value),
                        Err(error) => {
                            let why = format!("the result holds {error}");
                            self.failed(Failure::invalid_output(why))
                        }
                    },
                }
            }
            Ok(Err(failure)) => self.failed(failure),
            Err(stop) => self.dies(stop.reason(&self.budget)),
        }
    }

    /// Whether the candidate is alive and speaks arrays; made now if this is the first call.
    fn speaks_arrays(&mut self) -> bool {
        self.ready().is_some_and(|instance| instance.speaks_arrays())
    }

    /// The instance, if the candidate is alive; made now if this is the first call.
    fn ready(&mut self) -> Option<&mut Box<dyn Instance>> {
        if self.death.is_none() && self.instance.is_none() {
            self.start();
        }
        if self.death.is_some() { None } else { self.instance.as_mut() }
    }

    fn start(&mut self) {
        let started =
            self.launch.launch(&self.budget, self.seed, &self.purpose, ScriptRole::Candidate);
        match started {
            Started::Ready(instance) => self.instance = Some(instance),
            Started::Unloadable(instance, failure) => {
                self.instance = Some(instance);
                self.death = Some(failure.reason());
            }
            Started::Stopped(instance, stop) => {
                self.instance = Some(instance);
                self.death = Some(stop.reason(&self.budget));
            }
            Started::Impossible(stop) => self.death = Some(stop.reason(&self.budget)),
        }
    }

    fn failed(&mut self, failure: Failure) -> CallOutcome {
        let reason = failure.reason();
        match reason.code {
            Code::FailedExit | Code::FailedOutOfMemory => self.dies(reason),
            _ => {
                self.failure = Some(reason);
                CallOutcome::Failure(failure)
            }
        }
    }

    fn dies(&mut self, reason: Reason) -> CallOutcome {
        self.death = Some(reason);
        CallOutcome::Stopped
    }
}
