//! `wasi:clocks`: time that passes as fuel is used, from a fixed beginning.
//!
//! A program can time itself and gets the same numbers on every repetition; a program that waits is
//! done waiting at once. Nothing here tells a trial from deployment or one machine from another.

use wasmtime::StoreContextMut;
use wasmtime::component::{ComponentType, Lift, LinkerInstance, Lower};

use super::io::{Pollable, push};
use crate::state::{State, enter};

type Context<'a> = StoreContextMut<'a, State>;

/// What the wall clock shows when a sandbox starts: 2026-01-01T00:00:00Z, in seconds since 1970.
const WALL_START_SECONDS: u64 = 1_767_225_600;

/// What the monotonic clock shows when a sandbox starts. Not zero, because programs subtract from it.
const MONOTONIC_START_NS: u64 = 1_000_000_000;

/// The resolution that the clocks claim, in nanoseconds: one host call costs about as much.
const RESOLUTION_NS: u32 = 10;

#[derive(ComponentType, Lift, Lower)]
#[component(record)]
struct Datetime {
    seconds: u64,
    nanoseconds: u32,
}

/// The monotonic clock of a sandbox.
pub fn now(store: &Context<'_>) -> wasmtime::Result<u64> {
    let remaining = store.get_fuel()?;
    Ok(MONOTONIC_START_NS.saturating_add(store.data().meter.virtual_ns(remaining)))
}

pub fn define_monotonic(linker: &mut LinkerInstance<'_, State>) -> wasmtime::Result<()> {
    linker.func_wrap("now", |mut store: Context<'_>, (): ()| {
        enter(&mut store)?;
        Ok((now(&store)?,))
    })?;
    linker.func_wrap("resolution", |mut store: Context<'_>, (): ()| {
        enter(&mut store)?;
        Ok((u64::from(RESOLUTION_NS),))
    })?;
    linker.func_wrap("subscribe-instant", |mut store: Context<'_>, (when,): (u64,)| {
        enter(&mut store)?;
        Ok((push(&mut store, Pollable { ready_at_ns: when })?,))
    })?;
    linker.func_wrap("subscribe-duration", |mut store: Context<'_>, (duration,): (u64,)| {
        enter(&mut store)?;
        let ready_at_ns = now(&store)?.saturating_add(duration);
        Ok((push(&mut store, Pollable { ready_at_ns })?,))
    })
}

pub fn define_wall(linker: &mut LinkerInstance<'_, State>) -> wasmtime::Result<()> {
    linker.func_wrap("now", |mut store: Context<'_>, (): ()| {
        enter(&mut store)?;
        let remaining = store.get_fuel()?;
        let since_start = store.data().meter.virtual_ns(remaining);
        let nanoseconds = u32::try_from(since_start % 1_000_000_000).unwrap_or_default();
        let seconds = WALL_START_SECONDS.saturating_add(since_start / 1_000_000_000);
        Ok((Datetime { seconds, nanoseconds },))
    })?;
    linker.func_wrap("resolution", |mut store: Context<'_>, (): ()| {
        enter(&mut store)?;
        Ok((Datetime { seconds: 0, nanoseconds: RESOLUTION_NS },))
    })
}
