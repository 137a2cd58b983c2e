//! A component that is linked and type-checked once and instantiated many times.

use std::sync::Arc;

use lazaret_engine::{Artifact, Engine};
use lazaret_trial::{Digest, Function, Interface};
use wasmtime::component::types::{self, ComponentItem};
use wasmtime::component::{
    Component, ComponentExportIndex, ComponentNamedList, InstancePre, Lift, Linker, Lower,
};

use crate::bindings::exports::lazaret::candidate::{program, script};
use crate::bindings::exports::lazaret::evaluator::evaluator;
use crate::bindings::exports::lazaret::python::{array_program, bytecode, float_program, summary};
use crate::bindings::lazaret::candidate::types::Failure;
use crate::bindings::lazaret::evaluator::types as wit;
use crate::fast::{Fast, fast};
use crate::state::State;
use crate::{arrays, floats, packages, scorer, wasi};

const SCRIPT: &str = "lazaret:candidate/script@0.1.0";
const PROGRAM: &str = "lazaret:candidate/program@0.1.0";
const EVALUATOR: &str = "lazaret:evaluator/evaluator@0.1.0";
const ARRAY_PROGRAM: &str = "lazaret:python/array-program@0.1.0";
const FLOAT_PROGRAM: &str = "lazaret:python/float-program@0.1.0";
const BYTECODE: &str = "lazaret:python/bytecode@0.1.0";
const SUMMARY: &str = "lazaret:python/summary@0.1.0";

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
    pub array_program: Option<array_program::GuestIndices>,
    pub float_program: Option<float_program::GuestIndices>,
    pub bytecode: Option<bytecode::GuestIndices>,
    pub summary: Option<summary::GuestIndices>,
    pub typed: Option<TypedExports>,
    /// Whether values of the task's types cross, in either direction.
    pub lifts_typed: bool,
    /// Whether it can write to a stream at all.
    pub writes: bool,
}

/// The task's interface as a component exports it.
pub struct TypedExports {
    pub interface: Arc<Interface>,
    /// Where the functions are, in the order of the interface, and the short way to each that has one.
    pub functions: Vec<(ComponentExportIndex, Option<Fast>)>,
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
    /// sandbox may use the latter is decided when it starts. `interface` is the task's, which a candidate
    /// exports and an evaluator imports; admission has compared its types.
    ///
    /// # Errors
    /// If an import or an export has another type than the contract says.
    pub fn new(
        artifact: &Artifact,
        interface: Option<&Arc<Interface>>,
    ) -> Result<Self, PrepareError> {
        let import_error = |error: wasmtime::Error| PrepareError::Import(chain(&error));
        let (component, engine) = (artifact.component(), artifact.engine());
        let mut linker = Linker::<State>::new(engine.wasmtime());
        // Every import first gets a refusal, then the ones that are granted get their function.
        linker.allow_shadowing(true);
        let ty = component.component_type();
        let (mut imports_typed, mut writes) = (false, false);
        for (name, item) in ty.imports(engine.wasmtime()) {
            let ComponentItem::ComponentInstance(instance) = item.ty else {
                return Err(PrepareError::Import(format!("`{name}` is not an interface")));
            };
            let mut interface_linker = linker.instance(name).map_err(import_error)?;
            wasi::refuse(engine.wasmtime(), name, &instance, &mut interface_linker)
                .map_err(import_error)?;
            if let Some(interface_of_task) = interface.filter(|interface| interface.name == name) {
                imports_typed = true;
                scorer::define_typed(interface_of_task, &mut interface_linker)
                    .map_err(import_error)?;
                continue;
            }
            let base = name.split('@').next().unwrap_or_default();
            writes |= base == "wasi:io/streams";
            match base.split_once('/') {
                Some(("lazaret:evaluator", evaluator)) => {
                    scorer::define(evaluator, &mut interface_linker)
                }
                Some(("lazaret:python", "packages")) => packages::define(&mut interface_linker),
                Some(("lazaret:python", "array-candidate")) => {
                    arrays::define(&mut interface_linker)
                }
                Some(("lazaret:python", "float-candidate")) => {
                    floats::define(&mut interface_linker)
                }
                _ => wasi::define(base, &mut interface_linker),
            }
            .map_err(import_error)?;
        }
        let pre = linker.instantiate_pre(component).map_err(import_error)?;
        let exports: Vec<&str> = ty.exports(engine.wasmtime()).map(|(name, _)| name).collect();
        let has = |name: &str| exports.contains(&name);
        let checked = Checked { engine, ty: &ty, pre: &pre };
        let script = has(SCRIPT).then(|| checked.script()).transpose()?;
        let program = has(PROGRAM).then(|| checked.program()).transpose()?;
        let evaluator = has(EVALUATOR).then(|| checked.evaluator()).transpose()?;
        let array_program = has(ARRAY_PROGRAM).then(|| checked.array_program()).transpose()?;
        let float_program = has(FLOAT_PROGRAM).then(|| checked.float_program()).transpose()?;
        let bytecode = has(BYTECODE).then(|| checked.bytecode()).transpose()?;
        let summary = has(SUMMARY).then(|| checked.summary()).transpose()?;
        let typed = interface.and_then(|interface| typed_exports(component, interface));
        let inner = Inner {
            engine: engine.clone(),
            digest: artifact.digest(),
            script,
            program,
            evaluator,
            array_program,
            float_program,
            bytecode,
            summary,
            lifts_typed: typed.is_some() || imports_typed,
            writes,
            typed,
            pre,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The digest of the component.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.inner.digest
    }

    /// The task's interface, if this component exports it.
    #[must_use]
    pub fn interface(&self) -> Option<&Arc<Interface>> {
        self.inner.typed.as_ref().map(|typed| &typed.interface)
    }

    /// Whether it takes arrays and gives them.
    #[must_use]
    pub fn speaks_arrays(&self) -> bool {
        self.inner.array_program.is_some()
    }

    /// Whether it hands out what it has made of a text, and takes it in the place of the text.
    #[must_use]
    pub fn keeps_bytecode(&self) -> bool {
        self.inner.bytecode.is_some()
    }

    /// Whether it says which evaluators sum up themselves.
    #[must_use]
    pub fn knows_summaries(&self) -> bool {
        self.inner.summary.is_some()
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }
}

fn typed_exports(component: &Component, interface: &Arc<Interface>) -> Option<TypedExports> {
    let instance = component.get_export_index(None, &interface.name)?;
    let known = |function: &Function| {
        let index = component.get_export_index(Some(&instance), &function.name)?;
        Some((index, fast(function)))
    };
    let functions = interface.functions.iter().map(known).collect::<Option<Vec<_>>>()?;
    Some(TypedExports { interface: interface.clone(), functions })
}

/// Finds exports. The engine looks at their names only and would find a wrong type at the first call, so
/// the types are compared here.
struct Checked<'a> {
    engine: &'a Engine,
    ty: &'a types::Component,
    pre: &'a InstancePre<State>,
}

