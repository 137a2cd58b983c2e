//! Models that are asked over HTTP, in the form that OpenAI's chat completions have and nearly all endpoints take.
//!
//! Each program that is wanted is a request of its own; some are under way at a time. An answer that is no program is a
//! trial that came to nothing. An endpoint that gives no answer ends the campaign where it stands.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lazaret_host::Interrupt;
use serde::{Deserialize, Serialize};

use super::answer::{program, regions};
use super::endpoint::{Endpoint, Fault, Key};
use super::prompt::Prompt;
use super::{Proposal, Proposer, ProposerError, Request, Wish};
use crate::draw::Draw;
use crate::settings::ProposerSettings;
use crate::trial::Spent;

/// How often it is looked whether a stop was asked for.
const POLL: Duration = Duration::from_millis(50);

/// A model, and how often it is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Its name at the endpoint.
    pub name: String,
    /// Its share of all requests, beside those of the others.
    pub weight: u32,
    /// What it costs, if that is to be counted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub price: Option<Price>,
}

/// What tokens cost, in billionths of some money for each: as many as thousandths of it for a million.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// Of a token that the model is given.
    pub input: u64,
    /// Of a token that it gives.
    pub output: u64,
}

impl Price {
    /// Of so many tokens, in billionths.
    #[must_use]
    pub const fn of(self, tokens_in: u64, tokens_out: u64) -> u64 {
        let (input, output) =
            (self.input.saturating_mul(tokens_in), self.output.saturating_mul(tokens_out));
        input.saturating_add(output)
    }
}

/// What decides the answers of models, as a campaign's settings have it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelSettings {
    /// The endpoint's address, such as `http://127.0.0.1:8080/v1`.
    pub url: String,
    /// The models, at least one.
    pub models: Vec<Model>,
    /// How freely they choose; the endpoint's own if not given.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub temperature: Option<f64>,
    /// The most tokens of an answer.
    pub max_tokens: u32,
}

impl ModelSettings {
    /// Reads what was recorded.
    ///
    /// # Errors
    /// If it is something else.
    pub fn read(detail: &str) -> Result<Self, String> {
        serde_json::from_str(detail).map_err(|error| error.to_string())
    }
}

/// How models are asked, which decides no answer.
#[derive(Clone, Debug)]
pub struct ModelAccess {
    /// The key that the endpoint wants, if it wants one.
    pub key: Option<Key>,
    /// How long an answer may take.
    pub timeout: Duration,
    /// How often a request is repeated that may have an answer the next time.
    pub retries: u32,
    /// How many requests are under way at a time.
    pub jobs: usize,
}

/// Models that propose.
pub struct ModelProposer {
    settings: ModelSettings,
    jobs: usize,
    shared: Arc<Shared>,
}

/// What requests under way have in common.
struct Shared {
    endpoint: Endpoint,
    /// Whether the endpoint wants the limit of an answer under its newer name.
    newer_name: AtomicBool,
}

impl ModelProposer {
    /// Models at an endpoint.
    ///
    /// # Errors
    /// If the address may not be used, or there is no model.
    pub fn new(settings: ModelSettings, access: ModelAccess) -> Result<Self, ProposerError> {
        let wrong = |what: String| ProposerError::Contract {
            who: settings.url.escape_debug().to_string(),
            what,
        };
        if settings.models.iter().all(|model| model.weight == 0) {
            return Err(wrong("no model is named".to_owned()));
        }
        let ModelAccess { key, timeout, retries, jobs } = access;
        let endpoint = Endpoint::new(&settings.url, key, timeout, retries).map_err(wrong)?;
        let shared = Arc::new(Shared { endpoint, newer_name: AtomicBool::new(false) });
        Ok(Self { settings, jobs: jobs.max(1), shared })
    }

    fn who(&self) -> String {
        format!("at {}", self.settings.url.escape_debug())
    }

    /// The model for a program that is wanted.
    fn model(&self, wish: &Wish) -> String {
        let models = &self.settings.models;
        let all: usize = models.iter().map(|it| it.weight as usize).sum();
        let mut place = Draw::new(wish.seed, "model", 0).below(all);
        for model in models {
            match place.checked_sub(model.weight as usize) {
                Some(rest) => place = rest,
                None => return model.name.clone(),
            }
        }
        String::new()
    }

