//! What an evaluator is granted besides the virtual WASI: its candidate, the dataset, a log and the seed.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;

use lazaret_trial::{Interface, Reason, Value, Weakness};
use wasmtime::component::LinkerInstance;
use wasmtime::{AsContextMut, StoreContextMut};

use crate::bindings::lazaret::candidate::types::Failure as WitFailure;
use crate::bindings::lazaret::evaluator::candidate::Consumption;
use crate::failure::Failure;
use crate::fast::fast;
use crate::meter::HOST_BYTE_FUEL;
use crate::state::{State, charge, enter};
use crate::stop::Stop;
use crate::typed::{Answer, Arguments};

/// Read-only files by name or path; shared between sandboxes, never copied before a guest asks.
pub type Dataset = Arc<BTreeMap<String, Vec<u8>>>;

/// What a call to a candidate led to.
pub enum CallOutcome {
    /// A value.
    Value(Value),
    /// No value, and the candidate is alive.
    Failure(Failure),
    /// The candidate stopped: the case is over, and the evaluator is not asked what it thinks of it.
    Stopped,
    /// The evaluator calls what the task's interface does not have, or with arguments that do not fit it.
    Refused(String),
}

/// What a typed call led to. A failure of the candidate has no place in the types of the task, so it ends
/// the case.
pub enum TypedOutcome {
    /// The answer is filled in.
    Answered,
    /// There is no answer, and the case is over.
    Stopped,
    /// The host cannot do it.
    Impossible(String),
}

/// What the candidate used in this case so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct CounterpartUsage {
    /// Fuel of loading and of all calls.
    pub fuel: u64,
    /// The most bytes of memory and tables.
    pub memory_bytes_peak: u64,
    /// Calls into the candidate.
    pub calls: u64,
}

/// The candidate as its evaluator sees it. Where it lives, in this process or in another, is nobody's
/// business here.
pub trait Counterpart: Send {
    /// Calls a function of the candidate; makes the instance first if there is none yet.
    fn call(&mut self, function: &str, arguments: Value) -> CallOutcome;

    /// The same with arrays in arguments and result.
    fn call_arrays(&mut self, function: &str, arguments: Value) -> CallOutcome;

    /// Calls a function of the task's interface by its index, with arguments of its types.
    fn call_typed(
        &mut self,
        function: usize,
        arguments: Arguments<'_>,
        answer: Answer<'_>,
    ) -> TypedOutcome;

    /// What the candidate used so far.
    fn usage(&self) -> CounterpartUsage;
}

/// What an evaluator is granted.
pub struct ScorerGrants {
    /// The candidate of this case, or none while the evaluator describes itself, lists its cases or
    /// summarises; a call is refused then.
    pub counterpart: Option<Box<dyn Counterpart>>,
    /// The files that it may read.
    pub dataset: Dataset,
    /// The seed of the evaluation.
    pub seed: u64,
}

/// One input of an evaluator, as it crosses.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseInput {
    /// Unique in its split.
    pub id: String,
    /// Stages run in order.
    pub stage: u32,
    /// The input itself.
    pub data: Value,
}

/// Why an evaluator gave no answer although it is alive.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// The candidate's failure went through it.
    CandidateFailed,
    /// It calls the candidate's answer invalid.
    InvalidOutput(String),
    /// It raised an error of its own.
    Exception(Reason),
    /// Its answer is none.
    Invalid(String),
}

/// Defines one of the evaluator's imports. `interface` is the name after `lazaret:evaluator/`.
pub fn define(interface: &str, linker: &mut LinkerInstance<'_, State>) -> wasmtime::Result<()> {
    match interface {
        "candidate" => {
            linker.func_wrap("call", call)?;
            linker.func_wrap("usage", usage)
        }
        "dataset" => {
            linker.func_wrap("names", names)?;
            linker.func_wrap("read", read)
        }
        "log" => linker.func_wrap("write", log),
        "seed" => linker.func_wrap("get", seed),
        _ => Ok(()),
    }
}

/// Defines the task's interface as an evaluator imports it.
pub fn define_typed(
    interface: &Arc<Interface>,
    linker: &mut LinkerInstance<'_, State>,
) -> wasmtime::Result<()> {
    for (index, function) in interface.functions.iter().enumerate() {
        let name = format!("{}.{}", interface.name, function.name);
        if let Some(fast) = fast(function) {
            (fast.define)(linker, &function.name, name, index)?;
            continue;
        }
        linker.func_new(&function.name, move |store, _, arguments, results| {
            call_typed(store, &name, index, Arguments::Vals(arguments), Answer::Vals(results))
        })?;
    }
    Ok(())
}

/// A call of the task's interface, in either form of its values.
pub fn call_typed(
    mut store: StoreContextMut<'_, State>,
    name: &str,
    function: usize,
    arguments: Arguments<'_>,
    mut answer: Answer<'_>,
) -> wasmtime::Result<()> {
    enter(&mut store)?;
    charge(&mut store, arguments.size() * HOST_BYTE_FUEL)?;
    let outcome = with_counterpart(&mut store, name, |counterpart| {
        counterpart.call_typed(function, arguments, answer.again())
    })?;
    match outcome {
        TypedOutcome::Answered => charge(&mut store, answer.size() * HOST_BYTE_FUEL),
        TypedOutcome::Stopped => Err(store.data_mut().stop(Stop::Counterpart)),
        TypedOutcome::Impossible(why) => Err(store.data_mut().stop(Stop::Host(why))),
    }
}

