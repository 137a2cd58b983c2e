//! The native interpreter: a process for each program.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::contender::{Absent, Answer, Ask, Contender, Place};
use crate::workload::{LIMIT_MEMORY_BYTES, LIMIT_WALL_MS, Program, STARTS_MAX, Workload};

/// How often it is looked whether a process has ended that has a limit.
const POLL: Duration = Duration::from_micros(500);

/// What is waited for at most, whatever happens.
const PATIENCE: Duration = Duration::from_secs(60);

/// The interpreter itself, and not a wrapper of some version manager around it.
///
/// # Errors
/// If there is no `python3`, or it does not work; the reason.
pub fn python() -> Result<PathBuf, String> {
    let output = Command::new("python3").args(["-c", "import sys; print(sys.executable)"]).output();
    let output = output.map_err(|error| format!("python3: {error}"))?;
    let path = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if !output.status.success() || path.is_empty() {
        return Err(format!("python3: {}", output.status));
    }
    Ok(path.into())
}

/// Runs a command to its end; the seconds, and what it printed.
pub fn timed(program: &Path, words: &[&str], home: Option<&Path>) -> Result<(f64, String), String> {
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::null()).stderr(Stdio::null());
    if let Some(home) = home {
        command.env("LAZARET_HOME", home);
    }
    let begin = Instant::now();
    let output = command.output().map_err(|error| format!("{}: {error}", program.display()))?;
    let seconds = begin.elapsed().as_secs_f64();
    if !output.status.success() {
        return Err(format!("{}: {}", program.display(), output.status));
    }
    Ok((seconds, String::from_utf8_lossy(&output.stdout).into_owned()))
}

/// The native interpreter, perhaps behind other commands.
pub struct Native {
    name: String,
    about: String,
    /// The commands before it: a sandbox of the system, for example.
    before: Vec<String>,
    python: PathBuf,
    /// Whether `prlimit` is there, which limits its memory.
    limits: bool,
    folder: TempDir,
}

impl Native {
    /// Whoever has `name`. `before` are the commands in front of the interpreter, if any.
    ///
    /// # Errors
    /// If there is no interpreter or no temporary folder.
    pub fn new(name: &str, about: &str, before: &[&str]) -> Result<Self, String> {
        let python = python()?;
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let version = timed(&python, &["-I", "-S", "-V"], None)?.1;
        let prlimit = timed(Path::new("prlimit"), &["--version"], None);
        Ok(Self {
            name: name.to_owned(),
            about: format!("{} {about}", version.trim().replace("Python", "CPython")),
            before: before.iter().map(|&word| word.to_owned()).collect(),
            python,
            limits: prlimit.is_ok(),
            folder,
        })
    }

    fn write(&self, program: &Program, mark: &str) -> Result<PathBuf, String> {
        let path = self.folder.path().join(format!("{}.py", program.name));
        let text = format!("{}\n\nprint(main())  # {mark}\n", program.python);
        std::fs::write(&path, text).map_err(|error| error.to_string())?;
        Ok(path)
    }

    /// A process, ready to be started.
    fn command(&self, flags: &[&str], file: &Path, limit: Option<u64>) -> Command {
        let mut words: Vec<String> = Vec::new();
        if let Some(bytes) = limit {
            words.extend(["prlimit".to_owned(), format!("--as={bytes}")]);
        }
        words.extend(self.before.iter().cloned());
        words.push(self.python.to_string_lossy().into_owned());
        words.extend(flags.iter().map(|&word| word.to_owned()));
        words.push(file.to_string_lossy().into_owned());
        let mut command = Command::new(words.first().map_or("", String::as_str));
        command.args(words.iter().skip(1)).stdin(Stdio::null());
        command
    }

    /// One process from start to end.
    fn once(&self, flags: &[&str], file: &Path, expected: &str) -> Result<f64, String> {
        let mut command = self.command(flags, file, None);
        let begin = Instant::now();
        let output = command.output().map_err(|error| error.to_string())?;
        let seconds = begin.elapsed().as_secs_f64();
        let answer = String::from_utf8_lossy(&output.stdout);
        if answer.trim() != expected {
            let said = String::from_utf8_lossy(&output.stderr);
            let said = said.trim().lines().next_back().unwrap_or("nothing").to_owned();
            return Err(format!("a wrong result: `{}`; {said}", answer.trim()));
        }
        Ok(seconds)
    }

    /// A program that never ends by itself, killed after a time; how it ended.
    fn limited(&self, file: &Path, limit: Option<u64>, wall: Duration) -> Result<Answer, String> {
        let mut command = self.command(&["-I", "-S"], file, limit);
        let begin = Instant::now();
        let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let mut child = child.map_err(|error| error.to_string())?;
        loop {
            if child.try_wait().map_err(|error| error.to_string())?.is_some() {
                break;
            }
            if wall <= begin.elapsed() {
                child.kill().map_err(|error| error.to_string())?;
                child.wait().map_err(|error| error.to_string())?;
                let seconds = vec![begin.elapsed().as_secs_f64()];
                return Ok(Answer { seconds, ended: Some("killed".to_owned()) });
            }
            std::thread::sleep(POLL);
        }
        let seconds = vec![begin.elapsed().as_secs_f64()];
        let output = child.wait_with_output().map_err(|error| error.to_string())?;
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.trim().lines().next_back().unwrap_or_default().to_owned();
        let ended = if said.is_empty() { output.status.to_string() } else { said };
        Ok(Answer { seconds, ended: Some(ended) })
    }
}

impl Contender for Native {
    fn name(&self) -> &str {
        &self.name
    }

    fn about(&self) -> String {
        self.about.clone()
    }

    fn place(&self) -> Place {
        Place::Started
    }

    fn ask(&mut self, ask: &Ask) -> Result<Answer, Absent> {
        let program = ask.workload.program().ok_or(Absent::NotMine)?;
        let isolated: &[&str] = &["-I", "-S"];
        match ask.workload {
            Workload::Endless => {
                let file = self.write(program, "")?;
                Ok(self.limited(&file, None, Duration::from_millis(LIMIT_WALL_MS))?)
            }
            Workload::Hog if self.limits => {
                let file = self.write(program, "")?;
                Ok(self.limited(&file, Some(LIMIT_MEMORY_BYTES), PATIENCE)?)
            }
            Workload::Hog => Err(Absent::Because("`prlimit` is not installed".to_owned())),
            Workload::Many(programs) if STARTS_MAX < programs => {
                Err(Absent::Because("a process each would take many minutes".to_owned()))
            }
            Workload::Many(programs) => {
                let begin = Instant::now();
                for index in 0..programs {
                    let file = self.write(program, &format!("{} {index}", ask.seed))?;
                    self.once(isolated, &file, program.expected)?;
                }
                Ok(Answer::of(begin.elapsed().as_secs_f64() / f64::from(programs)))
            }
            Workload::CallScript | Workload::Parallel(_) => Err(Absent::NotMine),
            // As whoever types it has it.
            Workload::Command => {
                let file = self.write(program, "")?;
                let times = (0..ask.count).map(|_| self.once(&[], &file, program.expected));
                Ok(Answer { seconds: times.collect::<Result<_, _>>()?, ended: None })
            }
            _ => {
                let file = self.write(program, "")?;
                let times = (0..ask.count).map(|_| self.once(isolated, &file, program.expected));
                Ok(Answer { seconds: times.collect::<Result<_, _>>()?, ended: None })
            }
        }
    }
}
