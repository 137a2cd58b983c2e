//! Loading a source text into an interpreter.
//!
//! Reading a text takes an interpreter many times what running its top level takes, and a program is loaded anew for
//! each case. So an interpreter may hand out what it has made of a text, and take it in other sandboxes in the place of the text.
//!
//! Invariant: it is handed out before anything of the program has run, so that no program has a say in what others, or
//! it itself in another case, will be.

use lazaret_trial::Weakness;
use serde::{Deserialize, Serialize};
use wasmtime::Store;
use wasmtime::component::Instance;

use crate::bindings::exports::lazaret::candidate::script::Role;
use crate::bindings::lazaret::candidate::types;
use crate::failure::Failure;
use crate::prepared::Prepared;
use crate::sandbox::{Said, Sandbox};
use crate::state::State;
use crate::stop::Stop;
use crate::store;

/// The most bytes of what an interpreter makes of a text that are kept. Code is about as large as its source, of which
/// a program has some KiB; what is larger is read anew each time.
pub const BYTECODE_BYTES_MAX: u32 = 1 << 20;

/// Whom an interpreter speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScriptRole {
    /// An untrusted program that answers calls.
    Candidate,
    /// An untrusted program that runs from top to bottom.
    Main,
    /// A program that scores.
    Evaluator,
}

impl From<ScriptRole> for Role {
    fn from(role: ScriptRole) -> Self {
        match role {
            ScriptRole::Candidate => Self::Candidate,
            ScriptRole::Main => Self::Main,
            ScriptRole::Evaluator => Self::Evaluator,
        }
    }
}

/// A source text on its way into an interpreter.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// The text.
    pub source: &'a str,
    /// The name that tracebacks show.
    pub file: &'a str,
    /// Whom it speaks for.
    pub role: ScriptRole,
    /// What another sandbox has made of this very text, under the same name and in the same role.
    pub bytecode: Option<&'a [u8]>,
}

/// How far a text is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// It is read, and nothing of it runs. What was made of it is kept.
    Read,
    /// Its top level runs.
    Run,
    /// Its top level runs, and what was made of it before is kept.
    RunAndKeep,
}

impl Sandbox {
    /// Loads a source text into an interpreter, and runs its top level unless that is not wanted.
    ///
    /// # Errors
    /// If the sandbox stopped.
    pub fn load(&mut self, text: &Text<'_>, depth: Depth) -> Result<Result<(), Failure>, Stop> {
        let prepared = self.prepared.clone();
        let result = self.enter(|store, instance| {
            let mut kept = None;
            if let Err(failure) = read(&prepared, store, instance, text)? {
                return Ok((Err(Said::BeforeItRan(failure)), kept));
            }
            let keeps = depth != Depth::Run && text.bytecode.is_none();
            if keeps && !Weakness::LateBytecode.is_chosen() {
                kept = bytecode(&prepared, store, instance)?;
            }
            let mut ran = Ok(());
            if depth != Depth::Read {
                let indices = prepared.inner().script.as_ref().ok_or_else(no_interpreter)?;
                ran = indices.load(&mut *store, instance)?.call_run(&mut *store)?;
            }
            if keeps && Weakness::LateBytecode.is_chosen() {
                kept = bytecode(&prepared, store, instance)?;
            }
            Ok((ran.map_err(Said::SinceItRan), kept))
        });
        let (said, kept) = result?;
        self.bytecode = kept;
        Ok(said.map_err(|said| self.explain(said)))
    }

    /// What the interpreter has made of the text, if that was wanted and it has a form for it.
    pub fn take_bytecode(&mut self) -> Option<Vec<u8>> {
        self.bytecode.take()
    }
}

/// The engine's own words, because no guest is to blame.
fn no_interpreter() -> wasmtime::Error {
    wasmtime::Error::msg("not an interpreter")
}

fn read(
    prepared: &Prepared,
    store: &mut Store<State>,
    instance: &Instance,
    text: &Text<'_>,
) -> wasmtime::Result<Result<(), types::Failure>> {
    let (source, file, role) = (text.source, text.file, text.role.into());
    match (text.bytecode, &prepared.inner().bytecode) {
        (Some(bytecode), Some(indices)) => {
            let guest = indices.load(&mut *store, instance)?;
            guest.call_load(store, bytecode, source, file, role)
        }
        _ => {
            let indices = prepared.inner().script.as_ref().ok_or_else(no_interpreter)?;
            indices.load(&mut *store, instance)?.call_load(store, source, file, role)
        }
    }
}

/// Asks for what was made of the text. It is no result of the program's, so its budget for results does not count.
fn bytecode(
    prepared: &Prepared,
    store: &mut Store<State>,
    instance: &Instance,
) -> wasmtime::Result<Option<Vec<u8>>> {
    let Some(indices) = &prepared.inner().bytecode else { return Ok(None) };
    let guest = indices.load(&mut *store, instance)?;
    let crossing = store.hostcall_fuel();
    store.set_hostcall_fuel(store::bytecode_crossing());
    let made = guest.call_get(&mut *store, BYTECODE_BYTES_MAX)?;
    store.set_hostcall_fuel(crossing);
    Ok(made.filter(|made| made.len() as u64 <= u64::from(BYTECODE_BYTES_MAX)))
}
