//! `lazaret evolve --model-url`: models that answer well, badly, late, or not at all, played by a server of the test.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::model_server::{Act, Server, completion, response};
use crate::python;
use crate::support::{Output, write};

const EVALUATOR: &str = r#"
def describe():
    return {"metrics": {"error": {"goal": "minimize", "minimum": 0}}, "splits": ["search", "held-out"]}


def cases(split, seed):
    return [4, 5] if split == "search" else [777123]


def evaluate(candidate, case):
    return {"error": abs(candidate.double(case) - 2 * case)}
"#;

const FIRST: &str = "def double(x):\n    return x\n";

const KEY: &str = "sk-0123456789abcdef";

/// A campaign on a small task, with a ledger of its own.
struct Room {
    folder: TempDir,
    url: String,
}

impl Room {
    fn new(url: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let manifest = "name = \"doubling\"\ntitle = \"Double a number\"\nevaluator = \"evaluator.py\"\n\
                        [candidate]\nfuel = 200_000_000\n";
        write(&folder, "task/task.toml", manifest.as_bytes());
        write(&folder, "task/evaluator.py", EVALUATOR.as_bytes());
        write(&folder, "task/candidates/first.py", FIRST.as_bytes());
        Self { folder, url: url.to_owned() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn key(&self, mode: u32) -> String {
        write(&self.folder, "key", format!("{KEY}\n").as_bytes());
        let path = self.path("key");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn command(&self, words: &[&str]) -> Command {
        python::command(self.folder.path(), &self.path("ledger"), words)
    }

    fn evolve_command(&self, trials: &str, more: &[&str]) -> Command {
        let mut words = vec!["evolve", "task", "--json", "--trials", trials, "--jobs", "1"];
        if !more.contains(&"--resume") {
            words.extend(["--name", "c", "--round", "2", "--islands", "1", "--rungs", "none"]);
            words.extend(["--model-url", &self.url]);
            if !more.contains(&"--model") {
                words.extend(["--model", "small"]);
            }
        }
        words.extend(more);
        self.command(&words)
    }

    fn evolve(&self, trials: &str, more: &[&str]) -> Output {
        self.evolve_command(trials, more).output().unwrap().into()
    }

    #[track_caller]
    fn done(&self, trials: &str, more: &[&str]) -> Value {
        let output = self.evolve(trials, more);
        assert_eq!(output.exit, Some(0), "{}{}", output.stdout, output.stderr);
        output.json()
    }

    /// A campaign that stops because of its models, for a reason.
    #[track_caller]
    fn gone(&self, more: &[&str], reason: &str) {
        let output = self.evolve("5", more);
        assert_eq!(output.exit, Some(4), "{}{}", output.stdout, output.stderr);
        assert!(output.stderr.contains(reason), "{reason:?} is not in {}", output.stderr);
        assert!(output.stderr.contains("--resume c"), "{}", output.stderr);
    }

    #[track_caller]
    fn show(&self, words: &[&str]) -> String {
        let output: Output = self.command(words).output().unwrap().into();
        assert_eq!(output.exit, Some(0), "{}{}", output.stdout, output.stderr);
        output.stdout
    }

    fn trial(&self, number: u64) -> Value {
        let text = self.show(&["archive", "show", "c", &number.to_string(), "--json"]);
        serde_json::from_str(&text).unwrap()
    }
}

fn block(program: &str) -> String {
    format!("I double.\n\n```python\n{program}```\n")
}

const DOUBLES: &str = "def double(x):\n    return 2 * x\n";

#[test]
fn a_whole_program_is_judged_and_everything_about_it_recorded() {
    let answer = |number, _: &_| match number {
        // A model that says what it should not know.
        0 => completion(&block(&format!("# {KEY}\n{DOUBLES}"))),
        _ => completion("I cannot."),
    };
    let server = Server::start(answer);
    let room = Room::new(&server.url);
    let key = room.key(0o600);
    let output =
        room.evolve("3", &["--key-file", &key, "--temperature", "0.7", "--model-jobs", "1"]);
    assert_eq!(output.exit, Some(0), "{}{}", output.stdout, output.stderr);
    let document = output.json();
    assert_eq!(document["best"]["score"], 0.0, "{document}");
    assert_eq!(document["fates"]["malformed"], 1, "{document}");
    assert_eq!(document["codes"]["rejected/source-error"], 1, "{document}");
    let spent = &document["spent"];
    assert_eq!(
        (&spent["tokens_in"], &spent["tokens_out"], &spent["requests"]),
        (&200.into(), &40.into(), &2.into())
    );
    let asked = server.asked();
    assert_eq!(asked.len(), 2);
    let head = asked[0].head.to_ascii_lowercase();
    assert!(head.starts_with("post /v1/chat/completions http/1.1"), "{head}");
    assert!(head.contains(&format!("authorization: bearer {KEY}")), "{head}");
    let body = asked[0].json();
    assert_eq!((&body["model"], &body["temperature"]), (&"small".into(), &0.7.into()));
    let said = body["messages"][1]["content"].as_str().unwrap();
    for part in
        ["Double a number", "error. Smaller is better", "def double(x)", "has the score 4.5", FIRST]
    {
        assert!(said.contains(part), "{part:?} is not in {said}");
    }
    // Nothing of held-out cases is told, and nothing of the key is kept.
    let heard = String::from_utf8(asked.iter().flat_map(|it| it.body.clone()).collect()).unwrap();
    assert!(!heard.contains("777123") && !heard.contains("held-out"), "{heard}");
    let shown = [
        output.stdout,
        output.stderr,
        room.show(&["archive", "best", "c"]),
        room.show(&["archive", "show", "c", "--json"]),
        room.trial(1).to_string(),
        room.trial(2).to_string(),
        heard,
    ];
    assert!(shown.iter().all(|it| !it.contains(KEY)), "{shown:?}");
    assert!(shown[2].contains("# [key]\n"), "{}", shown[2]);
    for entry in std::fs::read_dir(room.path("ledger")).unwrap() {
        let path = entry.unwrap().path();
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let found = bytes.windows(KEY.len()).any(|it| it == KEY.as_bytes());
        assert!(!found, "the key is in {}", path.display());
    }
    // What was sent is what was recorded, byte for byte.
    let sent = lazaret_trial::Digest::of(&asked[0].body).to_string();
    assert!(room.trial(1).to_string().contains(&sent), "{}", room.trial(1));
    room.show(&["ledger", "verify"]);
}

#[test]
fn changes_are_made_in_the_parent() {
    let change = "<<<<<<< SEARCH\n    return x\n=======\n    return 2 * x\n>>>>>>> REPLACE\n";
    let server = Server::start(move |_, _| completion(change));
    let room = Room::new(&server.url);
    let document = room.done("2", &[]);
    assert_eq!(document["best"]["score"], 0.0, "{document}");
    assert_eq!(room.show(&["archive", "best", "c"]), DOUBLES);
}

/// 100 tokens in and 20 out each time, at 2.5 and 10 for a million: 0.00045 for each of them.
#[test]
fn money_is_counted_and_runs_out() {
    let server = Server::start(|number, _| completion(&block(&format!("{DOUBLES}# {number}\n"))));
    let room = Room::new(&server.url);
    let price = ["--model", "small", "--price", "small=2.5/10"];
    let document = room.done("5", &price);
    assert_eq!(document["spent"]["cost"], 4 * 450_000, "{document}");
    assert_eq!(room.trial(1)["trial"]["spent"]["cost"], 450_000);
    // A round of two costs 0.0009.
    let on = room.done("99", &["--resume", "c", "--cost", "0.0040"]);
    assert_eq!(on["ending"], "cost", "{on}");
    let room = Room::new(&server.url);
    let document = room.done("99", &[&price[..], &["--cost", "0.0040"]].concat());
    assert_eq!(document["ending"], "cost", "{document}");
    let cost = document["spent"]["cost"].as_u64().unwrap();
    assert!((2_000_000..=4_000_000).contains(&cost), "{cost}");
    let shown = room.show(&["report", "c", "--format", "markdown"]);
    assert!(shown.contains("cost of models"), "{shown}");
    for (words, said) in [
        (vec!["--cost", "1"], "`--price NAME=IN/OUT`"),
        (vec!["--cost", "0"], "for nothing"),
        (vec!["--model", "small", "--price", "large=1/1"], "no `--model large`"),
        (vec!["--model", "small", "--model", "b", "--price", "small=1/1"], "`b` has no price"),
        (vec!["--model", "small", "--price", "small=1"], "such as `large=2.50/10`"),
    ] {
        let room = Room::new(&server.url);
        let output = room.evolve("5", &words);
        assert_eq!(output.exit, Some(2), "{}", output.stderr);
        assert!(output.stderr.contains(said), "{said} is not in {}", output.stderr);
    }
}

#[test]
fn answers_that_are_no_programs_are_trials_with_a_reason() {
    let cut =
        r#"{"choices": [{"finish_reason": "length", "message": {"content": "```python\ndef"}}]}"#;
    let answer = move |number, _: &_| match number {
        0 => completion(""),
        1 => completion("def double(x): return 2 * x"),
        2 => completion(&block(&format!("{}\n", "x".repeat(1 << 20)))),
        3 => completion("<<<<<<< SEARCH\nreturn y\n=======\nreturn x\n>>>>>>> REPLACE"),
        _ => Act::Send(response(200, "", cut.as_bytes())),
    };
    let server = Server::start(answer);
    let room = Room::new(&server.url);
    let document = room.done("6", &["--model-jobs", "1"]);
    assert_eq!(document["fates"]["malformed"], 5, "{document}");
    assert_eq!(document["codes"]["rejected/source-error"], 5, "{document}");
    let reasons = [
        "the answer is empty",
        "the answer has no block of code",
        "the program has 1048577 bytes, 1048576 are read",
        "change 1: what it searches for is not in the program",
        "it was cut after 4096 tokens (`--max-tokens`)",
    ];
    for (number, reason) in (1..).zip(reasons) {
        let trial = room.trial(number).to_string();
        assert!(trial.contains(reason), "{reason:?} is not in {trial}");
    }
    // Four were counted, and the last is estimated by its length: more than nothing.
    let out = document["spent"]["tokens_out"].as_u64().unwrap();
    assert_eq!(out, 4 * 20 + ("```python\ndef".len() as u64).div_ceil(4));
}

#[test]
fn a_busy_endpoint_is_asked_again_when_it_says() {
    let answer = |number, _: &_| match number {
        0 => Act::Send(response(429, "retry-after: 1\r\n", b"busy")),
        1 => Act::Send(response(503, "", b"")),
        _ => completion(&block(DOUBLES)),
    };
    let server = Server::start(answer);
    let room = Room::new(&server.url);
    let document = room.done("2", &[]);
    assert_eq!(document["best"]["score"], 0.0, "{document}");
    let asked = server.asked();
    assert!(4 <= asked.len(), "{}", asked.len());
    // Requests are made side by side; the one that was refused came again after its second.
    let again = asked.iter().skip(1).filter(|it| it.body == asked[0].body);
    let waits: Vec<Duration> = again.map(|it| it.at - asked[0].at).collect();
    assert!(waits.iter().any(|it| Duration::from_secs(1) <= *it), "{waits:?}");
}

#[test]
fn an_endpoint_that_is_away_busy_for_long_or_failing_ends_it() {
    let gone = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/v1", listener.local_addr().unwrap())
    };
    Room::new(&gone).gone(&["--model-retries", "1"], "cannot be reached");
    let of = |reply: Vec<u8>, reason: &str| {
        let server = Server::start(move |_, _| Act::Send(reply.clone()));
        Room::new(&server.url).gone(&["--model-retries", "1"], reason);
        server.asked().len()
    };
    // Of several that ask at a time, the first to give up ends it for the others.
    let busy = response(429, "retry-after: 9999\r\n", b"");
    assert!(1 <= of(busy, "9999 s, and 120 s are waited"));
    let html = response(500, "", b"<html>\x1b[2J");
    assert!(2 <= of(html, r"answers 500, `<html>\u{1b}[2J` (tried 2 times; `--model-retries`"));
}

#[test]
fn answers_that_are_none_end_it() {
    let of = |reply: Vec<u8>, reason: &str| {
        let server = Server::start(move |_, _| Act::Send(reply.clone()));
        Room::new(&server.url).gone(&["--model-retries", "0"], reason);
    };
    of(response(200, "", b"<html>hello</html>"), "no chat completion");
    of(response(200, "", &b" ".repeat(10 << 20)), "more than 4194304 bytes");
    let chunks =
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n6\r\ndata: \r\nzz\r\n{}\r\n";
    of(chunks.to_vec(), "cannot be reached");
    let events = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n8\r\ndata: {}\r\n0\r\n\r\n";
    of(events.to_vec(), "no chat completion");
}

#[test]
fn refusals_say_what_to_do() {
    let of = |reply: Vec<u8>, reason: &str| {
        let server = Server::start(move |_, _| Act::Send(reply.clone()));
        let room = Room::new(&server.url);
        room.gone(&["--key-file", &room.key(0o600)], reason);
        server.asked().len()
    };
    // At once, and the key that was sent is not shown.
    assert!(of(response(401, "", format!("wrong key {KEY}").as_bytes()), "`wrong key [key]`") <= 2);
    assert!(of(response(404, "", b""), "`--model-url`") <= 2);
    assert!(
        of(response(302, "location: http://127.0.0.1:1/\r\n", b""), "redirects are not followed")
            <= 2
    );
    assert_eq!(of(response(400, "", b"no such parameter"), "refuses every request of a round"), 2);
}

#[test]
fn one_refused_prompt_is_one_trial() {
    let answer = |number, _: &_| match number {
        0 => Act::Send(response(400, "", b"the prompt is too long")),
        _ => completion(&block(DOUBLES)),
    };
    let server = Server::start(answer);
    let room = Room::new(&server.url);
    let document = room.done("3", &["--model-jobs", "1"]);
    assert_eq!(
        (&document["fates"]["malformed"], &document["fates"]["best"]),
        (&1.into(), &2.into()),
        "{document}"
    );
    assert!(room.trial(1).to_string().contains("the prompt is too long"));
}

#[test]
fn a_slow_endpoint_is_left_in_time_and_a_stop_is_heard() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{".to_vec();
    let server = Server::start(move |_, _| Act::Stall(head.clone()));
    let room = Room::new(&server.url);
    room.gone(&["--model-timeout", "1s", "--model-retries", "0"], "did not answer within 1 s");
    // Somebody presses Ctrl-C while it waits for an answer.
    let before = server.asked().len();
    let mut child = room.command(&["evolve", "task", "--resume", "c", "--quiet"]).spawn().unwrap();
    while server.asked().len() == before {
        assert!(child.try_wait().unwrap().is_none(), "it has ended before it asked");
        std::thread::sleep(Duration::from_millis(20));
    }
    let begin = Instant::now();
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(130));
    // The model may take minutes.
    assert!(begin.elapsed() < Duration::from_secs(60), "{:?}", begin.elapsed());
}

#[test]
fn it_goes_on_when_the_endpoint_is_back() {
    let well = Arc::new(AtomicBool::new(false));
    let is_well = Arc::clone(&well);
    let answer = move |number, _: &_| match (is_well.load(Ordering::SeqCst), number) {
        (false, 2..) => Act::Send(response(502, "", b"")),
        _ => completion(&block(&format!("{DOUBLES}# {number}\n"))),
    };
    let server = Server::start(answer);
    let room = Room::new(&server.url);
    room.gone(&["--model-retries", "0"], "answers 502");
    let before = server.asked().len();
    well.store(true, Ordering::SeqCst);
    // Endpoint, models and their settings are those that were recorded.
    let document = room.done("7", &["--resume", "c"]);
    assert_eq!((&document["trials"], &document["rounds"]), (&7.into(), &4.into()), "{document}");
    assert!(before < server.asked().len());
    // Others are another campaign.
    let output =
        room.evolve("9", &["--resume", "c", "--model-url", &server.url, "--model", "large"]);
    assert_eq!(output.exit, Some(2), "{}", output.stderr);
    assert!(output.stderr.contains("proposer"), "{}", output.stderr);
}

#[test]
fn several_models_have_their_shares() {
    let server = Server::start(|_, _| completion("no"));
    let room = Room::new(&server.url);
    room.done("25", &["--model", "large=1", "--model", "small=3", "--max-tokens", "77"]);
    let asked = server.asked();
    let count = |name| asked.iter().filter(|it| it.json()["model"] == name).count();
    let (large, small) = (count("large"), count("small"));
    assert!(large + small == asked.len() && 0 < large && large < small, "{large} {small}");
    assert!(asked.iter().all(|it| it.json()["max_tokens"] == 77));
}

#[test]
fn a_model_that_wants_the_limit_under_its_newer_name_gets_it() {
    let error = "{\n  \"error\": {\n    \"message\": \"Unsupported parameter: 'max_tokens' is not supported with \
                 this model. Use 'max_completion_tokens' instead.\"}}";
    let server = Server::start(move |_, asked| match asked.json().get("max_tokens") {
        Some(_) => Act::Send(response(400, "", error.as_bytes())),
        None => completion(&block(DOUBLES)),
    });
    let room = Room::new(&server.url);
    let document = room.done("4", &["--model-jobs", "1"]);
    assert_eq!(document["best"]["score"], 0.0, "{document}");
    // It is told once.
    let old = server.asked().iter().filter(|it| it.json().get("max_tokens").is_some()).count();
    assert_eq!((old, document["fates"].get("malformed")), (1, None), "{document}");
}

#[test]
fn keys_and_addresses_that_would_be_seen_are_refused() {
    let server = Server::start(|_, _| completion("no"));
    let room = Room::new(&server.url);
    let refused = |room: &Room, more: &[&str], reason: &str| {
        let output = room.evolve("3", more);
        assert!(![Some(0), None].contains(&output.exit), "{}", output.stdout);
        assert!(output.stderr.contains(reason), "{reason:?} is not in {}", output.stderr);
        assert!(!output.stderr.contains(KEY), "{}", output.stderr);
    };
    refused(&room, &["--key-file", &room.key(0o644)], "chmod 600");
    let key = room.key(0o600);
    refused(&Room::new("http://models.example/v1"), &["--key-file", &key], "use https://");
    refused(&Room::new("https://name:word@models.example/v1"), &[], "--key-file");
    assert_eq!(server.asked().len(), 0);
}
