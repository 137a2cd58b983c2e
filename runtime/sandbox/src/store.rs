//! The only place that makes stores.

use lazaret_engine::Engine;
use lazaret_trial::{Budget, Weakness};
use wasmtime::Store;
use wasmtime::component::ResourceTable;

use crate::loading::BYTECODE_BYTES_MAX;
use crate::meter::Meter;
use crate::scorer::{Dataset, ScorerGrants};
use crate::state::{Random, State};

/// Bytes beyond the result budget that one crossing may carry: names, tracebacks and the frame of the
/// value itself.
const CROSSING_SLACK_BYTES: u64 = 64 << 10;

/// A store with every limit of the budget set before any guest code can run in it. `lifting_factor` is how
/// many times larger a value may be in the engine's hands than in the guest's memory.
pub fn new(
    engine: &Engine,
    budget: &Budget,
    random: Random,
    scorer: Option<ScorerGrants>,
    lifting_factor: u64,
) -> wasmtime::Result<Store<State>> {
    let mut table = ResourceTable::new();
    let handles = if Weakness::Handles.is_chosen() { 1 << 30 } else { budget.handles };
    let handles = usize::try_from(handles).unwrap_or(usize::MAX);
    table.set_max_capacity(handles);
    let state = State {
        meter: Meter::new(budget.clone()),
        table,
        stdout: Vec::new(),
        stderr: Vec::new(),
        log_lines: Vec::new(),
        random,
        scorer,
        packages: Dataset::default(),
        stop: None,
    };
    let mut store = Store::new(engine.wasmtime(), state);
    store.limiter(|state| &mut state.meter);
    store.set_fuel(fuel(budget))?;
    store.epoch_deadline_trap();
    let ticks = store.data_mut().meter.resume_wall();
    store.set_epoch_deadline(ticks);
    let crossing = budget.result_bytes.saturating_add(CROSSING_SLACK_BYTES);
    let crossing = crossing.saturating_mul(lifting_factor);
    let crossing = if Weakness::Results.is_chosen() { 4 << 30 } else { crossing };
    store.set_hostcall_fuel(usize::try_from(crossing).unwrap_or(usize::MAX));
    store.set_max_component_handles(handles);
    Ok(store)
}

/// What a crossing may carry that hands out what an interpreter has made of a text.
pub fn bytecode_crossing() -> usize {
    usize::try_from(u64::from(BYTECODE_BYTES_MAX) + CROSSING_SLACK_BYTES).unwrap_or(usize::MAX)
}

/// The fuel that a store begins with.
pub fn fuel(budget: &Budget) -> u64 {
    if Weakness::Fuel.is_chosen() { u64::MAX / 2 } else { budget.fuel }
}
