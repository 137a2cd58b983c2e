//! Submitting candidates: one, or several that are accepted together or not at all.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::{Engine, alphabet};
use lazaret_host::ledger::Lineage;
use lazaret_trial::{Digest, Digester};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::body;
use crate::http::evaluations::Evaluation;
use crate::http::json;
use crate::http::problem::{Kind, Problem};
use crate::http::query::Path;
use crate::jobs::Snapshot;
use crate::limits::{
    BATCH_MAX, DEADLINE_MS_MAX, KEY_BYTES_MAX, NAME_BYTES_MAX, NUMBER_MAX, PARENTS_MAX,
    PROPOSER_CHARACTERS_MAX,
};
use crate::request::{Order, Status, Wishes, now_ms};
use crate::shared::{Shared, moment};
use crate::store::{Accepted, Draft, Key};
use crate::task::TaskInfo;

/// The extensions that tell a language.
const EXTENSIONS: [&str; 7] = ["py", "js", "mjs", "c", "rs", "wasm", "wat"];

/// With the padding that the standard wants, and whatever is in the bits that mean nothing.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// A candidate, and how it shall be judged.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "greedy.py", "content": {"text": "def priority(vector, n):\n    return 0.0\n"}}))]
pub struct Submission {
    /// A file name; its extension tells the language.
    #[schema(
        max_length = 128,
        pattern = r"^[A-Za-z0-9_][A-Za-z0-9._-]*\.(py|js|mjs|c|rs|wasm|wat)$"
    )]
    name: String,
    /// The program.
    content: Content,
    /// Decides generated cases and the random bytes that both sides see.
    #[serde(default, deserialize_with = "body::whole")]
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64, default = 0)]
    seed: u64,
    /// The set of cases; the evaluator's first if not given.
    #[serde(default)]
    split: Option<String>,
    /// Judge it again, also if the ledger has its verdict.
    #[serde(default)]
    fresh: bool,
    /// Milliseconds from now on, the time in the queue included; without it, there is no end to waiting.
    #[serde(default, deserialize_with = "body::whole_or_none")]
    #[schema(minimum = 1, maximum = 86_400_000)]
    deadline_ms: Option<u64>,
    /// Where it came from.
    #[serde(default)]
    lineage: Option<LineageForm>,
}

/// A program.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
enum Content {
    /// A text in UTF-8.
    Text(String),
    /// Any bytes, in base64 with padding.
    Base64(Base64Text),
}

/// Bytes in base64.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(
    format = Byte,
    pattern = r"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
)]
struct Base64Text(String);

/// A digest, as in verdicts.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(pattern = "^sha256:[0-9a-f]{64}$")]
struct DigestText(String);

/// Where a candidate came from, as its proposer says.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LineageForm {
    /// Digests of the candidates that it was made of.
    #[serde(default)]
    #[schema(max_items = 64)]
    parents: Vec<DigestText>,
    /// Who or what proposed it.
    #[serde(default)]
    #[schema(max_length = 256)]
    proposer: Option<String>,
    /// The digest of what the proposer was told.
    #[serde(default)]
    prompt: Option<DigestText>,
}

/// Several candidates.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchSubmission {
    /// All are accepted, or none.
    #[schema(min_items = 1, max_items = 64)]
    evaluations: Vec<Submission>,
}

/// What was accepted.
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchAccepted {
    /// In the order of the request.
    evaluations: Vec<Evaluation>,
}

