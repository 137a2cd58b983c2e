//! The jail: what a process can give up for good before it meets somebody else's program.
//!
//! What it is for: two kinds of prisoners. A process of our own gives itself up in two steps
//! ([`confine`], then [`seal`]): it keeps its memory, its threads and the sockets that it has. A foreign
//! program ([`Jail`], a native compiler) is started by a thread that has locked itself up, and takes its limits
//! and its list of system calls before its first instruction.
//!
//! What it refuses to know: WebAssembly, candidates, verdicts; what the prisoner is for.
//!
//! Every wall is one of the kernel's own mechanisms and works without privileges. Where the kernel has
//! less than is needed, the caller learns which [`Layer`] is missing and decides.

mod acts;
mod child;
mod clock;
mod confine;
mod ending;
mod filters;
mod groups;
mod layers;
mod start;

pub use acts::{Act, acts, attempt};
pub use child::{Jail, JailError, JailLimits};
pub use clock::{own_processor_time, processor_time};
pub use confine::{
    ConfineError, Confined, ProcessLimits, SECCOMP, Side, confine, depend_on, fork, heaps, limit,
    seal,
};
pub use ending::{End, Ended, JailLimit};
pub use groups::{Group, Groups};
pub use layers::{Layer, missing};
