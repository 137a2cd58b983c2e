//! A case: what is handed in, and how it must end.
//!
//! The directives are listed in `README.md`. An unknown or repeated one is an error, and so is a score without
//! `expect: scored`, so that no expectation is lost by a slip of the pen.

use std::path::Path;
use std::time::Duration;

use lazaret_header::{Header, budget, code, component, excess, source};
use lazaret_host::Task;
use lazaret_trial::{Budget, Code, Excess};

use crate::corpus::{Kind, Tasks};
use crate::parameters::Parameters;
use crate::recipes;

/// How long a subject may take from its bytes to its verdict if nothing else is said: many times what is usual,
/// on a machine that is busy with something else.
pub const WITHIN: Duration = Duration::from_secs(20);

/// One case.
#[derive(Debug)]
pub struct Case {
    /// What kind of attack it is: the folder that it lies in.
    pub group: String,
    /// Its name in the group.
    pub name: String,
    /// What the attack tries.
    pub sentence: String,
    /// The task that it is judged on, with the budget of the case.
    pub task: Task,
    /// Whether that is the task of the sentinels, unchanged, so that they can be judged along.
    pub shares_task: bool,
    /// What is handed in; most cases have one, some have many that must all end alike.
    pub subjects: Vec<Subject>,
    /// How it must end.
    pub expected: Expected,
    /// The wall time that the case itself is about, if it is.
    pub wall: Option<Duration>,
}

/// One thing that is handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// What tells it from the others of the case.
    pub label: String,
    /// The file name that it has.
    pub file: String,
    /// What it is.
    pub bytes: Vec<u8>,
}

/// How a case must end.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// The exact code.
    pub code: Code,
    /// The exact score, if it is scored.
    pub score: Option<f64>,
    /// A part of the reason's message.
    pub message: Option<String>,
    /// The limit, what was measured and what is allowed.
    pub excess: Option<Excess>,
    /// The longest that it may take from bytes to verdict.
    pub within: Duration,
    /// The code with which it ends today, which is known to be wrong and not mended yet. It is contained.
    pub today: Option<Code>,
}

impl Case {
    /// Reads a case from its file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(path: &Path, kind: Kind, text: &str, tasks: &Tasks) -> Result<Self, String> {
        let mut header = Header::read(text, kind.mark())?;
        let expected = expected(&mut header)?;
        let usual = match header.take("task").as_deref() {
            None => &tasks.squares,
            Some("shapes") => &tasks.shapes,
            Some(other) => return Err(format!("there is no task `{other}`")),
        };
        let mut task = usual.clone();
        let asked = header.take("budget");
        if let Some(text) = &asked {
            task.candidate_budget = budget(text, task.candidate_budget)?;
        }
        let shares_task = task.name == tasks.squares.name && asked.is_none();
        let wall = wall(asked.as_deref(), &task.candidate_budget);
        let file = header.take("name");
        let subjects = subjects(kind, text, file, &mut header)?;
        let sentence = header.sentence().to_owned();
        header.finish()?;
        let (group, name) = names(path);
        Ok(Self { group, name, sentence, task, shares_task, subjects, expected, wall })
    }

    /// Reads a case that is a whole task: its folder, and the candidate in it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn of_task(path: &Path, task: Task, kind: Kind, text: &str) -> Result<Self, String> {
        let mut header = Header::read(text, kind.mark())?;
        let expected = expected(&mut header)?;
        let file = header.take("name");
        let subjects = subjects(kind, text, file, &mut header)?;
        let sentence = header.sentence().to_owned();
        header.finish()?;
        let (group, name) = names(path);
        Ok(Self { group, name, sentence, task, shares_task: false, subjects, expected, wall: None })
    }

    /// Group and name.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}/{}", self.group, self.name)
    }
}

/// The group and the name of a case, from where it lies.
pub fn names(path: &Path) -> (String, String) {
    let text = |part: Option<&std::ffi::OsStr>| {
        part.map_or_else(String::new, |part| part.to_string_lossy().into_owned())
    };
    (text(path.parent().and_then(Path::file_name)), text(path.file_stem()))
}

