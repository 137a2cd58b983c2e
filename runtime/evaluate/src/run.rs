//! Running a program once, without an evaluator.

use lazaret_sandbox::{Observation, Sandbox, ScriptRole};
use lazaret_trial::{Budget, Code, Logs, Reason, Usage, Value};

use crate::program::{Program, Started};

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

/// Runs a program once: its top level, and then one function if `call` is given.
#[must_use]
pub fn run(program: &Program, budget: &Budget, seed: u64, call: Option<&Call>) -> RunOutcome {
    let role = if call.is_some() { ScriptRole::Candidate } else { ScriptRole::Main };
    let (result, observation) = match program.start(budget, seed, "candidate run", role, None) {
        Started::Ready(mut sandbox) => {
            let result = match call {
                None => Ok(Value::Null),
                Some(call) => ask(&mut sandbox, program, budget, call),
            };
            (result, sandbox.finish())
        }
        Started::Unloadable(sandbox, failure) => (Err(failure.reason), sandbox.finish()),
        Started::Stopped(sandbox, stop) => (Err(stop.reason(budget)), sandbox.finish()),
        Started::Impossible(stop) => (Err(stop.reason(budget)), Observation::default()),
    };
    RunOutcome { result, usage: observation.usage, logs: observation.logs }
}

fn ask(
    sandbox: &mut Sandbox,
    program: &Program,
    budget: &Budget,
    call: &Call,
) -> Result<Value, Reason> {
    let Some(interface) = program.prepared.interface() else {
        return match sandbox.call(&call.function, &call.arguments) {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(failure)) => Err(failure.reason),
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
    sandbox.call_typed_values(index, function, arguments).map_err(|stop| stop.reason(budget))
}
