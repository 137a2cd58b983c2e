//! What is asked for, and how it ends: the words that are written to the queue and shown to clients.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lazaret_host::ledger::Lineage;
use lazaret_trial::Code;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::store::Stored;

/// Where a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It is on the disk and waits for its turn.
    Queued,
    /// It is being judged.
    Running,
    /// It has a verdict, and the ledger has it.
    Done,
    /// A client has cancelled it; nothing is recorded.
    Cancelled,
    /// Its deadline was over before its verdict was there; nothing is recorded.
    Expired,
    /// It could not be judged at all, and that was not the candidate's fault; nothing is recorded.
    Failed,
    /// It was judged, and the ledger could not take it; it is judged again after the next start.
    Unrecorded,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Queued,
        Self::Running,
        Self::Done,
        Self::Cancelled,
        Self::Expired,
        Self::Failed,
        Self::Unrecorded,
    ];

    /// The text form.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Failed => "failed",
            Self::Unrecorded => "unrecorded",
        }
    }

    /// Whether there is nothing more to come.
    pub const fn is_end(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }
}

/// What was asked for besides the candidate; kept in the queue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wishes {
    pub seed: u64,
    pub split: Option<String>,
    pub fresh: bool,
    pub lineage: Lineage,
}

/// A job that was accepted.
#[derive(Clone, Debug)]
pub struct Order {
    pub id: u64,
    pub task: String,
    pub name: String,
    pub wishes: Wishes,
}

impl Order {
    /// Reads one back from the queue.
    pub fn of(stored: &Stored) -> serde_json::Result<Self> {
        Ok(Self {
            id: stored.id,
            task: stored.task.clone(),
            name: stored.name.clone(),
            wishes: serde_json::from_str(&stored.request)?,
        })
    }

    /// Whether both can be judged in one go.
    pub fn alike(&self, other: &Self) -> bool {
        self.task == other.task && self.wishes == other.wishes
    }
}

/// How a job has ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct End {
    pub status: Status,
    /// The entry of the ledger that has the verdict.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub entry: Option<u64>,
    /// Whether the verdict was in the ledger already.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub recalled: bool,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub code: Option<Code>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub score: Option<f64>,
    /// What there is to say besides.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub message: Option<String>,
    /// How long it waited.
    pub queue_ms: u64,
    /// How long it was judged.
    pub wall_ms: u64,
}

impl End {
    /// Of a job that was never judged.
    pub fn before_judging(status: Status, waited: Duration) -> Self {
        Self {
            status,
            entry: None,
            recalled: false,
            code: None,
            score: None,
            message: None,
            queue_ms: milliseconds(waited),
            wall_ms: 0,
        }
    }
}

/// Whole milliseconds.
pub fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Milliseconds since 1970, as the machine's clock says.
pub fn now_ms() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_millis()).unwrap_or(i64::MAX)
}
