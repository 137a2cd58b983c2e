//! How the service itself is, and what it can do.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::problem::{Kind, Problem};
use crate::http::query::Path;
use crate::http::submit::no_task;
use crate::http::{blocking, json};
use crate::shared::Shared;
use crate::task::TaskInfo;

/// All tasks.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tasks {
    /// In the order in which the operator named them.
    tasks: Vec<TaskInfo>,
}

/// How the service is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// `ok`.
    status: &'static str,
}

/// The tasks that candidates can be submitted to.
#[utoipa::path(
    get, path = "/v1/tasks", tag = "tasks",
    responses((status = 200, description = "The tasks", body = Tasks)),
)]
pub async fn tasks(State(shared): State<Arc<Shared>>) -> Response {
    json(StatusCode::OK, &Tasks { tasks: shared.tasks.clone() })
}

/// One task.
#[utoipa::path(
    get, path = "/v1/tasks/{task}", tag = "tasks",
    params(("task" = String, Path, description = "The task's name")),
    responses((status = 200, description = "The task", body = TaskInfo)),
)]
pub async fn task(
    State(shared): State<Arc<Shared>>,
    Path(name): Path,
) -> Result<Response, Problem> {
    let task = shared.task(&name).ok_or_else(|| no_task(&shared, &name))?;
    Ok(json(StatusCode::OK, task))
}

/// Whether the process answers.
#[utoipa::path(
    get, path = "/healthz", tag = "service", security(()),
    responses((status = 200, description = "It does", body = Health)),
)]
pub async fn healthz() -> Response {
    json(StatusCode::OK, &Health { status: "ok" })
}

/// Whether work is taken, done and recorded.
#[utoipa::path(
    get, path = "/readyz", tag = "service", security(()),
    responses((status = 200, description = "It is", body = Health)),
)]
pub async fn readyz(State(shared): State<Arc<Shared>>) -> Result<Response, Problem> {
    if !shared.is_ready() {
        return Err(
            Kind::Unavailable.because("the service has not begun, or is about to end", "wait")
        );
    }
    let (_, _, unrecorded) = shared.jobs.counts();
    if 0 < unrecorded {
        return Err(Kind::Unavailable
            .because(
                format!("{unrecorded} verdicts could not be recorded"),
                "see why in the log, make room for the ledger, and start the service again",
            )
            .measured(unrecorded as u64, 0));
    }
    Ok(json(StatusCode::OK, &Health { status: "ok" }))
}

/// Figures for Prometheus.
#[utoipa::path(
    get, path = "/metrics", tag = "service",
    responses((status = 200, description = "The figures", content_type = "text/plain", body = String)),
)]
pub async fn metrics(State(shared): State<Arc<Shared>>) -> Result<Response, Problem> {
    let text = blocking(&shared, |shared| {
        // Old sizes are better than no figures.
        if let Err(error) = shared.measure() {
            tracing::warn!(error = %error, "the ledger cannot be measured");
        }
        shared.metrics.text()
    });
    let text = text.await?.map_err(|error| Problem::internal(&error))?;
    let mut response = text.into_response();
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    Ok(response)
}

/// The page that shows the document of this interface, with nothing from elsewhere.
pub async fn docs() -> Response {
    let mut response = Html(include_str!("docs.html")).into_response();
    let policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; \
                  connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    let policy = HeaderValue::from_static(policy);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}
