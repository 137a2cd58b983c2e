//! An evaluator's call with arrays.

use lazaret_trial::Passed;
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

/// A text and the arrays beside it.
type Parts = (String, Vec<u8>);

fn call(
    mut store: StoreContextMut<'_, State>,
    (function, text, arrays): (String, String, Vec<u8>),
) -> wasmtime::Result<(Result<Parts, WitFailure>,)> {
    const NAME: &str = "lazaret:python/array-candidate.call";
    enter(&mut store)?;
    let arguments = Passed { text, arrays };
    charge(&mut store, arguments.bytes() * HOST_BYTE_FUEL)?;
    let call = |counterpart: &mut dyn Counterpart, arguments| {
        counterpart.call_arrays(&function, arguments)
    };
    answered(&mut store, NAME, arguments.value(), call, |value| {
        let passed = Passed::of(value);
        let bytes = passed.bytes();
        ((passed.text, passed.arrays), bytes)
    })
}
