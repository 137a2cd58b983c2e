//! The policy: caps, features, imports and exports, each with its reason.

use lazaret_trial::Interface;
use wasmparser::WasmFeatures;

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

/// Structural caps. Byte size alone protects no compiler: nested loops of 14 KB cost one 20 s, and a
/// straight line of 2 MB of calls costs 2.3 GB of memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StructureCaps {
    /// Bytes of the whole text or component.
    pub bytes: u64,
    /// Functions with a body, over all modules. 100,000 empty ones cost the compiler 11 s.
    pub functions: u64,
    /// Bytes of one function body. 6 MB of straight stores cost 5 s, 7 MB of small ifs 32 s.
    pub body_bytes: u64,
    /// Locals of one function. 50,000 that live across a loop cost more than 45 s.
    pub locals: u64,
    /// Nesting of blocks, loops and ifs. The cost of nested loops is about cubic.
    pub nesting: u64,
    /// Loops of one function. Runs of nested ones cost the square of their number: 8,000 took 1.3 s.
    pub loops: u64,
    /// Loops over all modules, for the same reason.
    pub loops_together: u64,
    /// Targets of all `br_table`s of one function together. 30,000 in one cost 17 s.
    pub branch_targets: u64,
    /// Types, over all modules and components.
    pub types: u64,
    /// Types declared inside of each other. The parser calls itself for each: 100,000 took 48 MiB of stack, and
    /// the process with it.
    pub type_depth: u64,
    /// Imports and exports, over all modules and components.
    pub names: u64,
    /// Globals, over all modules.
    pub globals: u64,
    /// Data and element segments, over all modules.
    pub segments: u64,
    /// Elements of all element segments together.
    pub elements: u64,
    /// Functions lifted, lowered or made by the component model. The compiler writes code for each.
    pub canonical_functions: u64,
    /// Modules and components inside the component, itself included.
    pub modules: u64,
    /// Instances made by the component, where each of a component counts for all that it makes in turn.
    /// Each may take 4 GiB of address space without any fuel.
    pub instances: u64,
    /// Depth of components in components.
    pub component_depth: u64,
    /// Entries of all tables at their start together.
    pub table_entries: u64,
}

/// What is admitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Structural caps.
    pub caps: StructureCaps,
    /// Bytes of a source text.
    pub source_bytes: u64,
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
            caps: StructureCaps {
                bytes: 8 << 20,
                functions: 20_000,
                body_bytes: 256 << 10,
                locals: 2_000,
                nesting: 128,
                loops: 1_000,
                loops_together: 20_000,
                branch_targets: 10_000,
                types: 10_000,
                type_depth: 16,
                names: 1_000,
                globals: 10_000,
                segments: 10_000,
                elements: 100_000,
                canonical_functions: 1_000,
                modules: 16,
                instances: 32,
                component_depth: 4,
                table_entries: 100_000,
            },
            source_bytes: 1 << 20,
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
            caps: StructureCaps {
                bytes: 256 << 20,
                functions: 200_000,
                body_bytes: 7 << 20,
                locals: 50_000,
                nesting: 1_000,
                loops: 10_000,
                loops_together: 1_000_000,
                branch_targets: 1_000_000,
                types: 100_000,
                type_depth: 32,
                names: 100_000,
                globals: 100_000,
                segments: 100_000,
                elements: 1_000_000,
                canonical_functions: 10_000,
                modules: 1_000,
                instances: 1_000,
                component_depth: 16,
                table_entries: 1_000_000,
            },
            source_bytes: 1 << 20,
            imports: &["wasi:", "lazaret:candidate/types", "lazaret:evaluator/"],
            exports: &[
                "lazaret:candidate/script@0.1.0",
                "lazaret:candidate/program@0.1.0",
                "lazaret:evaluator/evaluator@0.1.0",
            ],
            typed: None,
        }
    }
}
