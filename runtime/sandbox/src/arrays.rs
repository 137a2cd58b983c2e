//! Values with arrays in them, between the engine's form and the host's own; and an evaluator's call with them.

use lazaret_trial::{Array, Element, Passed, PassedError, Value};
use wasmtime::StoreContextMut;
use wasmtime::component::LinkerInstance;

use crate::bindings::lazaret::candidate::types::Failure as WitFailure;
use crate::bindings::lazaret::python::arrays as wit;
use crate::meter::HOST_BYTE_FUEL;
use crate::scorer::{CallOutcome, with_counterpart};
use crate::state::{State, charge, enter};
use crate::stop::Stop;

/// Defines the evaluator's import.
pub fn define(linker: &mut LinkerInstance<'_, State>) -> wasmtime::Result<()> {
    linker.func_wrap("call", call)
}

/// What a guest has passed, with every array checked; the text is as it came.
pub fn lift(passed: wit::Passed) -> Result<Passed, PassedError> {
    let array = |placed: wit::Placed| {
        let array = Array::new(element(placed.element), placed.shape, placed.data)?;
        Ok::<_, PassedError>((placed.at, array))
    };
    let arrays = passed.arrays.into_iter().map(array).collect::<Result<_, _>>()?;
    Ok(Passed { text: passed.value, arrays })
}

/// What is passed to a guest.
pub fn lower(passed: Passed) -> wit::Passed {
    let placed = |(at, array): (Vec<u32>, Array)| {
        let (element, shape, data) = array.into_parts();
        wit::Placed { at, element: wit_element(element), shape, data }
    };
    wit::Passed { value: passed.text, arrays: passed.arrays.into_iter().map(placed).collect() }
}

fn call(
    mut store: StoreContextMut<'_, State>,
    (function, arguments): (String, wit::Passed),
) -> wasmtime::Result<(Result<wit::Passed, WitFailure>,)> {
    const NAME: &str = "lazaret:python/array-candidate.call";
    enter(&mut store)?;
    // What the evaluator sends is parsed and written anew like everything that crosses.
    let arguments = lift(arguments).and_then(|passed| Ok((passed.bytes(), passed.value()?)));
    let outcome = match arguments {
        Ok((bytes, arguments)) => {
            charge(&mut store, bytes * HOST_BYTE_FUEL)?;
            with_counterpart(&mut store, NAME, |counterpart| {
                counterpart.call_arrays(&function, arguments)
            })?
        }
        // The candidate was not even asked, so that this is no failure of its own.
        Err(error) => CallOutcome::Refused(format!("the arguments are no value: {error}")),
    };
    match outcome {
        CallOutcome::Value(value) => {
            let passed = Passed::of(value);
            charge(&mut store, passed.bytes() * HOST_BYTE_FUEL)?;
            Ok((Ok(lower(passed)),))
        }
        CallOutcome::Failure(failure) => Ok((Err(failure.wit),)),
        CallOutcome::Stopped => Err(store.data_mut().stop(Stop::Counterpart)),
        CallOutcome::Refused(why) => Err(store.data_mut().stop(Stop::BadCall(why))),
    }
}

const fn element(element: wit::Element) -> Element {
    match element {
        wit::Element::Truth => Element::Bool,
        wit::Element::Int8 => Element::S8,
        wit::Element::Int16 => Element::S16,
        wit::Element::Int32 => Element::S32,
        wit::Element::Int64 => Element::S64,
        wit::Element::Uint8 => Element::U8,
        wit::Element::Uint16 => Element::U16,
        wit::Element::Uint32 => Element::U32,
        wit::Element::Uint64 => Element::U64,
        wit::Element::Float32 => Element::F32,
        wit::Element::Float64 => Element::F64,
        wit::Element::Complex64 => Element::Complex64,
        wit::Element::Complex128 => Element::Complex128,
    }
}

const fn wit_element(element: Element) -> wit::Element {
    match element {
        Element::Bool => wit::Element::Truth,
        Element::S8 => wit::Element::Int8,
        Element::S16 => wit::Element::Int16,
        Element::S32 => wit::Element::Int32,
        Element::S64 => wit::Element::Int64,
        Element::U8 => wit::Element::Uint8,
        Element::U16 => wit::Element::Uint16,
        Element::U32 => wit::Element::Uint32,
        Element::U64 => wit::Element::Uint64,
        Element::F32 => wit::Element::Float32,
        Element::F64 => wit::Element::Float64,
        Element::Complex64 => wit::Element::Complex64,
        Element::Complex128 => wit::Element::Complex128,
    }
}

/// The parts of a value for a guest.
pub fn passed(value: Value) -> wit::Passed {
    lower(Passed::of(value))
}