/// Submits a candidate.
///
/// The answer says that it is on the disk: it will be judged and recorded, also if the service is restarted
/// meanwhile. With an `Idempotency-Key`, the same request can be sent again and is done once.
#[utoipa::path(
    post, path = "/v1/tasks/{task}/evaluations", tag = "evaluations",
    params(
        ("task" = String, Path, description = "The task's name"),
        ("Idempotency-Key" = Option<String>, Header, description = "Any text of yours, visible ASCII",
            max_length = 200, pattern = "^[!-~]+$"),
    ),
    request_body = Submission,
    responses((status = 202, description = "Accepted", body = Evaluation,
        headers(("location" = String, description = "Where its status is")))),
)]
pub async fn submit(
    State(shared): State<Arc<Shared>>,
    Path(task): Path,
    request: Request,
) -> Result<Response, Problem> {
    let (headers, body) = open(&shared, request).await?;
    let task = known(&shared, &task)?;
    let submission: Submission = body::parse(&body)?;
    let key = key(&headers, &task.name, "evaluations", &body)?;
    let (evaluations, known) = accept(&shared, task, vec![submission], key).await?;
    let evaluation = evaluations.into_iter().next();
    let evaluation = evaluation.ok_or_else(|| Problem::internal(&"nothing was accepted"))?;
    let location = HeaderValue::try_from(format!("/v1/evaluations/{}", evaluation.id()));
    let mut response = json(StatusCode::ACCEPTED, &evaluation);
    if let Ok(location) = location {
        response.headers_mut().insert(header::LOCATION, location);
    }
    mark(&mut response, known);
    Ok(response)
}

/// Submits several candidates.
///
/// All of them are accepted, or none. Those that are alike but for the program are judged together.
#[utoipa::path(
    post, path = "/v1/tasks/{task}/batches", tag = "evaluations",
    params(
        ("task" = String, Path, description = "The task's name"),
        ("Idempotency-Key" = Option<String>, Header, description = "Any text of yours, visible ASCII",
            max_length = 200, pattern = "^[!-~]+$"),
    ),
    request_body = BatchSubmission,
    responses((status = 202, description = "Accepted", body = BatchAccepted)),
)]
pub async fn submit_batch(
    State(shared): State<Arc<Shared>>,
    Path(task): Path,
    request: Request,
) -> Result<Response, Problem> {
    let (headers, body) = open(&shared, request).await?;
    let task = known(&shared, &task)?;
    let BatchSubmission { evaluations } = body::parse(&body)?;
    let count = evaluations.len();
    if count == 0 || BATCH_MAX < count {
        return Err(Kind::Unprocessable
            .because(format!("the batch has {count} candidates"), "send at least 1 and fewer")
            .measured(count as u64, BATCH_MAX as u64));
    }
    let key = key(&headers, &task.name, "batches", &body)?;
    let (evaluations, known) = accept(&shared, task, evaluations, key).await?;
    let mut response = json(StatusCode::ACCEPTED, &BatchAccepted { evaluations });
    mark(&mut response, known);
    Ok(response.into_response())
}

/// Head and body, if work is taken at all.
async fn open(
    shared: &Shared,
    request: Request,
) -> Result<(HeaderMap, axum::body::Bytes), Problem> {
    if shared.is_closing() {
        return Err(
            Kind::Unavailable.because("the service is about to end", "try again in a while")
        );
    }
    let headers = request.headers().clone();
    let body = body::read(shared, request).await?;
    Ok((headers, body))
}

fn known<'a>(shared: &'a Shared, name: &str) -> Result<&'a TaskInfo, Problem> {
    shared.task(name).ok_or_else(|| no_task(shared, name))
}

/// What is said of a task that is not there.
pub fn no_task(shared: &Shared, name: &str) -> Problem {
    let shown: String = name.escape_default().take(80).collect();
    let names: Vec<&str> = shared.tasks.iter().map(|task| task.name.as_str()).collect();
    Problem::not_found(
        format!("there is no task `{shown}`"),
        format!("the tasks are: {}; the operator names them at the start", names.join(", ")),
    )
}

fn key(headers: &HeaderMap, task: &str, path: &str, body: &[u8]) -> Result<Option<Key>, Problem> {
    let Some(text) = headers.get("idempotency-key") else { return Ok(None) };
    let bytes = text.as_bytes();
    if bytes.is_empty() || KEY_BYTES_MAX < bytes.len() || !bytes.iter().all(u8::is_ascii_graphic) {
        return Err(Kind::BadRequest
            .because(
                format!(
                    "the `Idempotency-Key` has {} bytes, or some that are not visible",
                    bytes.len()
                ),
                "use visible ASCII, for example a UUID",
            )
            .measured(bytes.len() as u64, KEY_BYTES_MAX as u64));
    }
    let digester = Digester::new("lazaret idempotency key 1");
    let digester = digester.part("task", task.as_bytes()).part("path", path.as_bytes());
    let key = digester.part("key", bytes).finish();
    Ok(Some(Key { key, body: Digest::of(body) }))
}

