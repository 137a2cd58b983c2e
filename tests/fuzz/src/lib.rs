//! Generated inputs for everything that reads what strangers wrote, and generated programs through the whole
//! runtime.
//!
//! What it is for: finding the input that makes a parser panic, an admission hang, a host fail, a compiler
//! setting change a result. Inputs are made from a seed, out of committed ones and of those that went a new
//! way; each is tried under limits of time and memory; what breaks a rule is saved for a replay.
//!
//! What it refuses to know: how anything is done inside. It uses the same functions as everybody else.

pub mod command;
pub mod fuzz;
pub mod measure;
pub mod mutate;
pub mod pool;
pub mod programs;
pub mod random;
pub mod report;
pub mod summary;
pub mod targets;
