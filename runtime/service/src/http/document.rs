//! The document of the interface (OpenAPI 3.1), made from the code that answers.

use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::schema::AdditionalProperties;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, ResponseBuilder, Schema};
use utoipa::{Modify, OpenApi as _};

use crate::http::problem::Problem;
use crate::http::{evaluations, ledger, stream, submit, system};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Lazaret",
        description = "Submit model-written programs to tasks, and get verdicts that are recorded and can be replayed.",
        version = "1",
    ),
    paths(
        system::tasks, system::task,
        submit::submit, submit::submit_batch,
        evaluations::status, evaluations::cancel,
        stream::one, stream::all,
        ledger::entries, ledger::entry, ledger::feedback, ledger::checkpoint,
        system::healthz, system::readyz, system::metrics,
    ),
    components(schemas(Problem)),
    security(("token" = [])),
    modifiers(&Token, &Problems, &Closed),
)]
struct Document;

/// The document of a service. Only of one that is `guarded` it says that a token is needed.
pub fn document(guarded: bool) -> OpenApi {
    let mut document = Document::openapi();
    if !guarded {
        document.security = None;
        if let Some(components) = &mut document.components {
            components.security_schemes.clear();
        }
    }
    document
}

/// How a client shows who it is.
struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", scheme);
    }
}

/// A choice with one member has that one and no other, which the macro cannot be told.
struct Closed;

impl Modify for Closed {
    fn modify(&self, document: &mut OpenApi) {
        let schemas = document.components.get_or_insert_default().schemas.values_mut();
        let choices = schemas.filter_map(|it| match it {
            RefOr::T(Schema::OneOf(choices)) => Some(choices),
            _ => None,
        });
        for choice in choices.flat_map(|it| it.items.iter_mut()) {
            if let RefOr::T(Schema::Object(object)) = choice
                && object.properties.len() == 1
            {
                object.additional_properties =
                    Some(Box::new(AdditionalProperties::FreeForm(false)));
            }
        }
    }
}

/// What can go wrong with every request, and with those that send something.
struct Problems;

const ALWAYS: [(&str, &str); 9] = [
    ("400", "It cannot be read"),
    ("401", "No token, or a wrong one"),
    ("403", "It is addressed to another host"),
    ("404", "There is no such thing"),
    ("405", "The method is not for this path"),
    ("408", "It took too long"),
    ("429", "Too much at one time; try again after `retry-after` seconds"),
    ("500", "Something is wrong on the side of the service"),
    ("503", "The service takes no work now; try again after `retry-after` seconds"),
];

const SENDING: [(&str, &str); 4] = [
    ("409", "The idempotency key was used for another request"),
    ("413", "The body is too large"),
    ("415", "The body is no JSON by its own account"),
    ("422", "It is JSON and makes no sense"),
];

impl Modify for Problems {
    fn modify(&self, document: &mut OpenApi) {
        for item in document.paths.paths.values_mut() {
            let PathItem { get, post, .. } = item;
            for operation in [get, post].into_iter().flatten() {
                add(operation, &ALWAYS);
                if operation.request_body.is_some() {
                    add(operation, &SENDING);
                }
            }
        }
    }
}

fn add(operation: &mut Operation, problems: &[(&str, &str)]) {
    for (status, description) in problems {
        let content = Content::new(Some(Ref::from_schema_name("Problem")));
        let response = ResponseBuilder::new()
            .description(*description)
            .content("application/problem+json", content)
            .build();
        let responses = &mut operation.responses.responses;
        responses.entry((*status).to_owned()).or_insert_with(|| response.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_says_what_can_go_wrong_and_every_reference_leads_somewhere() {
        let document = serde_json::to_value(document(true)).unwrap();
        let paths = document["paths"].as_object().unwrap();
        assert_eq!(paths.len(), 15, "{:?}", paths.keys());
        for (path, item) in paths {
            for (method, operation) in item.as_object().unwrap() {
                let responses = operation["responses"].as_object().unwrap();
                assert!(responses.contains_key("401"), "{method} {path}");
                let sends = operation.get("requestBody").is_some();
                assert_eq!(responses.contains_key("413"), sends, "{method} {path}");
                assert!(operation["summary"].is_string(), "{method} {path}");
            }
        }
        let text = document.to_string();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        for part in text.split("#/components/schemas/").skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(schemas.contains_key(name), "{name}");
        }
    }

    #[test]
    fn a_token_is_asked_for_where_one_is_needed() {
        let needed = |guarded| {
            let document = serde_json::to_value(document(guarded)).unwrap();
            let scheme = document.pointer("/components/securitySchemes/token").is_some();
            assert_eq!(document.get("security").is_some(), scheme);
            scheme
        };
        assert!(needed(true) && !needed(false));
    }
}
