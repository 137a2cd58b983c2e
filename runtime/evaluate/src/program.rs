//! Something that can be started: a component, or an interpreter and a text.

use std::sync::Arc;

use lazaret_sandbox::{
    Dataset, Depth, Failure, Prepared, Probe, Sandbox, ScorerGrants, ScriptRole, Stop, Text,
};
use lazaret_trial::Budget;

/// A source text for an interpreter.
#[derive(Clone, Debug)]
pub struct Script {
    /// The text.
    pub source: String,
    /// The name that tracebacks show.
    pub file: String,
    /// What its interpreter has made of it in an earlier sandbox, in the role in which it is loaded again; its code is
    /// read anew without it.
    pub bytecode: Option<Arc<[u8]>>,
}

impl Script {
    /// A text that nobody has read yet.
    #[must_use]
    pub const fn new(source: String, file: String) -> Self {
        Self { source, file, bytecode: None }
    }
}

/// Something that can be started.
#[derive(Clone)]
pub struct Program {
    /// The component; for a script, its interpreter.
    pub prepared: Prepared,
    /// The text, if the component is an interpreter.
    pub script: Option<Script>,
    /// Where each of its instances is stopped and looked at, if anybody asked for that.
    pub probe: Option<Arc<Probe>>,
    /// The packages that its text may import.
    pub packages: Dataset,
    /// How far its text is loaded, if it has one.
    pub depth: Depth,
}

/// A sandbox in which the program is ready, or the end that it came to on the way.
pub enum Started<I> {
    /// Ready to be called.
    Ready(I),
    /// The text does not load; the sandbox is still there for its usage and logs.
    Unloadable(I, Failure),
    /// The sandbox stopped.
    Stopped(I, Stop),
    /// There is no sandbox at all.
    Impossible(Stop),
}

impl Program {
    /// A component without anything.
    #[must_use]
    pub fn of(prepared: Prepared) -> Self {
        let packages = Dataset::default();
        Self { prepared, script: None, probe: None, packages, depth: Depth::Run }
    }

    /// The same with what its interpreter has made of its text.
    #[must_use]
    pub fn with_bytecode(mut self, bytecode: Option<Arc<[u8]>>) -> Self {
        if let Some(script) = &mut self.script {
            script.bytecode = bytecode;
        }
        self
    }

    /// Starts a fresh instance and loads the text, if there is one.
    /// `grants` are for evaluators only.
    pub fn start(
        &self,
        budget: &Budget,
        seed: u64,
        purpose: &str,
        role: ScriptRole,
        grants: Option<ScorerGrants>,
    ) -> Started<Sandbox> {
        let mut sandbox = match Sandbox::start(&self.prepared, budget, seed, purpose, grants) {
            Ok(sandbox) => sandbox,
            Err(stop) => return Started::Impossible(stop),
        };
        if let Some(stop) = sandbox.stopped().cloned() {
            return Started::Stopped(sandbox, stop);
        }
        if let Some(probe) = &self.probe
            && let Err(stop) = sandbox.watch(probe.clone())
        {
            return Started::Impossible(stop);
        }
        sandbox.provide(self.packages.clone());
        let Some(script) = &self.script else { return Started::Ready(sandbox) };
        let bytecode = script.bytecode.as_deref();
        let text = Text { source: &script.source, file: &script.file, role, bytecode };
        match sandbox.load(&text, self.depth) {
            Ok(Ok(())) => Started::Ready(sandbox),
            Ok(Err(failure)) => Started::Unloadable(sandbox, failure),
            Err(stop) => Started::Stopped(sandbox, stop),
        }
    }
}