    fn question(&self, index: usize, request: &Request, wish: &Wish) -> Question {
        Question {
            index,
            prompt: Prompt::of(request, wish),
            model: self.model(wish),
            // 31 bits: what every endpoint can read.
            seed: wish.seed >> 33,
            temperature: self.settings.temperature,
            max_tokens: self.settings.max_tokens,
        }
    }

    /// The proposal of an answer.
    fn proposal(&self, given: Given, request: &Request, wish: &Wish) -> Result<Proposal, Fault> {
        let Given { model, prompt, answer, requests, .. } = given;
        let prompt_tokens = estimate(prompt.len());
        let prompt = Some(prompt);
        let completion = match answer {
            Ok(completion) => completion,
            Err(Fault::Refused(why)) => {
                let spent = Spent { requests, ..Spent::default() };
                let why = format!("the endpoint refused the prompt: {why}");
                return Ok(Proposal { prompt, spent, ..Proposal::none(&why) });
            }
            Err(fault) => return Err(fault),
        };
        let text = self.shared.endpoint.without_key(&completion.text);
        let parent = wish.parents.first().map_or("", |it| &it.program);
        let price = self.settings.models.iter().find(|it| it.name == model);
        let price = price.and_then(|it| it.price);
        let mut note = model;
        let (tokens_in, tokens_out) = completion.tokens.unwrap_or_else(|| {
            note.push_str(", tokens estimated");
            (prompt_tokens, estimate(text.len()))
        });
        let cost = price.map_or(0, |it| it.of(tokens_in, tokens_out));
        let spent = Spent { tokens_in, tokens_out, requests, cost, ..Spent::default() };
        let proposal = match program(&text, parent, &request.language) {
            Ok(program) => Proposal::of(program, &note),
            Err(why) if completion.cut => {
                let most = self.settings.max_tokens;
                Proposal::none(&format!("{why}; it was cut after {most} tokens (`--max-tokens`)"))
            }
            Err(why) => Proposal::none(&why),
        };
        Ok(Proposal { prompt, answer: Some(text.into_bytes()), spent, ..proposal })
    }
}

impl Proposer for ModelProposer {
    fn settings(&self) -> ProposerSettings {
        // Texts and finite numbers can always be written.
        let detail = serde_json::to_string(&self.settings).unwrap_or_default();
        ProposerSettings { kind: "openai".to_owned(), detail }
    }

    fn wants_feedback(&self) -> bool {
        true
    }

    fn propose(
        &mut self,
        request: &Request,
        interrupt: &Interrupt,
    ) -> Result<Vec<Proposal>, ProposerError> {
        let who = || self.who();
        for parent in request.wishes.iter().filter_map(|wish| wish.parents.first()) {
            // As the first program has them: no answer changes marks.
            regions(&parent.program).map_err(|why| ProposerError::Contract {
                who: who(),
                what: format!("the program to be improved has marks that are no pairs, {why}"),
            })?;
        }
        let questions: VecDeque<Question> = (0..)
            .zip(&request.wishes)
            .map(|(index, wish)| self.question(index, request, wish))
            .collect();
        let given =
            ask_all(&self.shared, questions, self.jobs, interrupt).map_err(
                |fault| match fault {
                    Fault::Stopped => ProposerError::Interrupted,
                    Fault::Gone(what) | Fault::Refused(what) | Fault::Later(what, _) => {
                        ProposerError::Gone { who: who(), what }
                    }
                },
            )?;
        let refused = |it: &Given| match &it.answer {
            Err(Fault::Refused(why)) => Some(why.clone()),
            _ => None,
        };
        // One prompt may be too long for a model; if all are refused, it is not the prompts.
        let reasons: Vec<String> = given.iter().map_while(refused).collect();
        if let (Some(why), true) = (reasons.first(), reasons.len() == given.len()) {
            let what = format!(
                "refuses every request of a round: {why}; `--model`, `--max-tokens` and the length of the programs are what it may mean"
            );
            return Err(ProposerError::Gone { who: who(), what });
        }
        let proposal = |(given, wish)| self.proposal(given, request, wish);
        let proposals: Result<_, Fault> =
            given.into_iter().zip(&request.wishes).map(proposal).collect();
        proposals.map_err(|fault| ProposerError::Gone { who: who(), what: format!("{fault:?}") })
    }
}

