//! An evaluator's call with lists of floats as bytes.

use lazaret_trial::Listed;
use wasmtime::StoreContextMut;
use wasmtime::component::LinkerInstance;

use crate::bindings::lazaret::candidate::types::Failure as WitFailure;
use crate::meter::HOST_BYTE_FUEL;
use crate::scorer::{CallOutcome, with_counterpart};
use crate::state::{State, charge, enter};
use crate::stop::Stop;

/// Defines the evaluator's import.
pub fn define(linker: &mut LinkerInstance<'_, State>) -> wasmtime::Result<()> {
    linker.func_wrap("call", call)
}

/// A text and the lists beside it.
type Parts = (String, Vec<u8>);

fn call(
    mut store: StoreContextMut<'_, State>,
    (function, text, floats): (String, String, Vec<u8>),
) -> wasmtime::Result<(Result<Parts, WitFailure>,)> {
    const NAME: &str = "lazaret:python/float-candidate.call";
    enter(&mut store)?;
    let arguments = Listed { text, floats };
    charge(&mut store, arguments.bytes() * HOST_BYTE_FUEL)?;
    // What the evaluator sends is parsed and written anew like everything that crosses.
    let outcome = match arguments.value() {
        Ok(arguments) => with_counterpart(&mut store, NAME, |counterpart| {
            counterpart.call(&function, arguments)
        })?,
        // The candidate was not even asked, so that this is no failure of its own.
        Err(error) => CallOutcome::Refused(format!("the arguments are no value: {error}")),
    };
    match outcome {
        CallOutcome::Value(value) => {
            let listed = Listed::of(&value);
            charge(&mut store, listed.bytes() * HOST_BYTE_FUEL)?;
            Ok((Ok((listed.text, listed.floats)),))
        }
        CallOutcome::Failure(failure) => Ok((Err(failure.wit),)),
        CallOutcome::Stopped => Err(store.data_mut().stop(Stop::Counterpart)),
        CallOutcome::Refused(why) => Err(store.data_mut().stop(Stop::BadCall(why))),
    }
}