/// Lets the counterpart work while the wall clock of this sandbox stands still.
pub fn with_counterpart<T>(
    store: &mut StoreContextMut<'_, State>,
    name: &str,
    work: impl FnOnce(&mut dyn Counterpart) -> T,
) -> wasmtime::Result<T> {
    let scorer = store.data_mut().scorer.as_mut();
    let Some(mut counterpart) = scorer.and_then(|scorer| scorer.counterpart.take()) else {
        return Err(store.data_mut().stop(Stop::Denied(name.to_owned())));
    };
    store.data_mut().meter.pause_wall();
    let outcome = work(&mut *counterpart);
    let ticks = store.data_mut().meter.resume_wall();
    store.as_context_mut().set_epoch_deadline(ticks);
    if let Some(scorer) = &mut store.data_mut().scorer {
        scorer.counterpart = Some(counterpart);
    }
    Ok(outcome)
}

fn refuse(store: &mut StoreContextMut<'_, State>, import: &str) -> wasmtime::Error {
    store.data_mut().stop(Stop::Denied(format!("lazaret:evaluator/{import}")))
}

fn call(
    mut store: StoreContextMut<'_, State>,
    (function, arguments): (String, String),
) -> wasmtime::Result<(Result<String, WitFailure>,)> {
    enter(&mut store)?;
    charge(&mut store, arguments.len() as u64 * HOST_BYTE_FUEL)?;
    let name = "lazaret:evaluator/candidate.call";
    let call =
        |counterpart: &mut dyn Counterpart, arguments| counterpart.call(&function, arguments);
    answered(&mut store, name, Value::parse(&arguments), call, |value| {
        let text = value.to_string();
        let bytes = text.len() as u64;
        (text, bytes)
    })
}

/// A call of the candidate by name, in whatever form it came: what the evaluator sends is parsed and written anew like
/// everything that crosses. `write` gives the answer in that form and how many bytes it has.
pub fn answered<T>(
    store: &mut StoreContextMut<'_, State>,
    name: &str,
    arguments: Result<Value, impl Display>,
    call: impl FnOnce(&mut dyn Counterpart, Value) -> CallOutcome,
    write: impl FnOnce(Value) -> (T, u64),
) -> wasmtime::Result<(Result<T, WitFailure>,)> {
    let outcome = match arguments {
        Ok(arguments) => with_counterpart(store, name, |counterpart| call(counterpart, arguments))?,
        // The candidate was not even asked, so that this is no failure of its own.
        Err(error) => CallOutcome::Refused(format!("the arguments are no value: {error}")),
    };
    match outcome {
        CallOutcome::Value(value) => {
            let (answer, bytes) = write(value);
            charge(store, bytes * HOST_BYTE_FUEL)?;
            Ok((Ok(answer),))
        }
        CallOutcome::Failure(failure) => Ok((Err(failure.wit),)),
        CallOutcome::Stopped => Err(store.data_mut().stop(Stop::Counterpart)),
        CallOutcome::Refused(why) => Err(store.data_mut().stop(Stop::BadCall(why))),
    }
}

fn usage(mut store: StoreContextMut<'_, State>, (): ()) -> wasmtime::Result<(Consumption,)> {
    enter(&mut store)?;
    let counterpart = store.data().scorer.as_ref().and_then(|scorer| scorer.counterpart.as_ref());
    let Some(counterpart) = counterpart else {
        return Err(refuse(&mut store, "candidate.usage"));
    };
    let CounterpartUsage { fuel, memory_bytes_peak, calls } = counterpart.usage();
    Ok((Consumption { fuel, memory_bytes_peak, calls },))
}

fn names(mut store: StoreContextMut<'_, State>, (): ()) -> wasmtime::Result<(Vec<String>,)> {
    enter(&mut store)?;
    let Some(scorer) = &store.data().scorer else {
        if Weakness::Grants.is_chosen() {
            return Ok((Vec::new(),));
        }
        return Err(refuse(&mut store, "dataset.names"));
    };
    let names: Vec<String> = scorer.dataset.keys().cloned().collect();
    let bytes: usize = names.iter().map(String::len).sum();
    charge(&mut store, bytes as u64 * HOST_BYTE_FUEL)?;
    Ok((names,))
}

fn read(
    mut store: StoreContextMut<'_, State>,
    (name,): (String,),
) -> wasmtime::Result<(Option<Vec<u8>>,)> {
    enter(&mut store)?;
    let Some(scorer) = &store.data().scorer else {
        return Err(refuse(&mut store, "dataset.read"));
    };
    let bytes = scorer.dataset.get(&name).cloned();
    charge(&mut store, bytes.as_ref().map_or(0, Vec::len) as u64 * HOST_BYTE_FUEL)?;
    Ok((bytes,))
}

fn log(mut store: StoreContextMut<'_, State>, (line,): (String,)) -> wasmtime::Result<()> {
    enter(&mut store)?;
    if store.data().scorer.is_none() && !Weakness::Grants.is_chosen() {
        return Err(refuse(&mut store, "log.write"));
    }
    // The line end counts, so that empty lines are not free.
    let bytes = line.len() as u64 + 1;
    if let Err(stop) = store.data_mut().meter.count_output(bytes) {
        return Err(store.data_mut().stop(stop));
    }
    store.data_mut().log_lines.push(line);
    charge(&mut store, bytes * HOST_BYTE_FUEL)
}

fn seed(mut store: StoreContextMut<'_, State>, (): ()) -> wasmtime::Result<(u64,)> {
    enter(&mut store)?;
    match &store.data().scorer {
        Some(scorer) => Ok((scorer.seed,)),
        None if Weakness::Grants.is_chosen() => Ok((0,)),
        None => Err(refuse(&mut store, "seed.get")),
    }
}
