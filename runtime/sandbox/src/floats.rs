//! An evaluator's call with lists of floats as bytes.

use lazaret_trial::Listed;
use wasmtime::StoreContextMut;
use wasmtime::component::LinkerInstance;

use crate::bindings::lazaret::candidate::types::Failure as WitFailure;
use crate::meter::HOST_BYTE_FUEL;
use crate::scorer::{Counterpart, answered};
use crate::state::{State, charge, enter};

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
    let call =
        |counterpart: &mut dyn Counterpart, arguments| counterpart.call(&function, arguments);
    answered(&mut store, NAME, arguments.value(), call, |value| {
        let listed = Listed::of(&value);
        let bytes = listed.bytes();
        ((listed.text, listed.floats), bytes)
    })
}