fn expected(header: &mut Header) -> Result<Expected, String> {
    let today = header.parse("today", code)?;
    let code = header.parse("expect", code)?.ok_or("there is no `expect`")?;
    let number = |text: &str| {
        let score = text.parse::<f64>().ok().filter(|score| score.is_finite());
        score.ok_or_else(|| format!("`{text}` is no score"))
    };
    let score = header.parse("score", number)?;
    if (code == Code::Scored) != score.is_some() {
        return Err("`score` belongs to `expect: scored`, and that to it".to_owned());
    }
    let milliseconds = |text: &str| {
        let parsed = text.parse().map(Duration::from_millis);
        parsed.map_err(|_| format!("`{text}` is no number of milliseconds"))
    };
    Ok(Expected {
        code,
        score,
        message: header.take("message"),
        excess: header.parse("excess", excess)?,
        within: header.parse("within", milliseconds)?.unwrap_or(WITHIN),
        today,
    })
}

/// The wall time of the budget, if the case has set it.
fn wall(asked: Option<&str>, budget: &Budget) -> Option<Duration> {
    let set = asked?.split_whitespace().any(|limit| limit.starts_with("wall_ms="));
    set.then(|| Duration::from_millis(budget.wall_ms))
}

fn subjects(
    kind: Kind,
    text: &str,
    file: Option<String>,
    header: &mut Header,
) -> Result<Vec<Subject>, String> {
    let usual = kind.file();
    let one = |bytes: Vec<u8>| {
        let file = file.clone().unwrap_or_else(|| usual.to_owned());
        Ok(vec![Subject { label: "case".to_owned(), file, bytes }])
    };
    match kind {
        Kind::Recipe => {
            let line = header.take("generate").ok_or("there is no `generate`")?;
            let mut subjects = recipes::generate(Parameters::parse(&line)?)?;
            if let Some(file) = file {
                for subject in &mut subjects {
                    subject.file.clone_from(&file);
                }
            }
            Ok(subjects)
        }
        Kind::Wat => {
            let world = header.take("world");
            let uses = header.take("uses").unwrap_or_default();
            one(component(text, world.as_deref(), &uses)?.into_bytes())
        }
        Kind::C => one(source(text, "c", header.take("world").as_deref())?.into_bytes()),
        Kind::Rust => one(source(text, "rs", header.take("world").as_deref())?.into_bytes()),
        Kind::Python | Kind::JavaScript | Kind::Files => one(text.as_bytes().to_vec()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: &str = ";; It tries.\n;; expect: scored\n;; score: 0\n;; budget: fuel=7 wall_ms=9\n\
                        ;; world: attack\n(func $attack)\n";

    fn parse(text: &str) -> Result<Case, String> {
        let tasks = Tasks::read().map_err(|error| error.to_string())?;
        Case::parse("cases/group/name.wat".as_ref(), Kind::Wat, text, &tasks)
    }

    #[test]
    fn a_case_says_everything() {
        let case = parse(CASE).unwrap();
        assert_eq!(case.path(), "group/name");
        assert_eq!(case.sentence, "It tries.");
        assert_eq!(case.task.candidate_budget.fuel, 7);
        assert_eq!(case.wall, Some(Duration::from_millis(9)));
        assert!(!case.shares_task);
        assert_eq!(case.expected.score, Some(0.0));
        let subject = case.subjects.first().unwrap();
        assert_eq!(subject.file, "case.wat");
        assert!(String::from_utf8_lossy(&subject.bytes).contains("(call $attack)"));

        let case =
            parse(&CASE.replace(";; budget: fuel=7 wall_ms=9\n", ";; name: x.py\n")).unwrap();
        assert!(case.shares_task && case.wall.is_none());
        assert_eq!(case.subjects.first().unwrap().file, "x.py");
        let case = parse(&CASE.replace("world: attack", "task: shapes")).unwrap();
        assert!(!case.shares_task);
    }

    #[test]
    fn slips_of_the_pen_are_errors() {
        for (from, to) in [
            (";; It tries.\n", ""),
            (";; expect: scored\n", ""),
            ("scored", "scord"),
            (";; score: 0\n", ""),
            ("score: 0", "score: none"),
            ("score: 0", "score: inf"),
            ("scored", "failed/trap"),
            ("score: 0\n", "score: 0\n;; score: 1\n"),
            ("fuel=7", "feul=7"),
            ("fuel=7", "fuel=0"),
            ("world: attack", "world: evaluator"),
            ("world: attack", "task: circles"),
            ("world: attack", "uses: network"),
            ("world: attack", "within: soon"),
            ("world: attack", "excess: fuel 1"),
            ("world: attack", "generate: bytes text=x"),
            ("world: attack", "stdout: x"),
        ] {
            let text = CASE.replace(from, to);
            assert!(parse(&text).is_err(), "{text}");
        }
    }
}
