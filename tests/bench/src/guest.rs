//! One sandbox with a Python program in it, whose every failure is an error of the measurement.

use anyhow::{Result, anyhow};
use std::sync::Arc;

use lazaret_admission::{Admitted, Policy, Submission, admit};
use lazaret_engine::Engine;
use lazaret_sandbox::{Depth, Prepared, Sandbox, ScriptRole, Text};
use lazaret_trial::{Budget, Interface, Value};

/// A sandbox under the budget that candidates have by default.
pub struct Guest(Sandbox);

impl Guest {
    /// Makes a fresh instance of the interpreter.
    pub fn start(python: &Prepared) -> Result<Self> {
        Ok(Self(Sandbox::start(python, &Budget::for_candidates(), 0, "bench", None)?))
    }

    /// Loads a program.
    pub fn load(&mut self, source: &str) -> Result<()> {
        let role = ScriptRole::Candidate;
        let text = Text { source, file: "program.py", role, bytecode: None };
        let loaded = self.0.load(&text, Depth::Run)?;
        loaded.map_err(|failure| anyhow!("{:?}", failure.reason()))
    }

    /// Calls one of its functions.
    pub fn call(&mut self, function: &str, arguments: &Value) -> Result<Value> {
        let result = self.0.call(function, arguments)?;
        result.map_err(|failure| anyhow!("{:?}", failure.reason()))
    }
}

/// A typed candidate, ready to be started.
pub fn typed_program(component: &[u8], interface: &Arc<Interface>) -> Result<Prepared> {
    let policy = Policy::for_typed_candidates(Interface::clone(interface));
    let submission = Submission { name: "typed.wasm", bytes: component };
    let Admitted::Component(admitted) = admit(&submission, &policy)? else {
        anyhow::bail!("no component");
    };
    let engine = Engine::new()?;
    Ok(Prepared::new(&engine.compile(&admitted)?, Some(interface))?)
}