/// One request to be made.
struct Question {
    index: usize,
    prompt: Prompt,
    model: String,
    seed: u64,
    temperature: Option<f64>,
    max_tokens: u32,
}

/// What came of it.
struct Given {
    index: usize,
    model: String,
    prompt: Vec<u8>,
    answer: Result<Completion, Fault>,
    requests: u64,
}

/// Asks some at a time; the answers in the order of the questions, or the first fault that ends it.
///
/// Nobody waits for a request that is under way when it ends: it has a time limit of its own, and holds nothing.
fn ask_all(
    shared: &Arc<Shared>,
    questions: VecDeque<Question>,
    jobs: usize,
    interrupt: &Interrupt,
) -> Result<Vec<Given>, Fault> {
    let count = questions.len();
    let stop = StopAtTheEnd(Arc::new(AtomicBool::new(false)));
    let questions = Arc::new(Mutex::new(questions));
    let (sender, answers) = channel();
    for _ in 0..jobs.min(count) {
        let (shared, questions) = (Arc::clone(shared), Arc::clone(&questions));
        let (stop, sender) = (Arc::clone(&stop.0), sender.clone());
        let work = move || work(&shared, &questions, &stop, &sender);
        let thread = std::thread::Builder::new().name("model".to_owned()).spawn(work);
        thread.map_err(|error| Fault::Gone(format!("cannot be asked: {error}")))?;
    }
    drop(sender);
    let mut given: Vec<Given> = Vec::new();
    while given.len() < count {
        if interrupt.is_raised() {
            return Err(Fault::Stopped);
        }
        match answers.recv_timeout(POLL) {
            Ok(Given { answer: Err(fault @ (Fault::Gone(_) | Fault::Stopped)), .. }) => {
                return Err(fault);
            }
            Ok(answer) => given.push(answer),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Fault::Gone(
                    "has failed in a way that is a defect of Lazaret".to_owned(),
                ));
            }
        }
    }
    given.sort_by_key(|it| it.index);
    Ok(given)
}

/// Ends the requests that still wait, however it is left.
struct StopAtTheEnd(Arc<AtomicBool>);

