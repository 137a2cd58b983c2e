//! Parameters in the path and behind the question mark.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::http::problem::{Kind, Problem};

/// The one parameter of a path.
pub struct Path(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Path {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = axum::extract::Path::from_request_parts(parts, state).await;
        path.map(|axum::extract::Path(it)| Self(it)).map_err(|rejection| {
            Kind::BadRequest.because(
                rejection.body_text(),
                "a path is UTF-8, with `%` before what is no letter",
            )
        })
    }
}

/// Parameters, all of which are known.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = axum::extract::Query::try_from_uri(&parts.uri);
        query.map(|axum::extract::Query(it)| Self(it)).map_err(|rejection| {
            Kind::BadRequest
                .because(rejection.body_text(), "the parameters are described at `/docs`")
        })
    }
}
