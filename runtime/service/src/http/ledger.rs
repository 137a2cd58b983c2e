//! Questions to the ledger.

#![expect(
    unused_qualifications,
    reason = "the macro that describes parameters names its trait in full"
)]

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use lazaret_host::ledger::{Body, Entry, Filter, LedgerError};
use lazaret_host::{HostError, recorded_feedback};
use lazaret_trial::{Digest, Feedback, FeedbackSize};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::evaluations::number;
use crate::http::problem::{Kind, Problem};
use crate::http::query::{Path, Query};
use crate::http::{Recorded, blocking, json, json_with, put_in_as_it_is};
use crate::limits::{LIST_MAX, LIST_USUAL, NUMBER_MAX};
use crate::shared::Shared;

/// Which entries are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Only of this task.
    task: Option<String>,
    /// Only with a code that begins like this, such as `scored` or `failed/`.
    code: Option<String>,
    /// Only of the candidate with this digest.
    #[param(pattern = "^sha256:[0-9a-f]{64}$")]
    candidate: Option<String>,
    /// Only of this kind.
    #[param(inline)]
    kind: Option<EntryKind>,
    /// Only before this entry, to go on where the last list ended.
    #[param(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    before: Option<u64>,
    /// At most this many.
    #[param(minimum = 1, maximum = 200, default = 20)]
    limit: Option<u64>,
}

/// A kind of entries.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum EntryKind {
    Commitment,
    Verdict,
    Run,
    Campaign,
    Round,
    Check,
}

/// Some entries.
#[derive(Debug, Serialize, ToSchema)]
pub struct Entries {
    /// How many entries the ledger has.
    size: u64,
    /// The newest first.
    #[schema(value_type = Vec<Object>)]
    entries: Vec<Entry>,
}

/// One entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryDocument {
    /// What it says.
    #[schema(value_type = Object)]
    entry: Entry,
    /// The verdict, byte for byte as it is recorded; if it is the entry of one.
    #[serde(skip_serializing_if = "put_in_as_it_is")]
    #[schema(value_type = Option<Object>)]
    verdict: Option<Recorded>,
    /// What came of a run; if it is the entry of one.
    #[serde(skip_serializing_if = "put_in_as_it_is")]
    #[schema(value_type = Option<Object>)]
    outcome: Option<Recorded>,
}

/// What a model may hear of a verdict.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeedbackDocument {
    /// The entry.
    entry: u64,
    /// For a prompt.
    text: String,
    /// The same for programs.
    #[schema(value_type = Object)]
    feedback: Feedback,
}

/// How much feedback is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Size {
    /// The most bytes of each of the two forms.
    #[param(minimum = 512, maximum = 65_536, default = 4096)]
    bytes: Option<u64>,
}

/// The signed head.
#[derive(Debug, Serialize, ToSchema)]
pub struct Checkpoint {
    /// How many entries it is about.
    size: u64,
    /// The root of the tree over them.
    root: String,
    /// The signed note, in the format of c2sp.org/tlog-checkpoint.
    checkpoint: String,
    /// The public key.
    verifier: String,
}

/// Entries of the ledger, the newest first.
#[utoipa::path(
    get, path = "/v1/ledger/entries", tag = "ledger", params(Wanted),
    responses((status = 200, description = "The entries", body = Entries)),
)]
pub async fn entries(
    State(shared): State<Arc<Shared>>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let limit = wanted.limit.unwrap_or(LIST_USUAL);
    if !(1..=LIST_MAX).contains(&limit) {
        return Err(Kind::BadRequest
            .because(format!("`limit` is {limit}"), "ask for fewer, and go on with `before`")
            .measured(limit, LIST_MAX));
    }
    if let Some(before) = wanted.before.filter(|it| NUMBER_MAX < *it) {
        return Err(Kind::BadRequest
            .because(format!("`before` is {before}"), "use the number of an entry")
            .measured(before, NUMBER_MAX));
    }
    let candidate = wanted.candidate.as_deref().map(Digest::parse).transpose();
    let candidate = candidate.map_err(|error| {
        Kind::BadRequest.because(format!("`candidate`: {error}"), "use the digest of a verdict")
    })?;
    let filter = Filter {
        task: wanted.task,
        code: wanted.code,
        candidate,
        identity: None,
        kind: wanted.kind.map(|kind| kind.name().to_owned()),
        before: wanted.before,
        limit,
    };
    let read = blocking(&shared, move |shared| {
        let ledger = shared.ledger();
        let rows = ledger.list(&filter)?;
        let entries = rows.iter().map(|row| ledger.entry(row.sequence));
        Ok(Entries { entries: entries.collect::<Result<_, _>>()?, size: ledger.size()? })
    });
    Ok(json(StatusCode::OK, &read.await?.map_err(|error| problem(&error))?))
}

