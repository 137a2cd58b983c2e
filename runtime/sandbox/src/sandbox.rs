//! One running sandbox: start, load, call, finish.

use std::sync::Arc;

use lazaret_trial::{Budget, Description, Function, Logs, Measurement, Usage, Value};
use serde::{Deserialize, Serialize};
use wasmtime::component::{Func, Instance, Val};
use wasmtime::{Store, Trap, WasmBacktrace};

use crate::answers::{description_from, measurements_from, problem_from};
use crate::bindings::exports::lazaret::evaluator::evaluator;
use crate::bindings::exports::lazaret::python::array_program;
use crate::bindings::lazaret::candidate::types;
use crate::bindings::lazaret::evaluator::types as wit;
use crate::calling::Callees;
use crate::failure::{Failure, cut};
use crate::fast::Plain;
use crate::prepared::Prepared;
use crate::probe::Probe;
use crate::scorer::{CaseInput, Dataset, Problem, ScorerGrants};
use crate::state::{Random, State};
use crate::stop::Stop;
use crate::store;
use crate::typed::{self, Answer, Arguments, LIFTING_FACTOR};

/// What a sandbox did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// What it used.
    pub usage: Usage,
    /// What it wrote.
    pub logs: Logs,
}

/// What is left of sandboxes that have ended, until this is dropped. Making their memories what they were takes a third
/// of the time of a small program, so whoever is waited for answers first.
#[derive(Default)]
#[must_use]
pub struct Remains(Vec<Sandbox>);

impl Remains {
    /// Both.
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

/// One instance of a component in a store of its own.
///
/// Must be used on a thread with [`lazaret_engine::THREAD_STACK_BYTES`] of stack: deep recursion in a
/// guest would overflow a smaller one and abort the process.
pub struct Sandbox {
    pub(crate) prepared: Prepared,
    pub(crate) store: Store<State>,
    /// None if the instance could not be made.
    instance: Option<Instance>,
    /// Looked up at the first call and kept, because a candidate is called many times.
    pub(crate) callees: Callees,
    pub(crate) array_program: Option<array_program::Guest>,
    /// The functions of the task's interface that were called so far, for the same reason.
    typed: Vec<Option<Func>>,
    /// Set once, when the sandbox stops; then nothing in it is called again.
    pub(crate) stopped: Option<Stop>,
    /// Where it is to be stopped and looked at, if anybody asked for that.
    probe: Option<Arc<Probe>>,
    /// What its interpreter has made of the text, if that was wanted.
    pub(crate) bytecode: Option<Vec<u8>>,
}

impl Sandbox {
    /// Makes an instance under `budget`. `seed` and `purpose` decide its random bytes. Only a sandbox
    /// with `grants` may use the imports of an evaluator.
    ///
    /// A start that fails gives a sandbox that has stopped: its usage and reason are known, its calls
    /// answer with the same stop.
    ///
    /// # Errors
    /// If the host cannot make a store at all.
    pub fn start(
        prepared: &Prepared,
        budget: &Budget,
        seed: u64,
        purpose: &str,
        grants: Option<ScorerGrants>,
    ) -> Result<Self, Stop> {
        let inner = prepared.inner();
        let random = Random::new(seed, purpose);
        let lifting = if inner.lifts_typed { LIFTING_FACTOR } else { 1 };
        let mut store = store::new(&inner.engine, budget, random, grants, lifting)
            .map_err(|error| Stop::Host(error.to_string()))?;
        let instance = inner.pre.instantiate(&mut store);
        let mut sandbox = Self {
            prepared: prepared.clone(),
            store,
            instance: None,
            callees: Callees::default(),
            array_program: None,
            typed: Vec::new(),
            stopped: None,
            probe: None,
            bytecode: None,
        };
        sandbox.leave(true);
        match instance {
            Ok(instance) => {
                sandbox.instance = Some(instance);
                if let Err(error) = sandbox.store.set_fuel(store::fuel(budget)) {
                    sandbox.stopped = Some(Stop::Host(error.to_string()));
                }
            }
            Err(error) => sandbox.stopped = Some(sandbox.classify(&error)),
        }
        Ok(sandbox)
    }

    /// Lets the sandbox run no further than to the probe. To be called before anything else; what was used to
    /// start does not count, as always.
    ///
    /// # Errors
    /// If the host cannot set the fuel.
    pub fn watch(&mut self, probe: Arc<Probe>) -> Result<(), Stop> {
        let budget = &mut self.store.data_mut().meter.budget;
        budget.fuel = budget.fuel.min(probe.fuel());
        let fuel = budget.fuel;
        self.probe = Some(probe);
        self.store.set_fuel(fuel).map_err(|error| Stop::Host(error.to_string()))
    }