/// The jobs as they are now, and whether they had been accepted before.
///
/// A client that goes away in the middle changes nothing: what is on its way to the disk gets its place.
async fn accept(
    shared: &Arc<Shared>,
    task: &TaskInfo,
    submissions: Vec<Submission>,
    key: Option<Key>,
) -> Result<(Vec<Evaluation>, bool), Problem> {
    let accepted = tokio::spawn(enter(shared.clone(), task.clone(), submissions, key)).await;
    accepted.map_err(|error| Problem::internal(&error))?
}

async fn enter(
    shared: Arc<Shared>,
    task: TaskInfo,
    submissions: Vec<Submission>,
    key: Option<Key>,
) -> Result<(Vec<Evaluation>, bool), Problem> {
    let mut drafts = Vec::new();
    let mut orders = Vec::new();
    for submission in submissions {
        let (draft, wishes) = submission.check(&task)?;
        orders.push((draft.name.clone(), wishes, draft.deadline_ms));
        drafts.push(draft);
    }
    let full = |full: crate::jobs::Full| {
        Kind::QueueFull
            .because(format!("{} evaluations wait or run", full.live), "try again in a moment")
            .measured(full.live as u64, full.max as u64)
    };
    let room = shared.jobs.room(drafts.len()).map_err(full)?;
    let accepted = shared.store.accept(drafts, key).await;
    let accepted = accepted.map_err(|error| Problem::internal(&error))?;
    let unwritten = |error: String| {
        tracing::error!(error, "the queue cannot be written");
        Kind::Unavailable.because(
            "the queue cannot be written, so that nothing was accepted",
            "try again in a while; the service's log says why",
        )
    };
    let ids = match accepted.map_err(unwritten)? {
        Accepted::New(ids) => ids,
        Accepted::Known(ids) => {
            drop(room);
            let known = ids.into_iter().map(|id| again(&shared, id)).collect::<Result<_, _>>()?;
            return Ok((known, true));
        }
        Accepted::Conflict => {
            return Err(Kind::Conflict.because(
                "the `Idempotency-Key` was used for another request",
                "use a new key for each request",
            ));
        }
    };
    let mut evaluations = Vec::new();
    for (id, (name, wishes, deadline_ms)) in ids.into_iter().zip(orders) {
        let order = Arc::new(Order { id, task: task.name.clone(), name, wishes });
        let status = Status::Queued;
        let snapshot =
            Snapshot { order: order.clone(), status, progress: None, end: None, trouble: None };
        evaluations.push(Evaluation::of(&snapshot));
        shared.events.tell(&order, status, None);
        tracing::info!(id, task = %task.name, name = %order.name, "evaluation accepted");
        shared.jobs.enter(order, moment(deadline_ms));
    }
    // Only now, so that nobody else takes it meanwhile.
    drop(room);
    Ok((evaluations, false))
}

/// A job that was accepted for an earlier request with the same key.
fn again(shared: &Shared, id: u64) -> Result<Evaluation, Problem> {
    let found = shared.find(id).map_err(|error| Problem::internal(&error))?;
    let snapshot = found.ok_or_else(|| {
        Problem::not_found(
            format!("evaluation {id} of this key ended so long ago that it is forgotten"),
            "the ledger has its verdict: `/v1/ledger/entries`",
        )
    })?;
    Ok(Evaluation::of(&snapshot))
}

fn mark(response: &mut Response, known: bool) {
    let known = HeaderValue::from_static(if known { "true" } else { "false" });
    response.headers_mut().insert("idempotency-replayed", known);
}

