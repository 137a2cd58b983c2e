//! The only `wasmtime::Config` in the project.

use std::num::NonZeroUsize;
use std::sync::Arc;

use lazaret_trial::Weakness;
use wasmtime::{
    Config, Inlining, MemoryCreator, OperatorCost, OptLevel, ProfilingStrategy, Strategy,
    WasmBacktraceDetails,
};

use crate::profile::WASM_STACK_BYTES;

/// Fuel for each page of 64 KiB that `memory.grow` asks for. The default is nothing, although the host
/// must hand out zeroed memory; a fill of that size in the guest would cost 65,536.
pub const MEMORY_GROW_FUEL_PER_PAGE: u8 = 255;

/// Fuel for each `memory.grow` and each `table.grow`, whatever is asked for. The default is 1, although the host is
/// asked even for nothing: up to 55 ns, for which arithmetic pays about 100 (`tests/bench`, `grinds`).
pub const GROW_FUEL: u8 = 100;

/// Fuel for each `ref.func` and `elem.drop`, which leave the guest as well: 10 to 40 ns.
pub const LIBRARY_FUEL: u8 = 50;

/// Whether a guest that is stopped is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looking {
    /// Nobody looks.
    Away,
    /// Somebody wants to know where it was: see [`crate::Engine::looking`].
    AtStacks,
}

/// Where the first content of memories comes from.
pub enum Memories {
    /// From the component, by the engine.
    WithContent,
    /// From whoever makes the memories; none, if nothing is to run but the compiler.
    Parted(Option<Arc<dyn MemoryCreator>>),
}

/// The most frames that are looked at, the innermost: finding the names of so many takes some 50 ms. A guest can
/// have a hundred times as many.
pub const LOOKED_AT_FRAMES_MAX: usize = 4_096;

/// The strict profile. Every proposal that is not in `lazaret_admission::strict_features` is off here by
/// name, so that a new default of a new engine shows up in the golden test and not in a guest.
///
/// With `memories` the engine is for a component that was parted from the first content of its memory.
pub fn strict(looking: Looking, memories: Memories) -> Config {
    let mut config = Config::new();
    match memories {
        Memories::WithContent => {
            config.memory_init_cow(true);
        }
        // The engine's own images are for memories that it makes itself.
        Memories::Parted(creator) => {
            config.memory_init_cow(false);
            if let Some(creator) = creator {
                config.with_host_memory(creator);
            }
        }
    }
    config
        .strategy(Strategy::Cranelift)
        .cranelift_opt_level(OptLevel::Speed)
        .cranelift_nan_canonicalization(!Weakness::NanBits.is_chosen())
        .compiler_inlining(Inlining::No)
        // On the threads of whoever compiles: all cores, or those of [`crate::Compilers`].
        .parallel_compilation(true);
    // Two of the three clocks; the third is whoever waits for the process.
    let mut costs = OperatorCost::new();
    if !Weakness::GrowthFuel.is_chosen() {
        costs.variable.memory_grow_per_page = MEMORY_GROW_FUEL_PER_PAGE;
        (costs.MemoryGrow, costs.TableGrow) = (GROW_FUEL, GROW_FUEL);
    }
    (costs.RefFunc, costs.ElemDrop) = (LIBRARY_FUEL, LIBRARY_FUEL);
    config.consume_fuel(true).operator_cost(costs).epoch_interruption(true);
    config
        .wasm_component_model(true)
        .concurrency_support(false)
        .wasm_threads(false)
        .shared_memory(false)
        .wasm_shared_everything_threads(false)
        .wasm_memory64(false)
        .wasm_custom_page_sizes(false)
        .wasm_gc(false)
        .wasm_function_references(false)
        .wasm_exceptions(false)
        .gc_support(false)
        .wasm_relaxed_simd(false)
        .wasm_simd(false)
        .wasm_tail_call(false)
        .wasm_stack_switching(false)
        .wasm_wide_arithmetic(false)
        .wasm_extended_const(true)
        // Off for guests, by admission. The engine itself joins components that have a memory each with
        // modules that have both, and panics if it may not.
        .wasm_multi_memory(true);
    // Guard pages stay: they are what makes bounds checks (and their Spectre variants) moot.
    config
        .max_wasm_stack(WASM_STACK_BYTES)
        // Nothing here is asynchronous, but the engine insists on the order of the two.
        .async_stack_size(WASM_STACK_BYTES)
        .guard_before_linear_memory(true)
        .signals_based_traps(true);
    // Nothing that reads the environment, writes files or slows a guest down for a debugger.
    // The number of frames and the view of memories are used when a guest has stopped, and neither is known to
    // the compiler: native code is the same with and without.
    let frames = if looking == Looking::AtStacks { LOOKED_AT_FRAMES_MAX } else { 16 };
    config
        .wasm_backtrace_details(WasmBacktraceDetails::Disable)
        .wasm_backtrace_max_frames(NonZeroUsize::new(frames))
        .coredump_on_trap(looking == Looking::AtStacks)
        .debug_symbols(false)
        .profiler(ProfilingStrategy::None);
    config
}
