//! How evaluations are, and ending them early.

#![expect(
    unused_qualifications,
    reason = "the macro that describes parameters names its trait in full"
)]

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use lazaret_host::ledger::Body;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::problem::{Kind, Problem};
use crate::http::query::{Path, Query};
use crate::http::{Recorded, blocking, json, json_with, put_in_as_it_is};
use crate::jobs::{Cancelled, Snapshot};
use crate::limits::WAIT_MS_MAX;
use crate::request::Status;
use crate::shared::{Shared, ended};

/// An evaluation as it is now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Evaluation {
    /// Its number.
    id: u64,
    /// The task.
    task: String,
    /// The candidate's file name.
    name: String,
    status: Status,
    /// How many cases are judged; while it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    cases_done: Option<u64>,
    /// How many cases there are; while it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    cases: Option<u64>,
    /// The entry of the ledger that has the verdict; if it is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<u64>,
    /// Whether the verdict was in the ledger already; if it is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    recalled: Option<bool>,
    /// The outcome's code, such as `scored` or `failed/out-of-fuel`.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    /// The first metric, if it was scored.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    /// The verdict, byte for byte as it is recorded; if it is done.
    // It is put in as it is, see `json_with`; it must not become other bytes on the way.
    #[serde(skip_serializing_if = "put_in_as_it_is")]
    #[schema(value_type = Option<Object>)]
    verdict: Option<Recorded>,
    /// What there is to say besides.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// How long it waited, once it has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    queue_ms: Option<u64>,
    /// How long it was judged, once it has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    wall_ms: Option<u64>,
}

impl Evaluation {
    /// What is shown of a job.
    pub fn of(snapshot: &Snapshot) -> Self {
        let Snapshot { order, status, progress, end, trouble } = snapshot;
        let end = end.as_ref();
        Self {
            id: order.id,
            task: order.task.clone(),
            name: order.name.clone(),
            status: *status,
            cases_done: progress.map(|(done, _)| done as u64),
            cases: progress.map(|(_, cases)| cases as u64),
            entry: end.and_then(|it| it.entry),
            recalled: end.filter(|it| it.entry.is_some()).map(|it| it.recalled),
            code: end.and_then(|it| it.code).map(|it| it.as_str().to_owned()),
            score: end.and_then(|it| it.score),
            verdict: None,
            message: end.and_then(|it| it.message.clone()).or_else(|| trouble.clone()),
            queue_ms: end.map(|it| it.queue_ms),
            wall_ms: end.map(|it| it.wall_ms),
        }
    }

    /// Its number.
    pub const fn id(&self) -> u64 {
        self.id
    }
}

/// How long to wait.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Wait {
    /// Answer when it has ended, or after so many milliseconds.
    #[serde(default)]
    #[param(minimum = 0, maximum = 30_000, default = 0)]
    wait_ms: u64,
}

/// The status of an evaluation, with its verdict once it is done.
///
/// What ended long ago is forgotten here; the ledger has it.
#[utoipa::path(
    get, path = "/v1/evaluations/{id}", tag = "evaluations",
    params(("id" = u64, Path, description = "The number"), Wait),
    responses((status = 200, description = "As it is now", body = Evaluation)),
)]
pub async fn status(
    State(shared): State<Arc<Shared>>,
    Path(id): Path,
    Query(wait): Query<Wait>,
) -> Result<Response, Problem> {
    if WAIT_MS_MAX < wait.wait_ms {
        return Err(Kind::BadRequest
            .because("`wait_ms` is too long", "ask again after it")
            .measured(wait.wait_ms, WAIT_MS_MAX));
    }
    let id = number(&id)?;
    // Listening begins before the first look, so that no news falls between the two.
    let mut news = (0 < wait.wait_ms).then(|| shared.events.listen());
    let mut snapshot = find(&shared, id).await?;
    if let Some(news) = news.as_mut().filter(|_| !snapshot.status.is_end()) {
        let mut phase = shared.phase.subscribe();
        let end = async {
            loop {
                match news.recv().await {
                    Ok(it) if it.id == id && it.status.is_end() => break,
                    // Some were missed; this one may have been among them.
                    Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => {
                        if shared.jobs.snapshot(id).is_none_or(|it| it.status.is_end()) {
                            break;
                        }
                    }
                    Ok(_) => {}
                    Err(_) => break,
                }
            }
        };
        tokio::select! {
            () = end => {}
            () = tokio::time::sleep(Duration::from_millis(wait.wait_ms)) => {}
            () = ended(&mut phase) => {}
        }
        snapshot = find(&shared, id).await?;
    }
    let verdict = match snapshot.end.as_ref().and_then(|end| end.entry) {
        Some(entry) => Some(verdict(&shared, entry).await?),
        None => None,
    };
    Ok(json_with(StatusCode::OK, &Evaluation::of(&snapshot), "verdict", verdict))
}

