//! One run in a fresh instance, by the command that users have.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};

/// What stands before each line that the program says about a test. Nothing that a test prints begins so.
const MARK: &str = "\u{1e}lazaret ";

/// Far more than any run needs: a limit is to stop a test that never ends, after some ten minutes, and nothing else.
const LIMITS: &[(&str, &str)] = &[
    ("--fuel", "4_000_000_000_000"),
    ("--memory", "3 GiB"),
    ("--wall", "3_600_000"),
    ("--output", "64 MiB"),
    ("--host-calls", "1_000_000_000"),
];

/// Starts runs.
pub struct Sandbox {
    lazaret: PathBuf,
    program: PathBuf,
    home: PathBuf,
}

/// What one run said.
pub struct Said {
    /// What was printed about tests, in order.
    pub lines: Vec<Line>,
    /// What the program returned, or why it did not.
    pub end: Result<Value, Reason>,
}

/// One line about a test.
#[derive(Clone, Debug, Deserialize)]
pub struct Line {
    /// The test's place in its module; none if it is about the module.
    pub number: Option<u64>,
    /// The test's name.
    pub test: String,
    /// What became of it; none while it runs.
    pub outcome: Option<String>,
    /// The kind of error.
    #[serde(default)]
    pub kind: String,
    /// Its message, or why the test was skipped.
    #[serde(default)]
    pub message: String,
    /// Where it was raised.
    #[serde(default)]
    pub frames: Vec<String>,
}

/// Why a run ended before its end.
#[derive(Clone, Debug, Deserialize)]
pub struct Reason {
    /// As verdicts have it.
    pub code: String,
    /// In words.
    pub message: String,
}

impl Sandbox {
    /// Runs in the interpreter that is installed in this home.
    pub fn of(home: PathBuf) -> Result<Self> {
        let this = std::env::current_exe().context("no path to this program")?;
        let program = std::path::absolute(crate::root().join("tests/numpy/program.py"))?;
        Ok(Self { lazaret: this.with_file_name("lazaret"), program, home })
    }

    /// The names of all modules of tests.
    pub fn modules(&self) -> Result<Vec<String>> {
        match self.call("modules", &json!([]))?.end {
            Ok(names) => Ok(serde_json::from_value(names)?),
            Err(reason) => bail!("the sandbox does not work: {}: {}", reason.code, reason.message),
        }
    }

    /// Calls one function of the program in a fresh instance.
    pub fn call(&self, function: &str, arguments: &Value) -> Result<Said> {
        let mut command = Command::new(&self.lazaret);
        command.arg("run").arg(&self.program).args(["--json", "--call", function]);
        command.args(["--args", &arguments.to_string()]).env("LAZARET_HOME", &self.home);
        for (name, value) in LIMITS {
            command.args([name, value]);
        }
        let output = command.output().context("cannot start `lazaret`")?;
        let document: Value = serde_json::from_slice(&output.stdout).with_context(|| {
            format!(
                "no document came of `lazaret run`: {}",
                String::from_utf8_lossy(&output.stderr)
            )
        })?;
        let printed = document.pointer("/logs/stdout").and_then(Value::as_str).unwrap_or_default();
        let mut lines = Vec::new();
        for line in printed.lines() {
            if let Some(text) = line.strip_prefix(MARK) {
                lines.push(serde_json::from_str(text)?);
            }
        }
        let end = match document.get("value").and_then(Value::as_str) {
            Some(value) => Ok(serde_json::from_str(value)?),
            None => {
                Err(serde_json::from_value(document.get("reason").cloned().unwrap_or_default())?)
            }
        };
        Ok(Said { lines, end })
    }
}