impl Drop for StopAtTheEnd {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

fn work(
    shared: &Shared,
    questions: &Mutex<VecDeque<Question>>,
    stop: &AtomicBool,
    sender: &Sender<Given>,
) {
    loop {
        let next = questions.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let Some(question) = next else { return };
        if sender.send(ask(shared, question, stop)).is_err() {
            return;
        }
    }
}

fn ask(shared: &Shared, question: Question, stop: &AtomicBool) -> Given {
    let newer = shared.newer_name.load(Ordering::SeqCst);
    let mut prompt = body(&question, newer);
    let (mut answer, mut requests) = shared.endpoint.ask(&prompt, stop, completion);
    // Some models want the limit under another name and say so.
    if let (Err(Fault::Refused(why)), false) = (&answer, newer)
        && why.contains("max_completion_tokens")
    {
        shared.newer_name.store(true, Ordering::SeqCst);
        prompt = body(&question, true);
        let (second, more) = shared.endpoint.ask(&prompt, stop, completion);
        (answer, requests) = (second, requests + more);
    }
    Given { index: question.index, model: question.model, prompt, answer, requests }
}

/// A request, as it is sent and recorded.
#[derive(Serialize)]
struct Chat<'a> {
    model: &'a str,
    messages: [Message<'a>; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<u32>,
    seed: u64,
    stream: bool,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: &'a str,
}

fn body(question: &Question, newer: bool) -> Vec<u8> {
    let Question { prompt, model, seed, temperature, max_tokens, .. } = question;
    let chat = Chat {
        model,
        messages: [
            Message { role: "system", content: &prompt.system },
            Message { role: "user", content: &prompt.user },
        ],
        temperature: *temperature,
        max_tokens: (!newer).then_some(*max_tokens),
        max_completion_tokens: newer.then_some(*max_tokens),
        seed: *seed,
        stream: false,
    };
    // Texts and finite numbers can always be written.
    serde_json::to_vec(&chat).unwrap_or_default()
}

/// What a model said.
#[derive(Debug, PartialEq)]
struct Completion {
    text: String,
    /// Whether the answer reached the limit.
    cut: bool,
    /// In and out, if the endpoint says.
    tokens: Option<(u64, u64)>,
}

#[derive(Deserialize)]
struct Response {
    choices: Vec<Choice>,
    #[serde(default)]
    usage: serde_json::Value,
}

#[derive(Deserialize)]
struct Choice {
    message: Said,
    #[serde(default)]
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Said {
    #[serde(default)]
    content: Option<String>,
}

fn completion(bytes: &[u8]) -> Result<Completion, String> {
    let response: Response = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let choice = response.choices.into_iter().next().ok_or("it has no choices")?;
    let count = |name: &str| response.usage.get(name).and_then(serde_json::Value::as_u64);
    Ok(Completion {
        text: choice.message.content.unwrap_or_default(),
        cut: choice.finish_reason.as_deref() == Some("length"),
        tokens: count("prompt_tokens").zip(count("completion_tokens")),
    })
}

/// How many tokens a text has, if nobody counted: one for four bytes, rounded up.
const fn estimate(bytes: usize) -> u64 {
    bytes.div_ceil(4) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposer(models: &[(&str, u32)]) -> ModelProposer {
        let models = models
            .iter()
            .map(|(name, weight)| Model { name: (*name).to_owned(), weight: *weight, price: None })
            .collect();
        let url = "http://127.0.0.1:1/v1".to_owned();
        let settings = ModelSettings { url, models, temperature: Some(0.5), max_tokens: 99 };
        let access =
            ModelAccess { key: None, timeout: Duration::from_secs(1), retries: 0, jobs: 2 };
        ModelProposer::new(settings, access).unwrap()
    }

    #[test]
    fn models_are_chosen_by_their_weight_and_the_seed() {
        let proposer = proposer(&[("large", 1), ("small", 3)]);
        let chosen = |seed| proposer.model(&Wish { number: 0, seed, parents: Vec::new() });
        let large = (0..1000).filter(|seed| chosen(*seed) == "large").count();
        assert!((200..300).contains(&large), "{large}");
        assert_eq!(chosen(7), chosen(7));
    }

    #[test]
    fn settings_are_read_as_they_were_recorded() {
        let proposer = proposer(&[("small", 3)]);
        let recorded = proposer.settings();
        assert_eq!(recorded.kind, "openai");
        assert_eq!(
            recorded.detail,
            r#"{"url":"http://127.0.0.1:1/v1","models":[{"name":"small","weight":3}],"temperature":0.5,"max_tokens":99}"#
        );
        assert_eq!(ModelSettings::read(&recorded.detail).unwrap(), proposer.settings);
        assert!(ModelSettings::read("{}").is_err());
    }

    #[test]
    fn completions_are_read_or_refused_with_a_reason() {
        let of = |text: &str| completion(text.as_bytes());
        let full = r#"{"id": "x", "choices": [{"index": 0, "finish_reason": "length", "message": {"role": "assistant",
            "content": "hi", "tool_calls": null}}], "usage": {"prompt_tokens": 5, "completion_tokens": 2}}"#;
        let text = "hi".to_owned();
        assert_eq!(of(full), Ok(Completion { text, cut: true, tokens: Some((5, 2)) }));
        let bare =
            of(r#"{"choices": [{"message": {"content": null}}], "usage": {"prompt_tokens": -1}}"#);
        assert_eq!(bare, Ok(Completion { text: String::new(), cut: false, tokens: None }));
        assert_eq!(of(r#"{"choices": []}"#).unwrap_err(), "it has no choices");
        for wrong in ["", "<html>", "[]", "{}", r#"{"choices": [{}]}"#, "data: {}\n\n"] {
            assert!(of(wrong).is_err(), "{wrong}");
        }
        assert_eq!((estimate(0), estimate(1), estimate(8)), (0, 1, 2));
    }
}