/// Cancels an evaluation.
///
/// One that waits ends at once; one that runs ends soon, unless its verdict is there before. Nothing is recorded of
/// what was cancelled. Cancelling again changes nothing.
#[utoipa::path(
    post, path = "/v1/evaluations/{id}/cancel", tag = "evaluations",
    params(("id" = u64, Path, description = "The number")),
    responses(
        (status = 200, description = "It is cancelled", body = Evaluation),
        (status = 202, description = "It runs, and will end soon", body = Evaluation),
        (status = 409, description = "It has ended", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn cancel(
    State(shared): State<Arc<Shared>>,
    Path(id): Path,
) -> Result<Response, Problem> {
    let id = number(&id)?;
    let over = |snapshot: &Snapshot| {
        if snapshot.status == Status::Cancelled {
            return Ok(json(StatusCode::OK, &Evaluation::of(snapshot)));
        }
        let detail = format!("evaluation {id} is {}", snapshot.status.name());
        Err(Kind::Conflict.because(detail, "only what has not ended can be cancelled"))
    };
    match shared.jobs.cancel(id) {
        Cancelled::Now(snapshot, total) => {
            if let Some(end) = &snapshot.end {
                shared.ended(&snapshot.order, end, total);
            }
            Ok(json(StatusCode::OK, &Evaluation::of(&snapshot)))
        }
        Cancelled::Soon(snapshot) => Ok(json(StatusCode::ACCEPTED, &Evaluation::of(&snapshot))),
        Cancelled::Ended(snapshot) => over(&snapshot),
        Cancelled::Unknown => over(&find(&shared, id).await?),
    }
}

/// A number in a path; what is none names nothing.
pub fn number(text: &str) -> Result<u64, Problem> {
    text.parse().map_err(|_| {
        let shown: String = text.escape_default().take(40).collect();
        Problem::not_found(format!("`{shown}` is no number"), "use the number that was given")
    })
}

/// A job that is remembered.
pub async fn find(shared: &Arc<Shared>, id: u64) -> Result<Snapshot, Problem> {
    // Most questions are about what is in memory.
    if let Some(snapshot) = shared.jobs.snapshot(id) {
        return Ok(snapshot);
    }
    let found = blocking(shared, move |shared| shared.find(id)).await?;
    found.map_err(|error| Problem::internal(&error))?.ok_or_else(|| {
        Problem::not_found(
            format!("there is no evaluation {id}, or it ended so long ago that it is forgotten"),
            "the ledger has all verdicts: `/v1/ledger/entries`",
        )
    })
}

/// The verdict of an entry, as it is recorded.
async fn verdict(shared: &Arc<Shared>, entry: u64) -> Result<Recorded, Problem> {
    let read = blocking(shared, move |shared| {
        let ledger = shared.ledger();
        let Body::Verdict(it) = ledger.entry(entry)?.body else { return Ok(None) };
        ledger.blob(it.verdict).map(Some)
    });
    let bytes = read.await?.map_err(|error| Problem::internal(&error))?;
    bytes.ok_or_else(|| Problem::internal(&format!("entry {entry} is no verdict")))
}
