//! A component that is linked and type-checked once and instantiated many times.

use std::sync::Arc;

use lazaret_engine::{Artifact, Engine};
use lazaret_trial::Digest;
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{InstancePre, Linker};

use crate::bindings::exports::lazaret::candidate::{program, script};
use crate::bindings::exports::lazaret::evaluator::evaluator;
use crate::state::State;
use crate::{scorer, wasi};

/// A component with its imports resolved; cheap to clone.
#[derive(Clone)]
pub struct Prepared {
    inner: Arc<Inner>,
}

pub struct Inner {
    pub engine: Engine,
    pub pre: InstancePre<State>,
    pub digest: Digest,
    pub script: Option<script::GuestIndices>,
    pub program: Option<program::GuestIndices>,
    pub evaluator: Option<evaluator::GuestIndices>,
}

/// Why a component cannot be linked.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// An import has another type than the host's function.
    #[error("an import does not fit the contract: {0}")]
    Import(String),
    /// An export has another type than the contract says.
    #[error("the export `{export}` does not fit the contract: {why}")]
    Export {
        /// The interface.
        export: &'static str,
        /// What is wrong.
        why: String,
    },
}

impl Prepared {
    /// Links a component: the virtual WASI and the evaluator's imports are there for all, and whether a
    /// sandbox may use the latter is decided when it starts.
    ///
    /// # Errors
    /// If an import or an export has another type than the contract says.
    pub fn new(engine: &Engine, artifact: &Artifact) -> Result<Self, PrepareError> {
        let import_error = |error: wasmtime::Error| PrepareError::Import(chain(&error));
        let component = artifact.component();
        let mut linker = Linker::<State>::new(engine.wasmtime());
        // Every import first gets a refusal, then the ones that are granted get their function.
        linker.allow_shadowing(true);
        let ty = component.component_type();
        for (name, item) in ty.imports(engine.wasmtime()) {
            let ComponentItem::ComponentInstance(instance) = item.ty else {
                return Err(PrepareError::Import(format!("`{name}` is not an interface")));
            };
            let mut interface = linker.instance(name).map_err(import_error)?;
            wasi::refuse(engine.wasmtime(), name, &instance, &mut interface)
                .map_err(import_error)?;
            let base = name.split('@').next().unwrap_or_default();
            match base.strip_prefix("lazaret:evaluator/") {
                Some(evaluator) => scorer::define(evaluator, &mut interface),
                None => wasi::define(base, &mut interface),
            }
            .map_err(import_error)?;
        }
        let pre = linker.instantiate_pre(component).map_err(import_error)?;
        let exports: Vec<&str> = ty.exports(engine.wasmtime()).map(|(name, _)| name).collect();
        let has = |name: &str| exports.contains(&name);
        let (script_name, program_name) =
            ("lazaret:candidate/script@0.1.0", "lazaret:candidate/program@0.1.0");
        let evaluator_name = "lazaret:evaluator/evaluator@0.1.0";
        let script = has(script_name).then(|| script::GuestIndices::new(&pre));
        let program = has(program_name).then(|| program::GuestIndices::new(&pre));
        let evaluator = has(evaluator_name).then(|| evaluator::GuestIndices::new(&pre));
        let inner = Inner {
            engine: engine.clone(),
            digest: artifact.digest(),
            script: script.map(|result| export(result, script_name)).transpose()?,
            program: program.map(|result| export(result, program_name)).transpose()?,
            evaluator: evaluator.map(|result| export(result, evaluator_name)).transpose()?,
            pre,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The digest of the component.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.inner.digest
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }
}

fn export<T>(result: wasmtime::Result<T>, export: &'static str) -> Result<T, PrepareError> {
    result.map_err(|error| PrepareError::Export { export, why: chain(&error) })
}

/// An error with its causes on one line.
fn chain(error: &wasmtime::Error) -> String {
    error.chain().map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
