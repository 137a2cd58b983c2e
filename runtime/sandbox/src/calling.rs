//! Calls by name with plain data, in the form that the guest takes.

use lazaret_trial::{Listed, Passed, PassedError, Value, Weakness};
use wasmtime::Store;
use wasmtime::component::Instance;

use crate::bindings::exports::lazaret::candidate::program;
use crate::bindings::exports::lazaret::python::float_program;
use crate::bindings::lazaret::candidate::types;
use crate::failure::Failure;
use crate::prepared::Prepared;
use crate::sandbox::{Said, Sandbox};
use crate::state::State;
use crate::stop::Stop;

/// Of answers of fewer bytes it is not worth asking whether lists of floats are in them: that costs the guest more than a
/// text without any. The interpreters do the same with theirs (`floats.LONG`).
const LONG_ANSWER_BYTES: usize = 80;

/// Who answers calls by name, as far as they were looked up: once, because a candidate is called many times.
#[derive(Default)]
pub struct Callees {
    /// In texts.
    text: Option<program::Guest>,
    /// In texts with lists of floats beside them.
    floats: Option<float_program::Guest>,
    /// Whether answers may have lists of floats in them that are worth asking for as bytes.
    long_answers: bool,
}

impl Callees {
    fn call(
        &mut self,
        prepared: &Prepared,
        (store, instance): (&mut Store<State>, &Instance),
        function: &str,
        arguments: &Value,
    ) -> wasmtime::Result<Result<Listed, types::Failure>> {
        let Some(floats) = &prepared.inner().float_program else {
            let text = arguments.to_string();
            return self.call_text(prepared, (store, instance), function, text);
        };
        let Listed { text, floats: lists } = Listed::of(arguments);
        if lists.is_empty() && !self.long_answers {
            return self.call_text(prepared, (store, instance), function, text);
        }
        let program = match self.floats.take() {
            Some(program) => program,
            None => floats.load(&mut *store, instance)?,
        };
        let answer = program.call_call(store, function, &text, &lists)?;
        self.floats = Some(program);
        Ok(answer.map(|(text, floats)| Listed { text, floats }))
    }

    fn call_text(
        &mut self,
        prepared: &Prepared,
        (store, instance): (&mut Store<State>, &Instance),
        function: &str,
        arguments: String,
    ) -> wasmtime::Result<Result<Listed, types::Failure>> {
        let program = match self.text.take() {
            Some(program) => program,
            None => {
                let indices = prepared.inner().program.as_ref();
                let indices = indices.ok_or_else(|| wasmtime::Error::msg("not a candidate"))?;
                indices.load(&mut *store, instance)?
            }
        };
        let answer = program.call_call(store, function, &arguments)?;
        self.text = Some(program);
        self.long_answers |= answer.as_ref().is_ok_and(|text| LONG_ANSWER_BYTES < text.len());
        Ok(answer.map(|text| Listed { text, floats: Vec::new() }))
    }
}

impl Sandbox {
    /// Calls a function of a candidate.
    ///
    /// # Errors
    /// If the sandbox stopped.
    pub fn call(
        &mut self,
        function: &str,
        arguments: &Value,
    ) -> Result<Result<Value, Failure>, Stop> {
        let prepared = self.prepared.clone();
        let mut callees = std::mem::take(&mut self.callees);
        let result = self.enter(|store, instance| {
            callees.call(&prepared, (store, instance), function, arguments)
        })?;
        self.callees = callees;
        let mut listed = match result {
            Ok(listed) => listed,
            Err(failure) => return Ok(Err(self.explain(Said::SinceItRan(failure)))),
        };
        if Weakness::OutputAsAnswer.is_chosen()
            && let Some(line) = self.store.data().logs().stdout.lines().last()
        {
            listed = Listed { text: line.to_owned(), floats: Vec::new() };
        }
        self.bounded(listed.bytes())?;
        Ok(read(listed.value()))
    }

    /// Like [`Sandbox::call`] with arrays in arguments and result, for who speaks them.
    ///
    /// # Errors
    /// If the sandbox stopped.
    pub fn call_arrays(
        &mut self,
        function: &str,
        arguments: Value,
    ) -> Result<Result<Value, Failure>, Stop> {
        let arguments = Passed::of(arguments);
        let (prepared, program) = (self.prepared.clone(), self.array_program.take());
        let (result, program) = self.enter(|store, instance| {
            let program = match program {
                Some(program) => program,
                None => {
                    let indices = prepared.inner().array_program.as_ref();
                    let indices = indices.ok_or_else(|| wasmtime::Error::msg("without arrays"))?;
                    indices.load(&mut *store, instance)?
                }
            };
            let Passed { text, arrays } = &arguments;
            Ok((program.call_call(store, function, text, arrays)?, program))
        })?;
        self.array_program = Some(program);
        let passed = match result {
            Ok((text, arrays)) => Passed { text, arrays },
            Err(failure) => return Ok(Err(self.explain(Said::SinceItRan(failure)))),
        };
        self.bounded(passed.bytes())?;
        Ok(read(passed.value()))
    }

    /// Ends the sandbox if a result is larger than the budget allows.
    pub(crate) fn bounded(&mut self, measured: u64) -> Result<(), Stop> {
        let allowed = self.store.data().meter.budget.result_bytes;
        if measured <= allowed || Weakness::Results.is_chosen() {
            return Ok(());
        }
        let stop = Stop::ResultLimit(Some(measured));
        self.stopped = Some(stop.clone());
        Err(stop)
    }
}

/// What the guest gave, if it is a value.
fn read(value: Result<Value, PassedError>) -> Result<Value, Failure> {
    value.map_err(|error| Failure::invalid_output(error.to_string()))
}