impl Checked<'_> {
    fn script(&self) -> Result<script::GuestIndices, PrepareError> {
        type Answer = (Result<(), Failure>,);
        self.function::<(&str, &str, script::Role), Answer>(SCRIPT, "load")?;
        self.function::<(), Answer>(SCRIPT, "run")?;
        export(script::GuestIndices::new(self.pre), SCRIPT)
    }

    fn program(&self) -> Result<program::GuestIndices, PrepareError> {
        type Answer = (Result<String, Failure>,);
        self.function::<(&str, &str), Answer>(PROGRAM, "call")?;
        export(program::GuestIndices::new(self.pre), PROGRAM)
    }

    fn array_program(&self) -> Result<array_program::GuestIndices, PrepareError> {
        type Answer = (Result<(String, Vec<u8>), Failure>,);
        self.function::<(&str, &str, &[u8]), Answer>(ARRAY_PROGRAM, "call")?;
        export(array_program::GuestIndices::new(self.pre), ARRAY_PROGRAM)
    }

    fn float_program(&self) -> Result<float_program::GuestIndices, PrepareError> {
        type Answer = (Result<(String, Vec<u8>), Failure>,);
        self.function::<(&str, &str, &[u8]), Answer>(FLOAT_PROGRAM, "call")?;
        export(float_program::GuestIndices::new(self.pre), FLOAT_PROGRAM)
    }

    fn bytecode(&self) -> Result<bytecode::GuestIndices, PrepareError> {
        self.function::<(u32,), (Option<Vec<u8>>,)>(BYTECODE, "get")?;
        type Parameters<'a> = (&'a [u8], &'a str, &'a str, script::Role);
        self.function::<Parameters<'_>, (Result<(), Failure>,)>(BYTECODE, "load")?;
        export(bytecode::GuestIndices::new(self.pre), BYTECODE)
    }

    fn summary(&self) -> Result<summary::GuestIndices, PrepareError> {
        self.function::<(), (bool,)>(SUMMARY, "is-own")?;
        export(summary::GuestIndices::new(self.pre), SUMMARY)
    }

    fn evaluator(&self) -> Result<evaluator::GuestIndices, PrepareError> {
        type Answer<T> = (Result<T, wit::Problem>,);
        self.function::<(), Answer<wit::Description>>(EVALUATOR, "describe")?;
        self.function::<(&str,), Answer<Vec<wit::TrialCase>>>(EVALUATOR, "cases")?;
        self.function::<(&wit::TrialCase,), Answer<wit::Report>>(EVALUATOR, "evaluate")?;
        let summarize = "summarize";
        self.function::<(&[wit::Report],), Answer<Vec<wit::Measurement>>>(EVALUATOR, summarize)?;
        export(evaluator::GuestIndices::new(self.pre), EVALUATOR)
    }

    /// Compares the type of one function with the contract's.
    fn function<P, R>(&self, interface: &'static str, name: &str) -> Result<(), PrepareError>
    where
        P: ComponentNamedList + Lower,
        R: ComponentNamedList + Lift,
    {
        let engine = self.engine.wasmtime();
        let function = match self.ty.get_export(engine, interface).map(|item| item.ty) {
            Some(ComponentItem::ComponentInstance(instance)) => {
                instance.get_export(engine, name).map(|item| item.ty)
            }
            _ => None,
        };
        match function {
            Some(ComponentItem::ComponentFunc(function)) => {
                export(function.typecheck::<P, R>(&self.pre.instance_type()), interface)
            }
            _ => {
                let why = format!("it has no function `{name}`");
                Err(PrepareError::Export { export: interface, why })
            }
        }
    }
}

fn export<T>(result: wasmtime::Result<T>, export: &'static str) -> Result<T, PrepareError> {
    result.map_err(|error| PrepareError::Export { export, why: chain(&error) })
}

/// An error with its causes on one line.
fn chain(error: &wasmtime::Error) -> String {
    error.chain().map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