impl Submission {
    /// What is written of it, if it makes sense for the task.
    fn check(self, task: &TaskInfo) -> Result<(Draft, Wishes), Problem> {
        let wrong = |detail: String, remedy: &str| Kind::Unprocessable.because(detail, remedy);
        check_name(&self.name)?;
        if let Some(split) = &self.split
            && !task.splits.contains(split)
        {
            let shown: String = split.escape_default().take(80).collect();
            return Err(Problem::not_found(
                format!("the task has no split `{shown}`; it has: {}", task.splits.join(", ")),
                "leave `split` out for the first",
            ));
        }
        if NUMBER_MAX < self.seed {
            let problem =
                wrong(format!("`seed` is {}", self.seed), "use one that JSON keeps exact");
            return Err(problem.measured(self.seed, NUMBER_MAX));
        }
        if let Some(deadline) = self.deadline_ms
            && !(1..=DEADLINE_MS_MAX).contains(&deadline)
        {
            return Err(wrong(
                format!("`deadline_ms` is {deadline}"),
                "at least 1; leave it out for none",
            )
            .measured(deadline, DEADLINE_MS_MAX));
        }
        let content = match self.content {
            Content::Text(text) => text.into_bytes(),
            Content::Base64(Base64Text(text)) => BASE64.decode(text).map_err(|error| {
                wrong(format!("`base64`: {error}"), "use the usual alphabet, with padding")
            })?,
        };
        let lineage = self.lineage.map(LineageForm::check).transpose()?.unwrap_or_default();
        let wishes = Wishes { seed: self.seed, split: self.split, fresh: self.fresh, lineage };
        let accepted_ms = now_ms();
        let draft = Draft {
            task: task.name.clone(),
            name: self.name,
            request: serde_json::to_string(&wishes).map_err(|error| Problem::internal(&error))?,
            accepted_ms,
            deadline_ms: self.deadline_ms.map(|it| accepted_ms.saturating_add_unsigned(it)),
            content,
        };
        Ok((draft, wishes))
    }
}

fn check_name(name: &str) -> Result<(), Problem> {
    let harmless = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let stem = name.rsplit_once('.').filter(|(_, end)| EXTENSIONS.contains(end));
    let fits = stem.is_some_and(|(stem, _)| !stem.is_empty() && !stem.starts_with(['.', '-']));
    if fits && name.len() <= NAME_BYTES_MAX && name.bytes().all(harmless) {
        return Ok(());
    }
    let shown: String = name.escape_default().take(80).collect();
    let extensions = EXTENSIONS.join(", .");
    Err(Kind::Unprocessable.because(
        format!("`{shown}` is no name for a candidate"),
        format!(
            "use up to {NAME_BYTES_MAX} letters, digits, `.`, `_` and `-`, and one of the extensions .{extensions}"
        ),
    ))
}

impl LineageForm {
    fn check(self) -> Result<Lineage, Problem> {
        let wrong =
            |what: &str| Kind::Unprocessable.because(format!("`lineage`: {what}"), "see `/docs`");
        let digest = |DigestText(text): &DigestText| {
            Digest::parse(text).map_err(|error| wrong(&format!("a digest is wrong: {error}")))
        };
        if PARENTS_MAX < self.parents.len() {
            let problem = wrong("too many parents");
            return Err(problem.measured(self.parents.len() as u64, PARENTS_MAX as u64));
        }
        if let Some(proposer) = &self.proposer
            && PROPOSER_CHARACTERS_MAX < proposer.chars().count()
        {
            let measured = proposer.chars().count() as u64;
            return Err(
                wrong("`proposer` is too long").measured(measured, PROPOSER_CHARACTERS_MAX as u64)
            );
        }
        Ok(Lineage {
            parents: self.parents.iter().map(digest).collect::<Result<_, _>>()?,
            prompt: self.prompt.as_ref().map(digest).transpose()?,
            proposer: self.proposer,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_harmless_and_tell_a_language() {
        for name in ["x.py", "a-b_c.1.wat", "_x.mjs", &format!("{}.c", "x".repeat(126))] {
            check_name(name).unwrap();
        }
        for name in [
            "",
            ".py",
            "..py",
            "-x.py",
            "x",
            "x.exe",
            "../x.py",
            "a/x.py",
            "x y.py",
            "x\0.py",
            "\u{e9}.py",
            "x.PY",
            &format!("{}.c", "x".repeat(127)),
        ] {
            assert_eq!(check_name(name).unwrap_err().status, 422, "{name}");
        }
    }
}
