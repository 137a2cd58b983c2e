//! `wasi:random`: bytes that look random and repeat, from the seed of the evaluation.

use wasmtime::StoreContextMut;
use wasmtime::component::LinkerInstance;

use crate::meter::HOST_BYTE_FUEL;
use crate::state::{State, charge, enter};

type Context<'a> = StoreContextMut<'a, State>;

/// The most bytes of one request. Charged first, so a greedy request ends in a lack of fuel or here.
const REQUEST_BYTES_MAX: u64 = 1 << 20;

/// Fuel for a byte: SHA-256 takes longer than a copy.
const RANDOM_BYTE_FUEL: u64 = 10 * HOST_BYTE_FUEL;

fn bytes(mut store: Context<'_>, (count,): (u64,)) -> wasmtime::Result<(Vec<u8>,)> {
    enter(&mut store)?;
    if REQUEST_BYTES_MAX < count {
        wasmtime::bail!("{count} random bytes asked for at once, {REQUEST_BYTES_MAX} are allowed");
    }
    charge(&mut store, count * RANDOM_BYTE_FUEL)?;
    let count = usize::try_from(count).unwrap_or_default();
    Ok((store.data_mut().random.bytes(count),))
}

fn number(mut store: Context<'_>, (): ()) -> wasmtime::Result<(u64,)> {
    enter(&mut store)?;
    charge(&mut store, 8 * RANDOM_BYTE_FUEL)?;
    Ok((store.data_mut().random.u64(),))
}

pub fn define_random(linker: &mut LinkerInstance<'_, State>) -> wasmtime::Result<()> {
    linker.func_wrap("get-random-bytes", bytes)?;
    linker.func_wrap("get-random-u64", number)
}

pub fn define_insecure(linker: &mut LinkerInstance<'_, State>) -> wasmtime::Result<()> {
    linker.func_wrap("get-insecure-random-bytes", bytes)?;
    linker.func_wrap("get-insecure-random-u64", number)
}

pub fn define_insecure_seed(linker: &mut LinkerInstance<'_, State>) -> wasmtime::Result<()> {
    linker.func_wrap("insecure-seed", |mut store: Context<'_>, (): ()| {
        enter(&mut store)?;
        charge(&mut store, 16 * RANDOM_BYTE_FUEL)?;
        let random = &mut store.data_mut().random;
        Ok(((random.u64(), random.u64()),))
    })
}
