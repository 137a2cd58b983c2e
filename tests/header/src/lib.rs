//! The headers of cases, and the worlds that their bodies are put into.
//!
//! A case is a file that begins with comments: a sentence on what it shows, and then directives, one a line,
//! as `name: rest`. What it is for: reading these comments in whatever language the file is, the kinds of
//! directive that all cases share, and making a whole component of a body in WebAssembly's text form.
//!
//! What it refuses to know: which directives a corpus has, and how its cases are run.

mod directives;
mod worlds;

pub use directives::{Header, budget, code, excess};
pub use worlds::{component, source};