    /// Gives the program packages that it may import. To be called before anything else.
    pub fn provide(&mut self, packages: Dataset) {
        self.store.data_mut().packages = packages;
    }

    /// Calls a function of the task's interface, which the component exports, by its index.
    ///
    /// # Errors
    /// If the sandbox stopped.
    pub fn call_typed(
        &mut self,
        function: usize,
        arguments: Arguments<'_>,
        answer: &mut Answer<'_>,
    ) -> Result<(), Stop> {
        let known = self.typed.get(function).copied().flatten();
        let prepared = self.prepared.clone();
        let func = self.enter(|store, instance| {
            let foreign = || wasmtime::Error::msg("not a function of the interface");
            let typed = prepared.inner().typed.as_ref();
            let (index, fast) =
                typed.and_then(|typed| typed.functions.get(function)).ok_or_else(foreign)?;
            let func = match known {
                Some(func) => func,
                None => instance.get_func(&mut *store, index).ok_or_else(foreign)?,
            };
            match (arguments, &mut *answer) {
                (Arguments::Vals(arguments), Answer::Vals(answer)) => {
                    func.call(store, arguments, answer)?;
                }
                (Arguments::Plain(arguments), Answer::Plain(answer)) => {
                    let fast = fast.as_ref().ok_or_else(foreign)?;
                    **answer = Some((fast.call)(store, &func, arguments)?);
                }
                _ => return Err(foreign()),
            }
            Ok(func)
        })?;
        if known.is_none() {
            let needed = self.typed.len().max(function + 1);
            self.typed.resize(needed, None);
            if let Some(slot) = self.typed.get_mut(function) {
                *slot = Some(func);
            }
        }
        self.bounded(answer.size())
    }

    /// Like [`Sandbox::call_typed`], with arguments that `function` has accepted, and its result as plain
    /// data.
    ///
    /// # Errors
    /// If the sandbox stopped.
    pub fn call_typed_values(
        &mut self,
        index: usize,
        function: &Function,
        arguments: Vec<Value>,
    ) -> Result<Value, Stop> {
        let short = self.prepared.inner().typed.as_ref();
        let short = short.and_then(|typed| typed.functions.get(index)).and_then(|(_, fast)| *fast);
        let pairs = arguments.into_iter().zip(&function.parameters);
        if short.is_some() {
            let unfit = || Stop::Host("arguments that were not checked".to_owned());
            let plain = pairs.map(|(value, (_, ty))| Plain::of(value, ty));
            let plain = plain.collect::<Option<Vec<_>>>().ok_or_else(unfit)?;
            let mut answer = None;
            self.call_typed(index, Arguments::Plain(plain), &mut Answer::Plain(&mut answer))?;
            return Ok(answer.as_ref().map_or(Value::Null, Plain::value));
        }
        let lowered = pairs.map(|(value, (_, ty))| typed::lower(value, ty));
        let lowered = lowered.collect::<Result<Vec<_>, _>>().map_err(Stop::Host)?;
        let mut results = vec![Val::Bool(false); usize::from(function.result.is_some())];
        self.call_typed(index, Arguments::Vals(&lowered), &mut Answer::Vals(&mut results))?;
        Ok(match (results.first(), &function.result) {
            (Some(val), Some(ty)) => typed::lift(val, ty),
            _ => Value::Null,
        })
    }

    /// The same with arguments and result in the binary form of plain data, for who sits in another process.
    /// Appends the result to `out`.
    ///
    /// # Errors
    /// If the sandbox stopped, or the bytes are no arguments of this function.
    pub fn call_typed_binary(
        &mut self,
        index: usize,
        function: &Function,
        arguments: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), Stop> {
        let short = self.prepared.inner().typed.as_ref();
        let short = short.and_then(|typed| typed.functions.get(index)).and_then(|(_, fast)| *fast);
        let mut rest = arguments;
        let read = |(_, ty): &(String, _)| Plain::read_binary(ty, &mut rest);
        if short.is_some()
            && let Some(plain) = function.parameters.iter().map(read).collect::<Option<Vec<_>>>()
            && rest.is_empty()
        {
            let mut answer = None;
            self.call_typed(index, Arguments::Plain(plain), &mut Answer::Plain(&mut answer))?;
            if let Some(answer) = answer {
                answer.write_binary(out);
            }
            return Ok(());
        }
        let (mut values, mut rest) = (Vec::new(), arguments);
        while !rest.is_empty() {
            let value = Value::read_binary(&mut rest);
            values.push(value.map_err(|error| Stop::Host(error.to_string()))?);
        }
        let values = function.accept_arguments(Value::List(values));
        let values = values.map_err(|mismatch| Stop::Host(mismatch.to_string()))?;
        let value = self.call_typed_values(index, function, values)?;
        if function.result.is_some() {
            value.write_binary(out);
        }
        Ok(())
    }