/// One entry of the ledger, with its verdict.
#[utoipa::path(
    get, path = "/v1/ledger/entries/{entry}", tag = "ledger",
    params(("entry" = u64, Path, description = "Its number, counted from 0")),
    responses((status = 200, description = "The entry", body = EntryDocument)),
)]
pub async fn entry(
    State(shared): State<Arc<Shared>>,
    Path(sequence): Path,
) -> Result<Response, Problem> {
    let sequence = number(&sequence)?;
    let read = blocking(&shared, move |shared| {
        let ledger = shared.ledger();
        let entry = ledger.entry(sequence)?;
        let attached = match &entry.body {
            Body::Verdict(it) => Some(ledger.blob(it.verdict)?),
            Body::Run(it) => Some(ledger.blob(it.outcome)?),
            // What is in there would tell what the cases are, or what held-out cases gave.
            Body::Commitment(_) | Body::Campaign(_) | Body::Round(_) | Body::Check(_) => None,
        };
        Ok((entry, attached))
    });
    let (entry, attached) = read.await?.map_err(|error| problem(&error))?;
    let name = if matches!(entry.body, Body::Run(_)) { "outcome" } else { "verdict" };
    let document = EntryDocument { entry, verdict: None, outcome: None };
    Ok(json_with(StatusCode::OK, &document, name, attached))
}

/// What a model may hear of a verdict, so that its next program is better.
///
/// It is bounded, the same for the same verdict, and tells nothing of cases that are held out.
#[utoipa::path(
    get, path = "/v1/ledger/entries/{entry}/feedback", tag = "ledger",
    params(("entry" = u64, Path, description = "Its number, counted from 0"), Size),
    responses((status = 200, description = "The feedback", body = FeedbackDocument)),
)]
pub async fn feedback(
    State(shared): State<Arc<Shared>>,
    Path(sequence): Path,
    Query(size): Query<Size>,
) -> Result<Response, Problem> {
    let sequence = number(&sequence)?;
    let size = size.bytes.map_or(Ok(FeedbackSize::DEFAULT), FeedbackSize::new);
    let size = size.map_err(|error| {
        Kind::BadRequest.because(error.to_string(), "`bytes` is for each of the two forms")
    })?;
    let read = blocking(&shared, move |shared| recorded_feedback(&shared.ledger(), sequence, size));
    let feedback = read.await?.map_err(|error| match &error {
        HostError::Ledger(error) => problem(error),
        HostError::Request(why) => {
            Problem::not_found(why.clone(), "feedback is on verdicts: `?kind=verdict`")
        }
        _ => Problem::internal(&error),
    })?;
    let document = FeedbackDocument { entry: sequence, text: feedback.text(), feedback };
    Ok(json(StatusCode::OK, &document))
}

/// The signed head of the ledger, to be kept elsewhere.
#[utoipa::path(
    get, path = "/v1/ledger/checkpoint", tag = "ledger",
    responses((status = 200, description = "The head", body = Checkpoint)),
)]
pub async fn checkpoint(State(shared): State<Arc<Shared>>) -> Result<Response, Problem> {
    let read = blocking(&shared, |shared| {
        let ledger = shared.ledger();
        let head = ledger.head()?;
        let verifier = ledger.verifier().to_owned();
        let root = head.root.to_string();
        Ok(Checkpoint { size: head.size, root, checkpoint: head.text, verifier })
    });
    Ok(json(StatusCode::OK, &read.await?.map_err(|error| problem(&error))?))
}

impl EntryKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Commitment => "commitment",
            Self::Verdict => "verdict",
            Self::Run => "run",
            Self::Campaign => "campaign",
            Self::Round => "round",
            Self::Check => "check",
        }
    }
}

fn problem(error: &LedgerError) -> Problem {
    match error {
        LedgerError::NoEntry { .. } => {
            Problem::not_found(error.to_string(), "`/v1/ledger/entries` lists what there is")
        }
        _ => Problem::internal(error),
    }
}
