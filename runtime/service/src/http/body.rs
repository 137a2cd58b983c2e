//! Reading what a client sends: so much, in so much time, and as JSON.

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::{DeserializeOwned, Error as _, Unexpected};
use serde::{Deserialize, Deserializer};

use crate::http::problem::{Kind, Problem};
use crate::limits::{BODIES_BYTES_MAX, BODIES_PATIENCE, BODY_BYTES_MAX, BODY_PATIENCE, NUMBER_MAX};
use crate::shared::Shared;

/// The body of a request, if it says that it is JSON and is not too large.
pub async fn read(shared: &Shared, request: Request) -> Result<Bytes, Problem> {
    check_type(request.headers())?;
    let announced = announced(request.headers());
    if let Some(bytes) = announced
        && (BODY_BYTES_MAX as u64) < bytes
    {
        return Err(too_large(Some(bytes)));
    }
    // Who does not say how much is coming may send the most.
    let bytes =
        announced.map_or(BODY_BYTES_MAX, |it| usize::try_from(it).unwrap_or(BODY_BYTES_MAX));
    let permits = u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX);
    let permit = shared.bodies.acquire_many(permits);
    let permit = tokio::time::timeout(BODIES_PATIENCE, permit).await;
    let Ok(Ok(_permit)) = permit else {
        return Err(Kind::Busy
            .because("too many bytes are being sent at one time", "try again in a moment")
            .measured(bytes as u64, BODIES_BYTES_MAX as u64));
    };
    let mut request = request;
    DefaultBodyLimit::max(BODY_BYTES_MAX).apply(&mut request);
    match tokio::time::timeout(BODY_PATIENCE, Bytes::from_request(request, &())).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(rejection)) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(too_large(None))
        }
        Ok(Err(_)) => Err(Kind::BadRequest.because("the body ended early", "send all of it")),
        Err(_) => Err(Kind::Timeout.because(
            format!("the body was not there after {} s", BODY_PATIENCE.as_secs()),
            "send it faster, or less of it",
        )),
    }
}

/// A value out of a body.
pub fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| {
        let kind = match error.classify() {
            serde_json::error::Category::Data => Kind::Unprocessable,
            _ => Kind::BadRequest,
        };
        kind.because(error.to_string(), "the form of requests is described at `/docs`")
    })
}

/// A whole number however it is written, for JSON has one kind of numbers: `7` and `7.0` are the same.
pub fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let number = serde_json::Number::deserialize(deserializer)?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it is asked whether there is anything to cut off"
    )]
    let of_float = |float: f64| {
        let exact = float.fract() == 0.0 && (0.0..=NUMBER_MAX as f64).contains(&float);
        exact.then_some(float as u64)
    };
    let whole = number.as_u64().or_else(|| number.as_f64().and_then(of_float));
    whole.ok_or_else(|| {
        let allowed = format!("a whole number from 0 to {NUMBER_MAX}");
        D::Error::invalid_value(Unexpected::Other(&number.to_string()), &allowed.as_str())
    })
}

/// The same, or null.
pub fn whole_or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    #[derive(Deserialize)]
    struct Whole(#[serde(deserialize_with = "whole")] u64);
    Ok(Option::<Whole>::deserialize(deserializer)?.map(|Whole(number)| number))
}

fn check_type(headers: &HeaderMap) -> Result<(), Problem> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or("");
    let kind = given.split(';').next().unwrap_or("").trim();
    if kind.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    let given: String = given.escape_default().take(80).collect();
    Err(Kind::MediaType
        .because(format!("the content type is `{given}`"), "send `content-type: application/json`"))
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn too_large(bytes: Option<u64>) -> Problem {
    let allowed = BODY_BYTES_MAX as u64;
    let detail = match bytes {
        Some(bytes) => format!("the body has {bytes} bytes"),
        None => format!("the body has more than {allowed} bytes"),
    };
    let problem = Kind::TooLarge.because(detail, "send a smaller candidate, or fewer in one batch");
    problem.measured(bytes.unwrap_or(allowed + 1), allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_what_it_is_however_it_is_written() {
        #[derive(Debug, PartialEq, serde::Deserialize)]
        struct Form(
            #[serde(deserialize_with = "whole")] u64,
            #[serde(deserialize_with = "whole_or_none")] Option<u64>,
        );
        for (text, number) in
            [("7", 7), ("7.0", 7), ("7e0", 7), ("-0.0", 0), ("9007199254740991", NUMBER_MAX)]
        {
            let form = parse::<Form>(format!("[{text}, {text}]").as_bytes()).unwrap();
            assert_eq!(form, Form(number, Some(number)), "{text}");
        }
        assert_eq!(parse::<Form>(b"[1, null]").unwrap(), Form(1, None));
        for text in ["-1", "0.5", "1e300", "9007199254740993.0", "\"7\"", "null", "true"] {
            assert_eq!(
                parse::<Form>(format!("[{text}, 1]").as_bytes()).unwrap_err().status,
                422,
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_json_and_what_is_no_request_are_told_apart() {
        #[derive(Debug, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Form {
            #[expect(dead_code, reason = "only whether it can be read matters here")]
            number: u8,
        }
        for (text, status) in [
            ("", 400),
            ("{", 400),
            ("{\"number\": 1} x", 400),
            ("\u{0}", 400),
            ("{\"number\": \"\\ud800\"}", 400),
            ("{}", 422),
            ("[]", 422),
            ("{\"number\": -1}", 422),
            ("{\"number\": 1, \"number\": 1}", 422),
            ("{\"number\": 1, \"more\": 1}", 422),
        ] {
            assert_eq!(parse::<Form>(text.as_bytes()).unwrap_err().status, status, "{text}");
        }
        parse::<Form>(b"{\"number\": 1}").unwrap();
        assert_eq!(parse::<Form>(b"\xff").unwrap_err().status, 400);
    }
}
