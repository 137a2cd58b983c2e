//! Campaigns: loops that improve programs, under budgets, unattended, and such that anybody can follow what they did.
//!
//! What it is for: asking a proposer for programs, judging them in stages, keeping the better ones, and recording all of
//! it, so that a campaign that was ended anywhere goes on as if it had not been, and the same campaign gives the same
//! digest wherever it runs, as far as its proposer gives the same answers.
//!
//! What it refuses to know: how a program is run or judged (`host`), what a task is about, terminals, HTTP.
//!
//! ```text
//! archive --slots--> proposer --programs--> stages --trials--> archive, ledger
//!    ^                                                            |
//!    +------------------------------------------------------------+
//! ```

mod archive;
mod campaign;
mod canary;
mod cut;
mod dimension;
mod draw;
mod error;
mod front;
mod history;
mod lock;
mod normal;
mod proposer;
mod round;
mod settings;
mod state;
mod trial;

pub use archive::{Archive, Elite, Improvement, Kind};
pub use campaign::{Campaign, Ending, Event, Limits, Outcome, Snapshot};
pub use canary::{Canary, CanarySetting, CanarySettings, Role};
pub use dimension::{Dimension, Feature, Objective};
pub use error::CampaignError;
pub use front::{FRONT_MAX, Front, Member};
pub use history::{History, recorded_settings};
pub use lock::CampaignLock;
pub use proposer::command::CommandProposer;
pub use proposer::endpoint::Key;
pub use proposer::openai::{Model, ModelAccess, ModelProposer, ModelSettings, Price};
pub use proposer::program::ProgramProposer;
pub use proposer::{Parent, Proposal, Proposer, ProposerError, Request, Wish};
pub use settings::{ProposerSettings, Settings};
pub use state::State;
pub use trial::{Fate, HeldOut, Spent, Trial, format_money};
