//! A proposer outside: a command of the user's, asked in lines of JSON.
//!
//! One line in, one line out, for each round; what it writes to standard error is the user's to read. It is started
//! once, and ends with the campaign. It runs with the user's rights, like the shell that started Lazaret; only the
//! programs that it proposes go into the sandbox.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::time::{Duration, Instant};

use lazaret_host::Interrupt;
use serde::{Deserialize, Serialize};

use super::{Proposal, Proposer, ProposerError, Request, Wish};
use crate::settings::ProposerSettings;
use crate::trial::Spent;

/// The most bytes of an answer; more end the command.
const ANSWER_BYTES_MAX: u64 = 64 << 20;

/// How often it is looked whether a stop was asked for.
const POLL: Duration = Duration::from_millis(50);

/// A command that proposes.
pub struct CommandProposer {
    command: String,
    patience: Duration,
    running: Option<Running>,
}

struct Running {
    child: Child,
    /// Questions, written by a thread of their own: whoever does not read must not hold the campaign.
    questions: Sender<String>,
    lines: Receiver<Result<String, String>>,
}

#[derive(Serialize)]
struct Question<'a> {
    contract: &'static str,
    language: &'a str,
    title: &'a str,
    minimize: bool,
    slots: Vec<Slot<'a>>,
}

#[derive(Serialize)]
struct Slot<'a> {
    trial: u64,
    seed: u64,
    parents: Vec<Parent<'a>>,
}

#[derive(Serialize)]
struct Parent<'a> {
    digest: String,
    program: &'a str,
    score: f64,
    feedback: &'a str,
}

#[derive(Deserialize)]
struct Answer {
    proposals: Vec<Given>,
}

#[derive(Deserialize)]
struct Given {
    #[serde(default)]
    program: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    tokens_in: u64,
    #[serde(default)]
    tokens_out: u64,
}

impl CommandProposer {
    /// A command for the shell, and how long it may take for a round.
    #[must_use]
    pub const fn new(command: String, patience: Duration) -> Self {
        Self { command, patience, running: None }
    }

    fn gone(&self, what: impl Into<String>) -> ProposerError {
        ProposerError::Gone { who: format!("`{}`", self.command.escape_debug()), what: what.into() }
    }

