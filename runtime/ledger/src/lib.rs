//! The record: an append-only, hash-chained, signed list of verdicts, with everything that is needed to make
//! them again.
//!
//! What it is for: entries that are there after a power cut once they are acknowledged; blobs beside them,
//! named by their digest; a tree of hashes over all entries (RFC 6962) whose head is signed after each append,
//! so that whoever changes, removes, swaps or back-dates anything can be shown to have done it; answers to
//! "was this candidate judged by exactly this before".
//!
//! What it refuses to know: what a verdict means, how it is made again, engines, processes, terminals. A ledger
//! is tamper *evident*: whoever can write its folder but not read the key can put back an older state of all of
//! it and nothing else; whoever has the key, too, can write another history. A copy of a checkpoint that was kept
//! anywhere else shows both.
//!
//! Layout of the folder, which nobody but its owner may write to:
//!
//! | file | what it is |
//! |---|---|
//! | `ledger.sqlite` | entries, blobs, hashes of the tree, and tables that can be made again from them |
//! | `checkpoint` | the signed head of the tree after the last append, in the format of c2sp.org/tlog-checkpoint |
//! | `verifier` | the public key, in the format of c2sp.org/signed-note |
//! | `key` | the private key |
//! | `lock` | held by whoever appends, for as long as that takes |

mod append;
mod blobs;
mod checkpoint;
mod entry;
mod error;
mod export;
mod folder;
mod frontier;
mod key;
mod ledger;
mod query;
mod rules;
mod schema;
mod tree;
mod verify;

pub use append::{Appended, Draft};
pub use blobs::BLOB_BYTES_MAX;
pub use checkpoint::Note;
pub use entry::{
    Body, CampaignEntry, CheckEntry, CheckKind, CommitmentEntry, Cut, Entry, Lineage, RoundEntry,
    RunEntry, VerdictEntry,
};
pub use error::LedgerError;
pub use export::{PAYLOAD_TYPE, envelope};
pub use frontier::commitment;
pub use ledger::{Ledger, Sizes};
pub use query::{Filter, Row};
pub use verify::{Finding, Verification};
