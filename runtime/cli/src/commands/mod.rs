//! One file a command.

pub mod archive;
pub mod attack;
pub mod bench;
pub mod build;
pub mod demo;
pub mod doctor;
pub mod eval;
pub mod evolve;
pub mod explain;
pub mod inspect;
pub mod jail_probe;
pub mod ledger;
pub mod model;
pub mod new;
pub mod plugin;
pub mod profile;
pub mod replay;
pub mod report;
pub mod run;
pub mod serve;
