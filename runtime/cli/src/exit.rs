//! Exit codes, and the end of every command.

use std::ffi::OsString;
use std::process::ExitCode;

use lazaret_campaign::{CampaignError, ProposerError};
use lazaret_host::HostError;
use lazaret_host::ledger::LedgerError;
use lazaret_report::ReportError;
use lazaret_service::ServiceError;
use lazaret_trial::{Blame, Class, Code};
use serde_json::json;

use crate::text;

/// How a command ended. The numbers are a promise to scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// Everything worked; every candidate has a score.
    Success = 0,
    /// A candidate was rejected or failed.
    Candidate = 1,
    /// The command was called wrongly, or something that it names cannot be read.
    Usage = 2,
    /// Nobody's fault yet: worth another try.
    Inconclusive = 3,
    /// The evaluator or the task is at fault.
    Evaluator = 4,
    /// Lazaret or the machine is at fault.
    Host = 5,
    /// Interrupted by the user; the number that shells use for it.
    Interrupted = 130,
}

impl Exit {
    /// The exit for one outcome.
    pub const fn of(code: Code) -> Self {
        match (code.class(), code.blame()) {
            (Class::Scored, _) => Self::Success,
            (Class::Rejected | Class::Failed, _) => Self::Candidate,
            (Class::Inconclusive, _) => Self::Inconclusive,
            (Class::Fault, Blame::Evaluator) => Self::Evaluator,
            (Class::Fault, _) => Self::Host,
        }
    }
}

/// The text of every exit code, for `--help`.
pub const HELP: &str = "Exit codes:
  0    every candidate has a score
  1    a candidate was rejected or failed
  2    wrong usage, or something that cannot be read
  3    inconclusive: worth another try
  4    the evaluator or the task is at fault
  5    Lazaret or the machine is at fault
  130  interrupted";

/// What a command gives to whoever called it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Text for people.
    Text,
    /// One JSON document on standard output, whatever the end.
    Document,
}

impl Form {
    /// The form that `--json` chooses.
    pub const fn of(json: bool) -> Self {
        if json { Self::Document } else { Self::Text }
    }

    /// The form that words ask for of which the parser could make nothing.
    pub fn of_words(words: impl Iterator<Item = OsString>) -> Self {
        Self::of(words.take_while(|word| word != "--").any(|word| word == "--json"))
    }
}

/// Prints what the argument parser has to say: help to standard output, errors to standard error.
pub fn usage(error: &clap::Error, form: Form) -> ExitCode {
    let rendered = error.render();
    let styled = |colors: bool| {
        if colors { rendered.ansi().to_string() } else { rendered.to_string() }
    };
    if error.use_stderr() {
        text::err(styled(console::colors_enabled_stderr()).trim_end());
        if form == Form::Document {
            let plain = rendered.to_string();
            // What follows is the usage, which a program has no use for.
            let message = plain.split("\n\nUsage:").next().unwrap_or_default().trim_end();
            let message = message.strip_prefix("error: ").unwrap_or(message);
            text::out(&document(USAGE, message, Some("lazaret --help")).to_string());
        }
        return ExitCode::from(Exit::Usage as u8);
    }
    text::out(styled(console::colors_enabled()).trim_end());
    ExitCode::SUCCESS
}

/// Prints an error with its causes, and gives the exit code.
pub fn finish(result: anyhow::Result<Exit>, form: Form) -> ExitCode {
    let error = match result {
        Ok(exit) => return ExitCode::from(exit as u8),
        Err(error) => error,
    };
    let chain: Vec<String> = error.chain().map(ToString::to_string).collect();
    let message = chain.join(": ");
    text::err(&format!("{} {}", text::red("error:"), text::escape(&message)));
    let (exit, document) = if let Some(error) = error.downcast_ref::<HostError>() {
        host_exit(error, &message)
    } else if let Some(error) = error.downcast_ref::<LedgerError>() {
        ledger_exit(error, &message)
    } else if let Some(error) = error.downcast_ref::<ServiceError>() {
        service_exit(error, &message)
    } else if let Some(error) = error.downcast_ref::<CampaignError>() {
        campaign_exit(error, &message)
    } else if let Some(ReportError::Campaign(error)) = error.downcast_ref::<ReportError>() {
        campaign_exit(error, &message)
    } else {
        (Exit::Usage, document(USAGE, &message, None))
    };
    if form == Form::Document {
        text::out(&document.to_string());
    }
    ExitCode::from(exit as u8)
}

/// In the place of a reason code: the command was called wrongly, or something that it names cannot be read.
const USAGE: &str = "usage";

/// What there is to know about an error, for programs.
fn document(code: &str, message: &str, hint: Option<&str>) -> serde_json::Value {
    json!({"error": {"code": code, "message": message, "hint": hint}})
}

