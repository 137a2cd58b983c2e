//! Everything that knows HTTP: routes, who may come in, and what becomes of errors.

pub mod body;
pub mod connections;
pub mod document;
pub mod evaluations;
pub mod ledger;
pub mod problem;
pub mod query;
pub mod stream;
pub mod submit;
pub mod system;

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Serialize;
use tower_http::catch_panic::CatchPanicLayer;

use crate::http::problem::{Kind, Problem};
use crate::shared::Shared;

/// JSON as it lies in the ledger.
pub type Recorded = Vec<u8>;

/// What everybody may ask without a token: it says nothing about anybody's work.
const OPEN: [&str; 4] = ["/healthz", "/readyz", "/openapi.json", "/docs"];

/// All routes.
pub fn router(shared: &Arc<Shared>) -> serde_json::Result<Router> {
    let document =
        Arc::<str>::from(serde_json::to_string(&document::document(shared.token.is_some()))?);
    let openapi = move || {
        let document = document.clone();
        async move { raw_json(StatusCode::OK, document.as_bytes().to_vec()) }
    };
    Ok(Router::new()
        .route("/v1/tasks", get(system::tasks))
        .route("/v1/tasks/{task}", get(system::task))
        .route("/v1/tasks/{task}/evaluations", post(submit::submit))
        .route("/v1/tasks/{task}/batches", post(submit::submit_batch))
        .route("/v1/evaluations/{id}", get(evaluations::status))
        .route("/v1/evaluations/{id}/cancel", post(evaluations::cancel))
        .route("/v1/evaluations/{id}/events", get(stream::one))
        .route("/v1/events", get(stream::all))
        .route("/v1/ledger/entries", get(ledger::entries))
        .route("/v1/ledger/entries/{entry}", get(ledger::entry))
        .route("/v1/ledger/entries/{entry}/feedback", get(ledger::feedback))
        .route("/v1/ledger/checkpoint", get(ledger::checkpoint))
        .route("/healthz", get(system::healthz))
        .route("/readyz", get(system::readyz))
        .route("/metrics", get(system::metrics))
        .route("/openapi.json", get(openapi))
        .route("/docs", get(system::docs))
        .fallback(|uri: Uri| async move {
            let path: String = uri.path().escape_default().take(120).collect();
            Problem::not_found(format!("there is nothing at `{path}`"), "see `/docs`")
        })
        .method_not_allowed_fallback(|| async {
            Kind::MethodNotAllowed.because("this path has other methods", "see the `allow` header")
        })
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            Problem::internal(&"a handler panicked").into_response()
        }))
        .layer(middleware::from_fn_with_state(shared.clone(), admit))
        .layer(middleware::from_fn_with_state(shared.clone(), observe))
        .with_state(shared.clone()))
}

/// Who may come in.
async fn admit(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    match check(&shared, &request) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

fn check(shared: &Shared, request: &Request) -> Result<(), Problem> {
    let Some(token) = &shared.token else {
        // Without a token, whoever is on this machine may ask; but no web page that a browser on it shows, which
        // could have its own name lead here.
        return if is_loopback(request.headers()) {
            Ok(())
        } else {
            Err(Kind::ForeignHost.because(
                "the `host` header names another host than this machine",
                "use `127.0.0.1` or `localhost`, or start the service with `--token-file`",
            ))
        };
    };
    if OPEN.contains(&request.uri().path()) {
        return Ok(());
    }
    let shown = request.headers().get(header::AUTHORIZATION).map(HeaderValue::as_bytes);
    let shown = shown.and_then(|it| match it.split_at_checked(7) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case(b"bearer ") => Some(rest),
        _ => None,
    });
    if shown.is_some_and(|shown| token.fits(shown.trim_ascii())) {
        return Ok(());
    }
    Err(Kind::Unauthorized.because(
        "this service wants a token",
        "send `authorization: Bearer TOKEN` with the token that the operator has",
    ))
}

fn is_loopback(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let address = name.parse::<std::net::IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|it| it.is_loopback())
}

/// Counts and logs requests, and adds what every answer has.
async fn observe(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let route = request.extensions().get::<MatchedPath>().map(|it| it.as_str().to_owned());
    // Whatever clients think of must not become a label.
    let route = route.unwrap_or_else(|| "other".to_owned());
    let method = match request.method().as_str() {
        known @ ("GET" | "POST" | "DELETE" | "HEAD" | "PUT" | "PATCH" | "OPTIONS") => {
            known.to_owned()
        }
        _ => "other".to_owned(),
    };
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    let (status, elapsed) = (response.status(), begun.elapsed());
    let metrics = &shared.metrics;
    metrics.requests.with_label_values(&[&route, &method, &status.as_u16().to_string()]).inc();
    metrics.request_seconds.with_label_values(&[&route]).observe(elapsed.as_secs_f64());
    tracing::debug!(
        method,
        route,
        status = status.as_u16(),
        us = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX),
        "request"
    );
    response
}

/// An answer in JSON.
pub fn json(status: StatusCode, value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => raw_json(status, bytes),
        Err(error) => Problem::internal(&error).into_response(),
    }
}

/// Keeps a member in the document of the interface, and out of what is written: [`json_with`] puts it in.
pub const fn put_in_as_it_is(_: &Option<Recorded>) -> bool {
    true
}

/// The same with one more member, which is JSON already and stays as it is, byte for byte.
pub fn json_with(
    status: StatusCode,
    value: &impl Serialize,
    name: &str,
    member: Option<Recorded>,
) -> Response {
    let Some(member) = member else { return json(status, value) };
    match serde_json::to_vec(value) {
        Ok(bytes) => raw_json(status, joined(bytes, name, &member)),
        Err(error) => Problem::internal(&error).into_response(),
    }
}

/// An object with a member behind its last one.
fn joined(mut object: Vec<u8>, name: &str, member: &[u8]) -> Vec<u8> {
    // The brace at the end.
    object.pop();
    if object.len() != 1 {
        object.push(b',');
    }
    object.extend_from_slice(format!("\"{name}\":").as_bytes());
    object.extend_from_slice(member);
    object.push(b'}');
    object
}

fn raw_json(status: StatusCode, bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// Does something that waits for the disk, on a thread that may.
pub async fn blocking<T: Send + 'static>(
    shared: &Arc<Shared>,
    work: impl FnOnce(&Shared) -> T + Send + 'static,
) -> Result<T, Problem> {
    let shared = shared.clone();
    let done = tokio::task::spawn_blocking(move || work(&shared)).await;
    done.map_err(|error| Problem::internal(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorded_member_stays_as_it_is() {
        let joined =
            |object: &str| joined(object.as_bytes().to_vec(), "b", b"{\"z\":1.0,\"a\":[]}");
        assert_eq!(joined("{}"), b"{\"b\":{\"z\":1.0,\"a\":[]}}");
        assert_eq!(joined("{\"a\":1}"), b"{\"a\":1,\"b\":{\"z\":1.0,\"a\":[]}}");
    }

    #[test]
    fn a_name_that_somebody_else_owns_is_not_this_machine() {
        let of = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_str(host).unwrap());
            is_loopback(&headers)
        };
        for host in ["127.0.0.1:7300", "localhost", "LOCALHOST:1", "[::1]:7300", "127.9.9.9"] {
            assert!(of(host), "{host}");
        }
        for host in [
            "",
            "example.org",
            "localhost.example.org",
            "127.0.0.1.example.org",
            "[::2]",
            "0.0.0.0",
        ] {
            assert!(!of(host), "{host}");
        }
        assert!(!is_loopback(&HeaderMap::new()));
    }
}
