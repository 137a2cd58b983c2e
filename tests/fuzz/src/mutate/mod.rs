//! Making an input of another: `bytes` knows nothing of what it changes, `sections` keeps WebAssembly in one
//! piece around the change.

pub mod bytes;
pub mod sections;
