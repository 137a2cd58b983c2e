//! A service that tests start, and a client that says exactly what a test wants to say, right or wrong.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::python::home_folder;
use crate::support::{binary, workspace};

/// How long anything may take here; a machine that is busy with other tests is slow.
const PATIENCE: Duration = Duration::from_secs(120);

/// A service, killed when the test is over.
pub struct Server {
    pub child: Child,
    /// Host and port.
    pub address: String,
}

/// What was answered.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Reply {
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.body)))
    }

    fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|it| it == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no head: {}", String::from_utf8_lossy(bytes)));
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok());
        let header = |line: &str| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        };
        let headers = lines.filter_map(header).collect();
        Self { status: status.expect("a status"), headers, body: bytes[end + 4..].to_vec() }
    }
}

impl Server {
    /// Starts one and waits until it listens.
    #[track_caller]
    pub fn start(ledger: &Path, tasks: &[&Path], more: &[&str]) -> Self {
        Self::started(command(ledger, tasks, more), ledger)
    }

    /// The same with the ledger on a disk of so many KiB, which only this service sees, and whoever looks through the
    /// process whose number is in the file `holder` beside the ledger.
    #[track_caller]
    pub fn start_on_small_disk(ledger: &Path, tasks: &[&Path], kib: u32) -> Self {
        let command = command(ledger, tasks, &[]);
        let script = format!(
            "set -e; mount -t tmpfs -o size={kib}k,mode=700 none $LEDGER; \
             sleep 600 > /dev/null 2>&1 & echo $! > $LEDGER/../holder; exec \"$@\""
        );
        let mut inside = Command::new("unshare");
        inside.args(["--map-root-user", "--mount", "sh", "-c", &script, "sh"]);
        inside.arg(command.get_program()).args(command.get_args()).env_clear();
        inside.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        inside.env("LEDGER", ledger);
        inside.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log_file(ledger));
        Self::started(inside, ledger)
    }

    #[track_caller]
    fn started(mut command: Command, ledger: &Path) -> Self {
        let mut child = command.spawn().expect("`lazaret` starts");
        let mut line = String::new();
        let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
        output.read_line(&mut line).expect("the address can be read");
        let address = line.trim().strip_prefix("http://").unwrap_or_default().to_owned();
        if address.is_empty() {
            drop(child.wait());
            panic!("it does not listen: {}", log(ledger));
        }
        Self { child, address }
    }

    /// Sends bytes and reads until the other end has said everything.
    pub fn raw(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        // One that refuses a body may close before all of it is sent.
        drop(stream.write_all(bytes));
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
        answer
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("the service listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a socket can be set");
        stream
    }

    #[track_caller]
    pub fn ask(&self, method: &str, path: &str, headers: &[&str], body: &[u8]) -> Reply {
        Reply::parse(&self.raw(&self.request(method, path, headers, body)))
    }

    fn request(&self, method: &str, path: &str, headers: &[&str], body: &[u8]) -> Vec<u8> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n");
        if !headers.iter().any(|it| it.starts_with("host:")) {
            head.push_str(&format!("host: {}\r\n", self.address));
        }
        if !body.is_empty() {
            head.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        for header in headers {
            head.push_str(header);
            head.push_str("\r\n");
        }
        let mut bytes = format!("{head}\r\n").into_bytes();
        bytes.extend(body);
        bytes
    }

    #[track_caller]
    pub fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, &[], b"")
    }

    #[track_caller]
    pub fn post(&self, path: &str, body: &Value) -> Reply {
        let headers = ["content-type: application/json"];
        self.ask("POST", path, &headers, body.to_string().as_bytes())
    }

    /// Wishes that an evaluation ends.
    #[track_caller]
    pub fn cancel(&self, id: u64) -> Reply {
        self.ask("POST", &format!("/v1/evaluations/{id}/cancel"), &[], b"")
    }

    /// Submits a candidate; its number.
    #[track_caller]
    pub fn submit(&self, task: &str, submission: &Value) -> u64 {
        let reply = self.post(&format!("/v1/tasks/{task}/evaluations"), submission);
        assert_eq!(reply.status, 202, "{}", reply.json());
        let id = reply.json()["id"].as_u64().expect("a number");
        assert_eq!(reply.headers["location"], format!("/v1/evaluations/{id}"));
        id
    }

    /// Waits until an evaluation has ended.
    #[track_caller]
    pub fn ended(&self, id: u64) -> Value {
        let begun = Instant::now();
        loop {
            let reply = self.get(&format!("/v1/evaluations/{id}?wait_ms=30000"));
            assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
            let evaluation = reply.json();
            let status = evaluation["status"].as_str().unwrap_or_default();
            if status != "queued" && status != "running" {
                return evaluation;
            }
            assert!(begun.elapsed() < PATIENCE, "it does not end: {evaluation}");
        }
    }

    /// Waits until an evaluation has this status.
    #[track_caller]
    pub fn until(&self, id: u64, status: &str) {
        let begun = Instant::now();
        while self.get(&format!("/v1/evaluations/{id}")).json()["status"] != status {
            assert!(begun.elapsed() < PATIENCE, "it is never {status}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Tells it to end, and waits for that; its exit code.
    pub fn stop(self) -> Option<i32> {
        self.signal(libc::SIGTERM);
        self.stop_wait()
    }

    /// Waits for the end of one that was told to end.
    pub fn stop_wait(mut self) -> Option<i32> {
        self.child.wait().expect("it ends").code()
    }

    pub fn signal(&self, signal: i32) {
        let pid = rustix::process::Pid::from_child(&self.child);
        let signal = rustix::process::Signal::from_named_raw(signal).expect("a signal");
        rustix::process::kill_process(pid, signal).expect("it lives");
    }

    /// Kills it, with nothing said before.
    pub fn kill(mut self) {
        self.child.kill().expect("it lives");
        self.child.wait().expect("it ends");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// `lazaret serve` on a port that is free, unless `more` says otherwise; its log goes beside the ledger.
pub fn command(ledger: &Path, tasks: &[&Path], more: &[&str]) -> Command {
    let log = log_file(ledger);
    let mut command = Command::new(binary());
    command
        .arg("serve")
        .args(tasks)
        .args(["--log", "json", "--ledger"])
        .arg(ledger)
        .args(more)
        .env_clear()
        .env("LAZARET_HOME", home_folder())
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log);
    if !more.contains(&"--listen") {
        command.args(["--listen", "127.0.0.1:0"]);
    }
    command
}

fn log_file(ledger: &Path) -> File {
    File::options().create(true).append(true).open(log_path(ledger)).expect("a log")
}

fn log_path(ledger: &Path) -> std::path::PathBuf {
    ledger.with_extension("log")
}

/// What it has said on standard error.
pub fn log(ledger: &Path) -> String {
    std::fs::read_to_string(log_path(ledger)).unwrap_or_default()
}

/// The task that every new one begins with.
pub fn start_task() -> std::path::PathBuf {
    workspace().join("examples/start")
}

/// A candidate for it, another one for each number.
pub fn line(number: usize) -> Value {
    let text = format!("def predict(x):\n    return {number} / 1000 * x\n");
    json!({"name": "line.py", "content": {"text": text}})
}

/// A task whose candidates may take long: they do as they are told by their own text.
pub fn write_slow_task(folder: &Path) -> std::path::PathBuf {
    let task = folder.join("slow");
    std::fs::create_dir_all(&task).expect("a temporary folder can be written");
    let manifest = "name = \"slow\"\nevaluator = \"evaluator.py\"\n[candidate]\nfuel = \"1e15\"\nwall_ms = 600_000\n";
    let evaluator = "import lazaret

def describe():
    return {\"metrics\": {\"value\": {\"goal\": \"maximize\"}}, \"splits\": [\"one\", \"other\"]}

def cases(split, seed):
    return [lazaret.Case(1, id=\"only\")]

def evaluate(candidate, data):
    return {\"value\": candidate.work(data)}
";
    std::fs::write(task.join("task.toml"), manifest).expect("it can be written");
    std::fs::write(task.join("evaluator.py"), evaluator).expect("it can be written");
    task
}

/// A candidate that counts so far, in some milliseconds for each million.
pub fn counts(to: u64) -> Value {
    let text = format!("def work(x):\n    for i in range({to}):\n        pass\n    return {to}\n");
    json!({"name": "counts.py", "content": {"text": text}})
}

/// A candidate that never ends.
pub fn endless() -> Value {
    json!({"name": "endless.py", "content": {"text": "def work(x):\n    while True:\n        pass\n"}})
}
