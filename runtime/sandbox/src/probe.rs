//! A look into a sandbox at an exact amount of fuel.
//!
//! A run repeats exactly, so it can be stopped anywhere by its fuel and looked at, and another run goes on from
//! the beginning as if nobody had looked. Nothing is added to the guest, and it cannot tell.

use std::sync::{Mutex, PoisonError};

use lazaret_engine::LOOKED_AT_FRAMES_MAX;
use lazaret_trial::{LEFT_OUT, Stack, StackFrame};
use wasmtime::{Memory, Store, Trap, WasmBacktrace, WasmCoreDump};

use crate::python::Reader;
use crate::state::State;

/// Stops a sandbox at an amount of fuel and keeps the stack that it had. Needs an engine that looks at stacks.
#[derive(Debug)]
pub struct Probe {
    fuel: u64,
    stack: Mutex<Option<Stack>>,
}

impl Probe {
    /// A probe for the moment at which this much fuel is used.
    #[must_use]
    pub const fn at(fuel: u64) -> Self {
        Self { fuel, stack: Mutex::new(None) }
    }

    /// The amount of fuel.
    pub(crate) const fn fuel(&self) -> u64 {
        self.fuel
    }

    /// The stack, if the sandbox was stopped by this probe since this was asked last.
    #[must_use]
    pub fn take(&self) -> Option<Stack> {
        self.stack.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Keeps the stack of a guest that has stopped for want of fuel. `interpreter` tells that the guest runs a
    /// text, whose functions are wanted and not its own.
    pub(crate) fn look(&self, error: &wasmtime::Error, store: &Store<State>, interpreter: bool) {
        if !matches!(error.downcast_ref::<Trap>(), Some(Trap::OutOfFuel)) {
            return;
        }
        let dump = error.downcast_ref::<WasmCoreDump>();
        let memories = dump.map(WasmCoreDump::memories).unwrap_or_default();
        let script = if interpreter { script_stack(memories, store) } else { None };
        let stack = script.unwrap_or_else(|| own_stack(error));
        *self.stack.lock().unwrap_or_else(PoisonError::into_inner) = Some(stack);
    }
}

/// The functions of the text that an interpreter runs, if it is one that is known.
fn script_stack(memories: &[Memory], store: &Store<State>) -> Option<Stack> {
    memories.iter().find_map(|memory| Reader::new(memory.data(store))?.stack())
}

/// The functions of the component itself.
fn own_stack(error: &wasmtime::Error) -> Stack {
    let frames = error.downcast_ref::<WasmBacktrace>().map(WasmBacktrace::frames);
    let frame = |frame: &wasmtime::FrameInfo| match frame.func_name() {
        // Names of Rust without the hash at their end; any other name stays as it is.
        Some(name) => StackFrame::named(&format!("{:#}", rustc_demangle::demangle(name))),
        None => {
            let module = frame.module().name().unwrap_or("module");
            StackFrame::named(&format!("{module}[{}]", frame.func_index()))
        }
    };
    let frames = frames.unwrap_or_default();
    // The outermost of a stack that is too deep are not known.
    let lost = (LOOKED_AT_FRAMES_MAX <= frames.len()).then(|| StackFrame::named(LEFT_OUT));
    Stack::of(lost.into_iter().chain(frames.iter().rev().map(frame)).collect())
}