    fn start(&self) -> Result<Running, ProposerError> {
        let mut command = Command::new("/bin/sh");
        command.arg("-c").arg(&self.command);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        // A group of its own: Ctrl-C is for Lazaret, which ends all of it.
        command.process_group(0);
        let mut child =
            command.spawn().map_err(|error| self.gone(format!("cannot be started: {error}")))?;
        let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(self.gone("has no standard streams"));
        };
        let (questions, asked) = channel::<String>();
        let write = move || {
            for question in asked {
                // One that has ended is told of by its last line, or by its end.
                if input.write_all(question.as_bytes()).and_then(|()| input.flush()).is_err() {
                    return;
                }
            }
        };
        // One answer is kept; whoever answers what was not asked waits.
        let (sender, lines) = sync_channel(1);
        let read = move || {
            let mut reader = BufReader::new(output);
            loop {
                let mut line = Vec::new();
                let read = (&mut reader).take(ANSWER_BYTES_MAX + 1).read_until(b'\n', &mut line);
                let line = match read {
                    Err(error) => Err(error.to_string()),
                    Ok(0) => Err("has ended".to_owned()),
                    Ok(read) if ANSWER_BYTES_MAX < read as u64 => {
                        Err(format!("answered with more than {ANSWER_BYTES_MAX} bytes"))
                    }
                    Ok(_) => String::from_utf8(line)
                        .map_err(|_| "answered with what is no text in UTF-8".to_owned()),
                };
                let last = line.is_err();
                if sender.send(line).is_err() || last {
                    return;
                }
            }
        };
        let thread = |name: &str| std::thread::Builder::new().name(name.to_owned());
        let threads = thread("proposer answers")
            .spawn(read)
            .and_then(|_| thread("proposer questions").spawn(write));
        threads.map_err(|error| self.gone(format!("cannot be listened to: {error}")))?;
        Ok(Running { child, questions, lines })
    }

    fn ask(&mut self, question: String, interrupt: &Interrupt) -> Result<String, ProposerError> {
        let running = match self.running.take() {
            Some(running) => running,
            None => self.start()?,
        };
        let running = self.running.insert(running);
        // If the writer is gone, so is the command, which the answer says.
        drop(running.questions.send(question));
        let begin = Instant::now();
        loop {
            match running.lines.recv_timeout(POLL) {
                Ok(Ok(line)) => return Ok(line),
                Ok(Err(why)) => {
                    self.end();
                    return Err(self.gone(why));
                }
                Err(RecvTimeoutError::Disconnected) => {
                    self.end();
                    return Err(self.gone("has ended"));
                }
                Err(RecvTimeoutError::Timeout) if interrupt.is_raised() => {
                    self.end();
                    return Err(ProposerError::Interrupted);
                }
                Err(RecvTimeoutError::Timeout) if self.patience < begin.elapsed() => {
                    self.end();
                    let seconds = self.patience.as_secs();
                    return Err(self.gone(format!(
                        "did not answer within {seconds} s; `--proposer-timeout` allows more"
                    )));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    fn end(&mut self) {
        let Some(mut running) = self.running.take() else { return };
        drop(running.questions);
        let pid = i32::try_from(running.child.id()).ok().and_then(rustix::process::Pid::from_raw);
        if let Some(pid) = pid {
            // All that it has started goes with it; if nothing is left, that is well.
            let _ = rustix::process::kill_process_group(pid, rustix::process::Signal::KILL);
        }
        drop(running.child.wait());
    }
}

impl Drop for CommandProposer {
    fn drop(&mut self) {
        self.end();
    }
}

impl Proposer for CommandProposer {
    fn settings(&self) -> ProposerSettings {
        ProposerSettings { kind: "command".to_owned(), detail: self.command.clone() }
    }

    fn wants_feedback(&self) -> bool {
        true
    }

    fn propose(
        &mut self,
        request: &Request,
        interrupt: &Interrupt,
    ) -> Result<Vec<Proposal>, ProposerError> {
        let line = self.ask(question(request), interrupt)?;
        let contract =
            |what: String| ProposerError::Contract { who: format!("`{}`", self.command), what };
        let answer: Answer = serde_json::from_str(&line).map_err(|error| {
            let begin: String = line.chars().take(80).collect();
            contract(format!("{error}, in `{}`", begin.escape_debug()))
        })?;
        let (given, wanted) = (answer.proposals.len(), request.wishes.len());
        if given != wanted {
            return Err(contract(format!("{given} proposals for {wanted} slots")));
        }
        let proposal = |it: Given| {
            let spent =
                Spent { tokens_in: it.tokens_in, tokens_out: it.tokens_out, ..Spent::default() };
            Proposal { spent, ..Proposal::of(it.program, &it.note) }
        };
        Ok(answer.proposals.into_iter().map(proposal).collect())
    }
}

fn question(request: &Request) -> String {
    let question = Question {
        contract: "lazaret:proposer@0.1.0",
        language: &request.language,
        title: &request.title,
        minimize: request.minimize,
        slots: request.wishes.iter().map(slot).collect(),
    };
    // Texts and finite numbers can always be written.
    let mut line = serde_json::to_string(&question).unwrap_or_default();
    line.push('\n');
    line
}

fn slot(wish: &Wish) -> Slot<'_> {
    Slot { trial: wish.number, seed: wish.seed, parents: wish.parents.iter().map(parent).collect() }
}

fn parent(it: &super::Parent) -> Parent<'_> {
    Parent {
        digest: it.candidate.to_string(),
        program: &it.program,
        score: it.score,
        feedback: &it.feedback,
    }
}
