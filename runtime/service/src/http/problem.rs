//! Errors as clients read them: problem details (RFC 9457) with what was measured, what is allowed and what to do.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::limits::RETRY_AFTER_SECONDS;

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// Which kind of problem, for programs; stable.
    #[serde(rename = "type")]
    #[schema(example = "urn:lazaret:problem:queue-full")]
    pub kind: String,
    /// The same for people.
    pub title: String,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What went wrong this time.
    pub detail: String,
    /// What was measured, if something was too much or too little.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measured: Option<u64>,
    /// How much is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<u64>,
    /// What to do about it.
    pub remedy: String,
}

/// The kinds of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The body is no JSON, or a parameter is none.
    BadRequest,
    /// No token, or a wrong one.
    Unauthorized,
    /// The request is addressed to another host.
    ForeignHost,
    /// There is no such thing.
    NotFound,
    /// The method is not for this path.
    MethodNotAllowed,
    /// The body took too long.
    Timeout,
    /// The key was used before, or the job has ended.
    Conflict,
    /// The body is too large.
    TooLarge,
    /// The body is not JSON by its own account.
    MediaType,
    /// It is JSON and makes no sense.
    Unprocessable,
    /// There are too many jobs.
    QueueFull,
    /// There is too much of something else at the moment.
    Busy,
    /// Something is wrong on this side.
    Internal,
    /// The service is about to end, or has not begun.
    Unavailable,
}

impl Kind {
    const fn about(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::BadRequest => {
                (StatusCode::BAD_REQUEST, "bad-request", "the request cannot be read")
            }
            Self::Unauthorized => {
                (StatusCode::UNAUTHORIZED, "unauthorized", "no token, or a wrong one")
            }
            Self::ForeignHost => {
                (StatusCode::FORBIDDEN, "foreign-host", "the request is addressed to another host")
            }
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", "there is no such thing"),
            Self::MethodNotAllowed => (
                StatusCode::METHOD_NOT_ALLOWED,
                "method-not-allowed",
                "the method is not for this path",
            ),
            Self::Timeout => (StatusCode::REQUEST_TIMEOUT, "timeout", "the body took too long"),
            Self::Conflict => {
                (StatusCode::CONFLICT, "conflict", "this contradicts what was done before")
            }
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "the body is too large"),
            Self::MediaType => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", "the body is no JSON")
            }
            Self::Unprocessable => {
                (StatusCode::UNPROCESSABLE_ENTITY, "unprocessable", "the request makes no sense")
            }
            Self::QueueFull => (StatusCode::TOO_MANY_REQUESTS, "queue-full", "the queue is full"),
            Self::Busy => (StatusCode::TOO_MANY_REQUESTS, "busy", "too much at one time"),
            Self::Internal => {
                (StatusCode::INTERNAL_SERVER_ERROR, "internal", "something is wrong on this side")
            }
            Self::Unavailable => {
                (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "the service takes no work now")
            }
        }
    }

    /// A problem of this kind.
    pub fn because(self, detail: impl Into<String>, remedy: impl Into<String>) -> Problem {
        let (status, name, title) = self.about();
        Problem {
            kind: format!("urn:lazaret:problem:{name}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            measured: None,
            allowed: None,
            remedy: remedy.into(),
        }
    }
}

impl Problem {
    /// With the two numbers that it is about.
    pub fn measured(mut self, measured: u64, allowed: u64) -> Self {
        (self.measured, self.allowed) = (Some(measured), Some(allowed));
        self
    }

    /// A thing that is not there.
    pub fn not_found(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Kind::NotFound.because(what, remedy)
    }

    /// Something that is no client's business; the log has it.
    pub fn internal(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(error = %error, "a request failed");
        Kind::Internal.because(
            "the service could not do this; nothing was recorded because of it",
            "look at the service's log; `lazaret ledger verify` tells whether the ledger is sound",
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        // Texts and numbers can always be written.
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status;
        let json = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        if matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
            let seconds = HeaderValue::from(RETRY_AFTER_SECONDS);
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        if status == StatusCode::UNAUTHORIZED {
            let bearer = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, bearer);
        }
        response
    }
}
