//! Why tests fail: classes with their reasons, kept in `classes.toml` beside the sources.

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::sandbox::Line;

/// All classes, in the order in which they are asked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Classes {
    class: Vec<Class>,
}

/// Failures with one reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// A short name.
    pub name: String,
    /// Why such tests fail.
    pub reason: String,
    /// Whether it is something that a machine of this kind cannot have, rather than a result that differs.
    pub absent: bool,
    /// Parts of an error's kind and message, of the form `KIND: MESSAGE`.
    #[serde(default)]
    messages: Vec<String>,
    /// Beginnings of tests' names.
    #[serde(default)]
    tests: Vec<String>,
}

impl Classes {
    /// Reads the file.
    pub fn read() -> Result<Self> {
        toml::from_str(include_str!("../classes.toml")).context("classes.toml")
    }

    /// The class of a failure.
    pub fn of(&self, line: &Line) -> Option<&Class> {
        let said = format!("{}: {}", line.kind, line.message);
        self.class.iter().find(|class| {
            class.tests.iter().any(|test| line.test.starts_with(test))
                || class.messages.iter().any(|message| said.contains(message))
        })
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Class> {
        self.class.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(test: &str, kind: &str, message: &str) -> Option<String> {
        let line = Line {
            number: None,
            test: test.to_owned(),
            outcome: Some("failed".to_owned()),
            kind: kind.to_owned(),
            message: message.to_owned(),
            frames: Vec::new(),
        };
        Classes::read().unwrap().of(&line).map(|class| class.name.clone())
    }

    #[test]
    fn a_failure_is_of_a_class_by_its_test_or_by_what_it_says() {
        let files =
            class("a::b", "FileNotFoundError", "[Errno 44] No such file or directory: '/tmp/x'");
        assert_eq!(files.as_deref(), Some("files"));
        let signs =
            class("numpy._core.tests.test_umath::TestFPClass::test_x", "AssertionError", "");
        assert_eq!(signs.as_deref(), Some("signs of NaN"));
    }

    #[test]
    fn what_nobody_has_explained_is_of_no_class() {
        assert_eq!(class("a::b", "AssertionError", "1 is not 2"), None);
        assert_eq!(
            class("a::b", "failed/trap", "the candidate trapped: wasm trap: unreachable"),
            None
        );
    }

    #[test]
    fn no_class_takes_everything() {
        for class in Classes::read().unwrap().iter() {
            assert!(!class.reason.is_empty() && !class.name.is_empty());
            assert!(!class.messages.is_empty() || !class.tests.is_empty(), "{}", class.name);
            assert!(
                class.messages.iter().chain(&class.tests).all(|it| 4 < it.len()),
                "{}",
                class.name
            );
        }
    }
}
