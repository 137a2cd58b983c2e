//! What became of all tests, for people and for programs.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};

use crate::classes::{Class, Classes};
use crate::module::{DIED, Module};
use crate::sandbox::Line;

/// Outcomes that are failures.
const FAILED: &[&str] = &["failed", "error", DIED];

/// Outcomes that are as they should be.
const PASSED: &[&str] = &["passed"];

/// Failures that NumPy's authors expect, and such that do not happen here.
const EXPECTED: &[&str] = &["xfailed", "xpassed"];

/// The most characters of a message in the list of failures.
const MESSAGE_CHARACTERS_MAX: usize = 100;

/// The results of all modules.
pub struct Report<'a> {
    modules: Vec<Module>,
    classes: &'a Classes,
}

/// The numbers of a module, or of all.
#[derive(Default)]
struct Row {
    tests: usize,
    passed: usize,
    failed: usize,
    absent: usize,
    skipped: usize,
    expected: usize,
}

impl<'a> Report<'a> {
    /// A report on modules.
    pub fn new(modules: Vec<Module>, classes: &'a Classes) -> Self {
        Self { modules, classes }
    }

    /// Whether every failure has a class, and no test was taken along by another.
    pub fn explained(&self) -> bool {
        self.failed().all(|line| self.classes.of(line).is_some())
            && self.modules.iter().all(|module| module.infected.is_empty())
    }

    /// The table of modules, that of classes and that of skipped tests.
    pub fn table(&self) -> String {
        let mut text = head();
        let mut packages: BTreeMap<&str, Row> = BTreeMap::new();
        let mut all = Row::default();
        for module in &self.modules {
            let row = self.row(module);
            text += &row.line(&module.name);
            let package = module.name.split(".tests.").next().unwrap_or_default();
            packages.entry(package).or_default().add(&row);
            all.add(&row);
        }
        text += "\n";
        for (package, row) in &packages {
            text += &row.line(package);
        }
        text += &all.line("all");
        let ran = all.passed + all.failed;
        let share = 100.0 * all.passed as f64 / ran.max(1) as f64;
        let (passed, left_out) =
            (all.passed, self.modules.iter().map(|it| it.left_out).sum::<u64>());
        let _ = writeln!(text, "\npassed: {passed} of {ran} that can run here, {share:.2} %");
        if 0 < left_out {
            let _ = writeln!(text, "left out as slow: {left_out}");
        }
        for module in &self.modules {
            for test in &module.infected {
                let _ = writeln!(text, "ended its instance, and not when it was the first: {test}");
            }
        }
        text + &self.reasons() + &self.skips()
    }

    /// How many failures each class has.
    fn reasons(&self) -> String {
        let mut text = "\nfailures by class\n".to_owned();
        let count = |class: Option<&Class>| {
            let name = class.map(|class| &class.name);
            self.failed().filter(|line| self.classes.of(line).map(|it| &it.name) == name).count()
        };
        for class in self.classes.iter() {
            let (failures, name, reason) = (count(Some(class)), &class.name, &class.reason);
            let absent = if class.absent { "absent" } else { "" };
            let _ = writeln!(text, "{failures:>6}  {name:<24} {absent:<7} {reason}");
        }
        let _ = writeln!(text, "{:>6}  without a class", count(None));
        text
    }

    /// Why tests were skipped, by what NumPy says.
    fn skips(&self) -> String {
        let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
        for line in self.lines().filter(|line| line.outcome.as_deref() == Some("skipped")) {
            *reasons.entry(short(&line.message)).or_default() += 1;
        }
        let mut reasons: Vec<_> = reasons.into_iter().collect();
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let mut text = "\nskipped by NumPy's own word\n".to_owned();
        for (reason, count) in reasons {
            let _ = writeln!(text, "{count:>6}  {reason}");
        }
        text
    }

    /// Every failure with its class and what was raised.
    pub fn failures(&self) -> String {
        let mut text = "failures\n".to_owned();
        for line in self.failed() {
            let class = self.classes.of(line).map_or("NO CLASS", |class| &class.name);
            let said = short(&format!("{}: {}", line.kind, line.message));
            let _ = writeln!(text, "{class:<24} {} | {said}", line.test);
        }
        text
    }

    /// Everything as one document.
    pub fn document(&self) -> Value {
        let test = |line: &Line| {
            let failed = line.outcome.as_deref().is_some_and(|it| FAILED.contains(&it));
            let class = if failed { self.classes.of(line) } else { None };
            json!({
                "test": line.test, "outcome": line.outcome, "kind": line.kind, "message": line.message,
                "frames": line.frames, "class": class.map(|class| &class.name),
            })
        };
        let module = |module: &Module| {
            let tests: Vec<_> = module.tests.iter().map(test).collect();
            json!({ "module": module.name, "left_out": module.left_out, "infected": module.infected, "tests": tests })
        };
        json!({ "modules": self.modules.iter().map(module).collect::<Vec<_>>() })
    }

    fn lines(&self) -> impl Iterator<Item = &Line> {
        self.modules.iter().flat_map(|module| &module.tests)
    }

    fn failed(&self) -> impl Iterator<Item = &Line> {
        self.lines().filter(|line| line.outcome.as_deref().is_some_and(|it| FAILED.contains(&it)))
    }

    fn row(&self, module: &Module) -> Row {
        let failures = module
            .tests
            .iter()
            .filter(|line| line.outcome.as_deref().is_some_and(|it| FAILED.contains(&it)));
        let absent =
            failures.filter(|line| self.classes.of(line).is_some_and(|it| it.absent)).count();
        Row {
            tests: module.tests.len(),
            passed: module.count(PASSED),
            failed: module.count(FAILED) - absent,
            absent,
            skipped: module.count(&["skipped"]),
            expected: module.count(EXPECTED),
        }
    }
}

impl Row {
    fn add(&mut self, other: &Self) {
        self.tests += other.tests;
        self.passed += other.passed;
        self.failed += other.failed;
        self.absent += other.absent;
        self.skipped += other.skipped;
        self.expected += other.expected;
    }

    fn line(&self, name: &str) -> String {
        let Self { tests, passed, failed, absent, skipped, expected } = self;
        let name = name.strip_prefix("numpy.").unwrap_or(name);
        let numbers = format!("{passed:>7} {failed:>7} {absent:>7} {skipped:>8} {expected:>9}");
        format!("{name:<56} {tests:>6} {numbers}\n")
    }
}

fn head() -> String {
    let numbers = ["passed", "failed", "absent", "skipped", "expected"];
    let [passed, failed, absent, skipped, expected] = numbers;
    let numbers = format!("{passed:>7} {failed:>7} {absent:>7} {skipped:>8} {expected:>9}");
    format!("{:<56} {:>6} {numbers}\n", "module", "tests")
}

/// The beginning of a text, on one line, without the numbers under which others keep their books.
fn short(text: &str) -> String {
    let word = |word: &&str| !word.starts_with("gh-") && !word.starts_with('#');
    let words = text.split_whitespace().filter(word).collect::<Vec<_>>().join(" ");
    words.chars().take(MESSAGE_CHARACTERS_MAX).collect()
}