/// What is asked for and is not there is a matter of usage; the rest is the machine's.
fn ledger_exit(error: &LedgerError, message: &str) -> (Exit, serde_json::Value) {
    let (exit, hint) = match error {
        LedgerError::Absent(_) => (Exit::Usage, "`lazaret eval` begins one"),
        LedgerError::NoEntry { .. } => (Exit::Usage, "lazaret ledger list"),
        LedgerError::Busy { .. } => (Exit::Host, "try again when the other process is done"),
        LedgerError::Full | LedgerError::ReadOnly(_) | LedgerError::Unsafe { .. } => (
            Exit::Host,
            "`--ledger FOLDER` takes another folder; `lazaret eval --no-ledger` records nothing",
        ),
        LedgerError::Damaged(_)
        | LedgerError::BadEntry { .. }
        | LedgerError::NoBlob(_)
        | LedgerError::BadBlob(_) => {
            (Exit::Host, "`lazaret ledger verify` names the first bad entry")
        }
        LedgerError::Newer { .. } => (
            Exit::Host,
            "the version that wrote it reads it; `--ledger FOLDER` takes another folder",
        ),
        LedgerError::Key { .. } => (
            Exit::Host,
            "put back the ledger's own key, without which it can be read and not gone on with; \
             `--ledger FOLDER` takes another folder",
        ),
        _ => (Exit::Host, "lazaret doctor"),
    };
    text::err(&format!("{} {hint}", text::cyan("hint:")));
    let code = if exit == Exit::Usage { USAGE } else { Code::FaultHost.as_str() };
    (exit, document(code, message, Some(hint)))
}

/// What can be mended by other arguments is a matter of usage.
fn service_exit(error: &ServiceError, message: &str) -> (Exit, serde_json::Value) {
    let (exit, hint) = match error {
        ServiceError::Host(error) => return host_exit(error, message),
        ServiceError::Ledger(error) => return ledger_exit(error, message),
        ServiceError::Exposed(_) => (
            Exit::Usage,
            "`--token-file FILE` lets in only who has the token; `--listen 127.0.0.1:7300` only this machine",
        ),
        ServiceError::SameName(_) => {
            (Exit::Usage, "serve one of them, or rename it in its `task.toml`")
        }
        ServiceError::Token(_) => {
            (Exit::Usage, "(umask 077; head -c 32 /dev/urandom | base64 > token) makes one")
        }
        ServiceError::Listen { .. } => {
            (Exit::Host, "`--listen 127.0.0.1:0` takes any port that is free")
        }
        ServiceError::Taken { .. } => {
            (Exit::Host, "end the other one, or take another `--ledger FOLDER`")
        }
        _ => (Exit::Host, "lazaret doctor"),
    };
    text::err(&format!("{} {hint}", text::cyan("hint:")));
    let code = if exit == Exit::Usage { USAGE } else { Code::FaultHost.as_str() };
    (exit, document(code, message, Some(hint)))
}

/// A proposer that gives nothing is no fault of the machine.
fn campaign_exit(error: &CampaignError, message: &str) -> (Exit, serde_json::Value) {
    match error {
        CampaignError::Host(error) | CampaignError::Proposer(ProposerError::Host(error)) => {
            host_exit(error, message)
        }
        CampaignError::Proposer(ProposerError::Interrupted) => {
            host_exit(&HostError::Interrupted, message)
        }
        CampaignError::NothingJudged(code) => {
            (Exit::of(*code), document(code.as_str(), message, None))
        }
        CampaignError::Proposer(_) => (Exit::Evaluator, document("proposer", message, None)),
        CampaignError::Canary(_) => (Exit::Evaluator, document("canary", message, None)),
        CampaignError::Drift(_) => {
            let hint = "lazaret replay, on this machine and on another";
            text::err(&format!("{} {hint}", text::cyan("hint:")));
            (Exit::Host, document("drift", message, Some(hint)))
        }
        CampaignError::Unrecorded(_) | CampaignError::Damaged { .. } => {
            (Exit::Host, document(Code::FaultHost.as_str(), message, None))
        }
        _ => (Exit::Usage, document(USAGE, message, None)),
    }
}

fn host_exit(error: &HostError, message: &str) -> (Exit, serde_json::Value) {
    match error {
        HostError::Evaluator(reason) => {
            text::details(reason);
            let mut document = json!({"error": reason});
            // It is always there, so that a reader need not ask.
            if let Some(error) = document.get_mut("error").and_then(|it| it.as_object_mut()) {
                error.entry("hint").or_insert(serde_json::Value::Null);
            }
            (Exit::of(reason.code), document)
        }
        HostError::Interrupted => {
            let code = Code::InconclusiveInterrupted.as_str();
            let mut document = document(code, message, None);
            // As in the document of an evaluation of which something was done.
            if let Some(members) = document.as_object_mut() {
                members.insert("interrupted".to_owned(), true.into());
            }
            (Exit::Interrupted, document)
        }
        HostError::Request(_) => (Exit::Usage, document(USAGE, message, None)),
        HostError::Ledger(error) => ledger_exit(error, message),
        HostError::Plugin(_)
        | HostError::Engine(_)
        | HostError::Prepare(_)
        | HostError::Worker(_)
        | HostError::Thread(_) => {
            let hint = "lazaret doctor";
            text::err(&format!("{} {hint}", text::cyan("hint:")));
            (Exit::Host, document(Code::FaultHost.as_str(), message, Some(hint)))
        }
    }
}
