//! Admission: what may reach a compiler or an interpreter at all.
//!
//! What it is for: deciding about bytes before anything expensive or dangerous sees them. It tells
//! languages apart, refuses precompiled code, caps the structure of WebAssembly (a 14 KB module can cost
//! a compiler 20 s), validates it against the one set of features that the engine has on, and checks
//! imports and exports against a policy.
//!
//! What it refuses to know: files, the engine, budgets, tasks. It is pure: the same bytes and policy
//! give the same answer.
//!
//! ```
//! use lazaret_admission::{Admitted, Policy, Submission, admit};
//!
//! let policy = Policy::for_candidates();
//! let script = Submission { name: "first_fit.py", bytes: b"def priority(item, bins): ..." };
//! assert!(matches!(admit(&script, &policy), Ok(Admitted::Script(_))));
//!
//! let garbage = Submission { name: "x.wasm", bytes: b"\x7fELF..." };
//! assert_eq!(admit(&garbage, &policy).unwrap_err().code().as_str(), "rejected/precompiled");
//! ```

mod admitted;
mod caps;
mod component;
mod imports;
mod initial;
mod interface;
mod links;
mod policy;
mod rejection;
mod script;
mod structure;
mod types;
mod work;

pub use admitted::{Admitted, AdmittedComponent, AdmittedScript, Submission, admit, refuse_native};
pub use caps::{CAPS, Cap, CapError, CapInfo, Caps, Measured};
pub use imports::python_imports;
pub use policy::{Policy, Typed, strict_features};
pub use rejection::Rejection;
pub use script::Language;
pub use structure::measure;
