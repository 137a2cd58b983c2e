//! Running a program once, without an evaluator.

use lazaret_sandbox::{Observation, ScriptRole};
use lazaret_trial::{Budget, Code, Interface, Logs, Reason, Usage, Value};

use crate::instance::{Instance, Launch};
use crate::program::Started;

/// A call of a function.
#[derive(Clone, Debug)]
pub struct Call {
    /// The function's name.
    pub function: String,
    /// A list for positional arguments, an object for named ones.
    pub arguments: Value,
}

/// What one run did.
#[derive(Clone, Debug)]
pub struct RunOutcome {
    /// The function's result, or null if only the top level ran; or why there is none.
    pub result: Result<Value, Reason>,
    /// What it used.
    pub usage: Usage,
    /// What it wrote.
    pub logs: Logs,
}

/// Runs a program once: its top level, and then one function if `call` is given. `interface` is the one
/// that the program exports, if it has functions of its own.
#[must_use]
pub fn run(
    program: &mut dyn Launch,
    interface: Option<&Interface>,
    budget: &Budget,
    seed: u64,
    call: Option<&Call>,
) -> RunOutcome {
    let role = if call.is_some() { ScriptRole::Candidate } else { ScriptRole::Main };
    let (result, observation) = match program.launch(budget, seed, "candidate run", role) {
        Started::Ready(mut instance) => {
            let result = match call {
                None => Ok(Value::Null),
                Some(call) => ask(&mut *instance, interface, budget, call),
            };
            (result, instance.finish().0)
        }
        Started::Unloadable(instance, failure) => (Err(failure.reason()), instance.finish().0),
        Started::Stopped(instance, stop) => (Err(stop.reason(budget)), instance.finish().0),
        Started::Impossible(stop) => (Err(stop.reason(budget)), Observation::default()),
    };
    RunOutcome { result, usage: observation.usage, logs: observation.logs }
}

fn ask(
    instance: &mut dyn Instance,
    interface: Option<&Interface>,
    budget: &Budget,
    call: &Call,
) -> Result<Value, Reason> {
    let Some(interface) = interface.filter(|_| instance.is_typed()) else {
        return match instance.call(&call.function, &call.arguments) {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(failure)) => Err(failure.reason()),
            Err(stop) => Err(stop.reason(budget)),
        };
    };
    let Some((index, function)) = interface.function(&call.function) else {
        let names: Vec<&str> = interface.functions.iter().map(|it| it.name.as_str()).collect();
        let message = format!("there is no function `{}`", call.function);
        return Err(Reason::new(Code::FailedNoSuchFunction, message).hint(format!(
            "`{}` has: {}",
            interface.name,
            names.join(", ")
        )));
    };
    let arguments = function.accept_arguments(call.arguments.clone()).map_err(|mismatch| {
        Reason::new(Code::FailedBadArguments, format!("`{}`: {mismatch}", function.name))
    })?;
    instance.call_typed_values(index, function, arguments).map_err(|stop| stop.reason(budget))
}