    /// Asks an evaluator for its metrics and splits.
    ///
    /// # Errors
    /// If the sandbox stopped.
    pub fn describe(&mut self) -> Result<Result<Description, Problem>, Stop> {
        let result = self.evaluator(|guest, store| guest.call_describe(store))?;
        Ok(match result {
            Ok(description) => Ok(description_from(description)),
            Err(problem) => Err(problem_from(problem)),
        })
    }

    /// Asks an evaluator for the cases of a split.
    ///
    /// # Errors
    /// If the sandbox stopped.
    pub fn cases(&mut self, split: &str) -> Result<Result<Vec<CaseInput>, Problem>, Stop> {
        let result = self.evaluator(|guest, store| guest.call_cases(store, split))?;
        let cases = match result {
            Ok(cases) => cases,
            Err(problem) => return Ok(Err(problem_from(problem))),
        };
        let mut inputs = Vec::with_capacity(cases.len());
        for wit::TrialCase { mut id, stage, data } in cases {
            cut(&mut id);
            match Value::parse(&data) {
                Ok(data) => inputs.push(CaseInput { id, stage, data }),
                Err(error) => return Ok(Err(Problem::Invalid(format!("case `{id}`: {error}")))),
            }
        }
        Ok(Ok(inputs))
    }

    /// Lets an evaluator score its candidate on one case.
    ///
    /// # Errors
    /// If the sandbox stopped.
    pub fn evaluate(
        &mut self,
        input: &CaseInput,
    ) -> Result<Result<Vec<Measurement>, Problem>, Stop> {
        let input = wit::TrialCase {
            id: input.id.clone(),
            stage: input.stage,
            data: input.data.to_string(),
        };
        let result = self.evaluator(|guest, store| guest.call_evaluate(store, &input))?;
        Ok(match result {
            Ok(report) => Ok(measurements_from(report.measurements)),
            Err(problem) => Err(problem_from(problem)),
        })
    }

    /// Asks an evaluator to sum up the reports of all cases.
    ///
    /// # Errors
    /// If the sandbox stopped.
    pub fn summarize(
        &mut self,
        reports: &[Vec<Measurement>],
    ) -> Result<Result<Vec<Measurement>, Problem>, Stop> {
        let measurement = |measurement: &Measurement| wit::Measurement {
            name: measurement.name.clone(),
            value: measurement.value,
        };
        let report = |report: &Vec<Measurement>| wit::Report {
            measurements: report.iter().map(measurement).collect(),
        };
        let reports: Vec<wit::Report> = reports.iter().map(report).collect();
        let result = self.evaluator(|guest, store| guest.call_summarize(store, &reports))?;
        Ok(match result {
            Ok(measurements) => Ok(measurements_from(measurements)),
            Err(problem) => Err(problem_from(problem)),
        })
    }

    /// Whether an evaluator sums up itself, as far as that is known of it. If not, its summary is the means over all cases.
    ///
    /// # Errors
    /// If the sandbox stopped.
    pub fn has_own_summary(&mut self) -> Result<bool, Stop> {
        let prepared = self.prepared.clone();
        let Some(indices) = &prepared.inner().summary else { return Ok(true) };
        self.enter(|store, instance| indices.load(&mut *store, instance)?.call_is_own(store))
    }

    /// What the sandbox used so far.
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.store.data().meter.usage()
    }

