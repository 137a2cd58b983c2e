//! Other sandboxes: each a script of `peers/` in a process of its own, which is asked line by line.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use lazaret_measure::{Absent, Answer, Ask, Contender, Place, Workload, generated};
use tempfile::TempDir;

/// What an answer is waited for; the longest is that of an engine without a limit that works.
const PATIENCE: Duration = Duration::from_secs(300);

/// Name, script, and whether it is for Node.
pub const PEERS: [(&str, &str, bool); 5] = [
    ("monty", "monty.py", false),
    ("eryx", "eryx_driver.py", false),
    ("quickjs-emscripten", "quickjs.mjs", true),
    ("pyodide", "pyodide.mjs", true),
    ("wasmtime-py", "wasmtime_driver.py", false),
];

/// A script that is up.
pub struct Peer {
    name: String,
    about: String,
    child: Child,
    questions: ChildStdin,
    answers: Receiver<String>,
    folder: TempDir,
}

impl Peer {
    /// Starts a script. `installed` is the folder that `cargo xtask bench` has installed packages into.
    pub fn start(
        name: &str,
        script: &str,
        is_node: bool,
        installed: &Path,
    ) -> Result<Self, String> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let programs = here.join("../../runtime/measure/programs");
        let program: PathBuf =
            if is_node { "node".into() } else { installed.join("venv/bin/python") };
        let child = Command::new(&program)
            .arg(here.join("peers").join(script))
            .args([&programs, installed])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let mut child = child.map_err(|error| {
            format!("`{}`: {error}; `cargo xtask bench` installs what it can", program.display())
        })?;
        let (Some(questions), Some(lines), Some(said)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err("no pipes".to_owned());
        };
        let (sender, answers) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(lines).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let (last, last_said) = channel();
        std::thread::spawn(move || {
            let lines = BufReader::new(said).lines().map_while(Result::ok);
            // Whoever started it may have lost interest.
            let _ = last.send(lines.filter(|line| !line.trim().is_empty()).last());
        });
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let about = String::new();
        let mut peer = Self { name: name.to_owned(), about, child, questions, answers, folder };
        match peer.answers.recv_timeout(PATIENCE) {
            Ok(line) if line.starts_with("ready ") => {
                peer.about = line.trim_start_matches("ready ").to_owned();
                Ok(peer)
            }
            Ok(line) => Err(format!("it says `{line}`")),
            Err(_) => {
                let said = last_said.recv_timeout(Duration::from_secs(1)).ok().flatten();
                Err(said.unwrap_or_else(|| "it says nothing".to_owned()))
            }
        }
    }

    fn say(&mut self, ask: &Ask) -> Result<String, Absent> {
        let mut line = format!("run {} {} {}", ask.workload.key(), ask.count, ask.seed);
        if let Workload::Compile(bytes) = ask.workload {
            let module = generated(bytes, ask.seed);
            // The name says what its answer is.
            let path = self.folder.path().join(format!("{}={}.wasm", ask.seed, module.answer));
            std::fs::write(&path, module.bytes)?;
            line = format!("{line} {}", path.display());
        }
        writeln!(self.questions, "{line}")?;
        self.answers.recv_timeout(PATIENCE).map_err(|_| {
            // It is of no more use, and may hold all the memory that there is.
            let _ = self.child.kill();
            Absent::Because("no answer".to_owned())
        })
    }
}

impl Contender for Peer {
    fn name(&self) -> &str {
        &self.name
    }

    fn about(&self) -> String {
        self.about.clone()
    }

    fn place(&self) -> Place {
        Place::Process(self.child.id())
    }

    fn ask(&mut self, ask: &Ask) -> Result<Answer, Absent> {
        let said = self.say(ask)?;
        if said == "not-mine" {
            return Err(Absent::NotMine);
        }
        let Some(said) = said.strip_prefix("ok ") else { return Err(Absent::Because(said)) };
        let (numbers, ended) = said.split_once('|').unwrap_or((said, ""));
        let seconds = numbers.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        let ended = Some(ended.trim().to_owned()).filter(|ended| !ended.is_empty());
        Ok(Answer { seconds, ended })
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
