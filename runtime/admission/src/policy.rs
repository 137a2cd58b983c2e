//! The policy: features, imports and exports, and the caps that go with them.

use lazaret_trial::Interface;
use wasmparser::WasmFeatures;

use crate::caps::Caps;

/// The WebAssembly features that are on: what compilers emit by default for a single-threaded,
/// deterministic 32-bit guest, and nothing that has made engines crash lately (garbage collection,
/// exceptions, threads, 64-bit memories, component-model async, SIMD).
#[must_use]
pub fn strict_features() -> WasmFeatures {
    WasmFeatures::MUTABLE_GLOBAL
        | WasmFeatures::SATURATING_FLOAT_TO_INT
        | WasmFeatures::SIGN_EXTENSION
        | WasmFeatures::REFERENCE_TYPES
        | WasmFeatures::MULTI_VALUE
        | WasmFeatures::BULK_MEMORY
        | WasmFeatures::FLOATS
        | WasmFeatures::EXTENDED_CONST
        | WasmFeatures::COMPONENT_MODEL
}

/// What is admitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How large it may be.
    pub caps: Caps,
    /// Interfaces that may be imported, as `namespace:package/interface` without version; one that ends
    /// in `/` or `:` allows everything below it.
    pub imports: &'static [&'static str],
    /// Interfaces that must be exported, as `namespace:package/interface@version`; any compatible
    /// version will do.
    pub exports: &'static [&'static str],
    /// The interface of the task, if it has one.
    pub typed: Option<Typed>,
}

/// Which side of the interface of a task a component is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The candidate's: it must export the interface.
    Exported(Interface),
    /// The evaluator's: it may import the interface.
    Imported(Interface),
}

impl Policy {
    /// The policy for untrusted components and texts that answer calls by name.
    #[must_use]
    pub const fn for_candidates() -> Self {
        Self {
            caps: Caps::USUAL,
            imports: &[
                // Types only; there is nothing to call in it.
                "lazaret:candidate/types",
                "wasi:cli/",
                "wasi:clocks/",
                "wasi:filesystem/",
                "wasi:io/",
                "wasi:random/",
            ],
            exports: &["lazaret:candidate/program@0.1.0"],
            typed: None,
        }
    }

    /// The policy for untrusted components that answer typed calls: they export the task's interface and
    /// nothing of Lazaret's.
    #[must_use]
    pub fn for_typed_candidates(interface: Interface) -> Self {
        Self { exports: &[], typed: Some(Typed::Exported(interface)), ..Self::for_candidates() }
    }

    /// The same with other caps.
    #[must_use]
    pub fn with_caps(self, caps: Caps) -> Self {
        Self { caps, ..self }
    }

    /// The policy for components that are looked at, or called by whoever knows what they export.
    #[must_use]
    pub fn for_any_export() -> Self {
        Self { exports: &[], ..Self::for_candidates() }
    }

    /// The policy for evaluators: as strict as for candidates, because what a model wrote may be among
    /// them, with the imports that the contract grants them.
    #[must_use]
    pub fn for_evaluators(interface: Option<Interface>) -> Self {
        Self {
            imports: &[
                "lazaret:candidate/types",
                "lazaret:evaluator/",
                "wasi:cli/",
                "wasi:clocks/",
                "wasi:filesystem/",
                "wasi:io/",
                "wasi:random/",
            ],
            exports: &["lazaret:evaluator/evaluator@0.1.0"],
            typed: interface.map(Typed::Imported),
            ..Self::for_candidates()
        }
    }

    /// What any program must keep to that is compiled, whatever it is for: the policy of evaluators, who may
    /// import most, without anything that must be exported.
    #[must_use]
    pub fn for_compilation(imported: Option<Interface>) -> Self {
        Self { exports: &[], ..Self::for_evaluators(imported) }
    }

    /// The policy for the interpreters that ship with Lazaret: trusted, and far larger than any
    /// candidate (CPython with its libraries has 40 modules and 30 MB).
    #[must_use]
    pub const fn for_plugins() -> Self {
        Self {
            caps: Caps::PLUGINS,
            imports: &["wasi:", "lazaret:candidate/types", "lazaret:evaluator/", "lazaret:python/"],
            exports: &[
                "lazaret:candidate/script@0.1.0",
                "lazaret:candidate/program@0.1.0",
                "lazaret:evaluator/evaluator@0.1.0",
            ],
            typed: None,
        }
    }
}