    /// Whether the component exports the task's interface and so answers typed calls.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        self.prepared.interface().is_some()
    }

    /// Whether it takes arrays in arguments and gives them in results.
    #[must_use]
    pub fn speaks_arrays(&self) -> bool {
        self.prepared.speaks_arrays()
    }

    /// Why the sandbox stopped, if it did.
    #[must_use]
    pub const fn stopped(&self) -> Option<&Stop> {
        self.stopped.as_ref()
    }

    /// Ends the sandbox. No guest runs in what is left of it.
    pub fn finish(self) -> (Observation, Remains) {
        let observation = Observation { usage: self.usage(), logs: self.store.data().logs() };
        (observation, Remains(vec![self]))
    }

    fn evaluator<T>(
        &mut self,
        call: impl FnOnce(&evaluator::Guest, &mut Store<State>) -> wasmtime::Result<T>,
    ) -> Result<T, Stop> {
        let prepared = self.prepared.clone();
        self.enter(|store, instance| {
            let indices = prepared.inner().evaluator.as_ref();
            let indices = indices.ok_or_else(|| wasmtime::Error::msg("not an evaluator"))?;
            let guest = indices.load(&mut *store, instance)?;
            call(&guest, store)
        })
    }

    /// Every call into the guest goes through here: the wall clock runs only inside, and whatever stops
    /// the guest stops the sandbox.
    pub(crate) fn enter<T>(
        &mut self,
        call: impl FnOnce(&mut Store<State>, &Instance) -> wasmtime::Result<T>,
    ) -> Result<T, Stop> {
        if let Some(stop) = &self.stopped {
            return Err(stop.clone());
        }
        let Some(instance) = &self.instance else {
            return Err(Stop::Host("the sandbox has no instance".to_owned()));
        };
        let ticks = self.store.data_mut().meter.resume_wall();
        self.store.set_epoch_deadline(ticks);
        self.store.data_mut().meter.calls += 1;
        let result = call(&mut self.store, instance);
        self.leave(false);
        result.map_err(|error| {
            if let Some(probe) = &self.probe {
                probe.look(&error, &self.store, self.prepared.inner().script.is_some());
            }
            let stop = self.classify(&error);
            self.stopped = Some(stop.clone());
            stop
        })
    }

    fn leave(&mut self, starting: bool) {
        let remaining = self.store.get_fuel().unwrap_or_default();
        let meter = &mut self.store.data_mut().meter;
        meter.pause_wall();
        let used = meter.budget.fuel.saturating_sub(remaining);
        *(if starting { &mut meter.start_fuel } else { &mut meter.fuel }) = used;
    }

    /// Why the engine gave an error instead of a result.
    fn classify(&self, error: &wasmtime::Error) -> Stop {
        let state = self.store.data();
        if let Some(stop) = &state.stop {
            return stop.clone();
        }
        if let Some(stop) = error.downcast_ref::<Stop>() {
            return stop.clone();
        }
        let memory = state.meter.memory_stop();
        match error.downcast_ref::<Trap>() {
            Some(Trap::OutOfFuel) => Stop::OutOfFuel,
            Some(Trap::Interrupt) => Stop::WallTimeout,
            Some(Trap::StackOverflow) => Stop::StackOverflow,
            // A program that gives up after a refused growth gave up because of it.
            Some(Trap::UnreachableCodeReached) if memory.is_some() => {
                memory.unwrap_or(Stop::HostOutOfMemory)
            }
            Some(trap) => Stop::Trap(trap.to_string()),
            None => {
                let message = error.root_cause().to_string();
                // With frames of the guest on the stack, it was the guest that called the host.
                let calling = error.downcast_ref::<WasmBacktrace>().is_some();
                let limit = self.limit_of(&message, calling);
                limit.or(memory).unwrap_or(Stop::Trap(message))
            }
        }
    }

    /// The limit that the engine enforces by itself and only tells of in words, which tests pin.
    fn limit_of(&self, message: &str, calling: bool) -> Option<Stop> {
        if message.contains("store handle limit exceeded") {
            return Some(Stop::HandleLimit);
        }
        if message.contains("too much data is being copied between the host and the guest") {
            let state = self.store.data();
            // Without an evaluator's imports, what takes much is mostly a stream, if there is one.
            let writing = calling && state.scorer.is_none() && self.prepared.inner().writes;
            return Some(match writing {
                true => Stop::OutputLimit(state.meter.budget.output_bytes.saturating_add(1)),
                false => Stop::ResultLimit(None),
            });
        }
        None
    }

    /// The failure that a guest reports, held against what only the host knows about it.
    pub(crate) fn explain(&self, said: Said) -> Failure {
        let meter = &self.store.data().meter;
        let refused = match meter.memory_stop() {
            Some(Stop::OutOfMemory(asked)) => Some((asked, meter.budget.memory_bytes)),
            _ => None,
        };
        match said {
            Said::BeforeItRan(failure) => Failure::of_load(failure, refused),
            Said::SinceItRan(failure) => Failure::of_run(failure, refused),
        }
    }
}

/// What a guest says about itself, and when.
pub enum Said {
    /// An interpreter of a text of which it has run nothing.
    BeforeItRan(types::Failure),
    /// Whoever speaks for a program that has run; it may be the program itself.
    SinceItRan(types::Failure),
}
