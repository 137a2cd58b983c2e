//! One module of tests: as few fresh instances as can be, and no test that takes another with it.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use serde::Deserialize;
use serde_json::json;

use crate::sandbox::{Line, Sandbox};

/// Tests for one instance. What a test leaves behind makes the next ones slower, in the end.
const TESTS_PER_INSTANCE: u64 = 3_000;

/// How a test ends that ends its instance.
pub const DIED: &str = "died";

/// What became of a module's tests.
pub struct Module {
    /// Its name.
    pub name: String,
    /// One line for each test, in the module's order; and one for the module if it could not be read.
    pub tests: Vec<Line>,
    /// Tests that are marked as slow and were left out.
    pub left_out: u64,
    /// Tests that ended their instance and did not when they were the first in one: what a test before left behind.
    pub infected: Vec<String>,
}

/// What the program returns.
#[derive(Deserialize)]
struct Summary {
    /// pytest's own status.
    status: u64,
    tests: u64,
    slow: u64,
    output: String,
}

impl Module {
    /// Runs all tests of a module.
    pub fn run(sandbox: &Sandbox, name: &str, slow: bool) -> Result<Self> {
        let mut tests: BTreeMap<Option<u64>, Line> = BTreeMap::new();
        let mut module =
            Self { name: name.to_owned(), tests: Vec::new(), left_out: 0, infected: Vec::new() };
        let mut first = 0;
        loop {
            let said = sandbox.call("run", &json!([name, first, TESTS_PER_INSTANCE, slow]))?;
            let mut running = None;
            for line in said.lines {
                if line.outcome.is_none() {
                    running = Some(line);
                } else {
                    running = None;
                    tests.insert(line.number, line);
                }
            }
            match said.end {
                Ok(value) => {
                    let summary: Summary = serde_json::from_value(value)?;
                    // 0: all passed; 1: some failed; 2: the module could not be read, and a line says why; 5: no tests.
                    let known = matches!(summary.status, 0 | 1 | 5)
                        || summary.status == 2 && tests.contains_key(&None);
                    if !known {
                        bail!("pytest did not run `{name}`: {}", summary.output);
                    }
                    module.left_out = summary.slow;
                    first += TESTS_PER_INSTANCE;
                    if summary.tests <= first || summary.status == 2 {
                        break;
                    }
                }
                Err(reason) => {
                    let died = |line: Line| Line {
                        outcome: Some(DIED.to_owned()),
                        kind: reason.code.clone(),
                        message: reason.message.clone(),
                        ..line
                    };
                    match running {
                        // The first in its instance: nobody else has any part in it.
                        Some(line) if line.number == Some(first) => {
                            tests.insert(line.number, died(line));
                            first += 1;
                        }
                        // Once more, as the first one.
                        Some(line) => {
                            first = line.number.unwrap_or(first);
                            module.infected.push(line.test);
                        }
                        None => {
                            let test = format!("{name} (collecting)");
                            let (kind, message) = (reason.code, reason.message);
                            let outcome = Some(DIED.to_owned());
                            let frames = Vec::new();
                            let line = Line { number: None, test, outcome, kind, message, frames };
                            tests.insert(None, line);
                            break;
                        }
                    }
                }
            }
        }
        module.tests = tests.into_values().collect();
        let died = |test: &String| {
            let mut tests = module.tests.iter();
            tests.any(|line| line.test == *test && line.outcome.as_deref() == Some(DIED))
        };
        module.infected.retain(|test| !died(test));
        Ok(module)
    }

    /// How many tests ended so.
    pub fn count(&self, outcomes: &[&str]) -> usize {
        let is = |line: &&Line| line.outcome.as_deref().is_some_and(|it| outcomes.contains(&it));
        self.tests.iter().filter(is).count()
    }

    /// One line for whoever waits.
    pub fn line(&self) -> String {
        let failed = self.count(&["failed", "error", DIED]);
        format!("{:<60} {:>6} tests, {failed} failed", self.name, self.tests.len())
    }
}
