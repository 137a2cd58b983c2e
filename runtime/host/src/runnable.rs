//! A program that can be started, here or in a worker.

use std::sync::Arc;

use lazaret_evaluate::{Dataset, Program, Script};
use lazaret_trial::{Digest, Interface};
use lazaret_worker::Code;

/// A program that can be started; cheap to clone but for its text.
#[derive(Clone)]
pub enum Runnable {
    /// In this process.
    Here(Program),
    /// In a worker.
    There(Quarantined),
}

/// A program that never comes into this process.
#[derive(Clone)]
pub struct Quarantined {
    /// The native code of the component.
    pub code: Arc<Code>,
    /// The interface of the task, or the only one that the component exports.
    pub interface: Option<Arc<Interface>>,
    /// The text, if the component is an interpreter.
    pub script: Option<Script>,
    /// The packages that the text may import.
    pub packages: Dataset,
}

impl Runnable {
    /// The digest of the component: for a script, of its interpreter.
    pub fn digest(&self) -> Digest {
        match self {
            Self::Here(program) => program.prepared.digest(),
            Self::There(program) => program.code.digest(),
        }
    }

    /// The interface by whose functions it is called, if it has one.
    pub fn interface(&self) -> Option<&Arc<Interface>> {
        match self {
            Self::Here(program) => program.prepared.interface(),
            Self::There(program) => program.interface.as_ref(),
        }
    }

    /// The same interpreter with a text.
    pub fn with_script(mut self, text: Script) -> Self {
        match &mut self {
            Self::Here(program) => program.script = Some(text),
            Self::There(program) => program.script = Some(text),
        }
        self
    }

    /// The same with what its interpreter has made of its text.
    pub fn with_bytecode(mut self, bytecode: Option<Arc<[u8]>>) -> Self {
        let script = match &mut self {
            Self::Here(program) => &mut program.script,
            Self::There(program) => &mut program.script,
        };
        if let Some(script) = script {
            script.bytecode = bytecode;
        }
        self
    }

    /// The same with packages that its text may import.
    pub fn with_packages(mut self, packages: Dataset) -> Self {
        match &mut self {
            Self::Here(program) => program.packages = packages,
            Self::There(program) => program.packages = packages,
        }
        self
    }

    /// The same for a task with this interface, which a script implements without knowing of it.
    pub fn with_interface(mut self, interface: Option<Arc<Interface>>) -> Self {
        if let Self::There(program) = &mut self {
            program.interface = interface;
        }
        self
    }
}

impl Quarantined {
    /// A component without anything.
    pub fn of(code: Arc<Code>, interface: Option<Arc<Interface>>) -> Self {
        Self { code, interface, script: None, packages: Dataset::default() }
    }

    /// Whether the same worker can serve both.
    pub fn same_worker(&self, other: &Self) -> bool {
        self.code.digest() == other.code.digest()
            && self.interface == other.interface
            && (Arc::ptr_eq(&self.packages, &other.packages) || self.packages == other.packages)
    }
}
