//! One sandbox with a Python program in it, whose every failure is an error of the measurement.

use anyhow::{Result, anyhow};
use lazaret_sandbox::{Prepared, Sandbox, ScriptRole};
use lazaret_trial::{Budget, Value};

/// A sandbox under the budget that candidates have by default.
pub struct Guest(Sandbox);

impl Guest {
    /// Makes a fresh instance of the interpreter.
    pub fn start(python: &Prepared) -> Result<Self> {
        Ok(Self(Sandbox::start(python, &Budget::for_candidates(), 0, "bench", None)?))
    }

    /// Loads a program.
    pub fn load(&mut self, source: &str) -> Result<()> {
        let loaded = self.0.load(source, "program.py", ScriptRole::Candidate)?;
        loaded.map_err(|failure| anyhow!("{:?}", failure.reason))
    }

    /// Calls one of its functions.
    pub fn call(&mut self, function: &str, arguments: &Value) -> Result<Value> {
        let result = self.0.call(function, arguments)?;
        result.map_err(|failure| anyhow!("{:?}", failure.reason))
    }
}
